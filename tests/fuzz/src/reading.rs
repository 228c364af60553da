//! Any JSON as the value of any operation's type: the crate's own reader, serde_json through the same type, and serde_json's `Value` agree.

use feishu_hire::mock::{ROUND_TRIPS, RoundTrip};
use feishu_runtime::mock::samples::BothWays;
use serde_json::Value;

use super::equal::{Spelling, difference};

/// What serde_json refuses and the crate's own reader accepts, by the beginning of serde_json's message.
const REFUSED_BY_SERDE_JSON: &[(&str, &str)] = &[
    (
        "number out of range",
        "a number beyond `f64` is kept digit for digit where text is documented and where no field takes it",
    ),
    ("lone leading surrogate", "the text of a value that no field takes is kept unchanged, escapes included"),
    ("unexpected end of hex escape", "the same: half of a surrogate pair, without the other half"),
    ("recursion limit exceeded", "what no field takes may nest at any depth, and typed values one level deeper"),
];

/// Messages of the crate's own reader for text that is no JSON. Anything else that it refuses is JSON of another type.
const NO_JSON: &[&str] = &["the text is no JSON", "the text ends within a value"];

/// The first byte says which operation's data (or body) the rest is read as.
pub fn check(input: &[u8]) -> Result<(), String> {
    let Some((&choice, text)) = input.split_first() else { return Ok(()) };
    let Some(round_trip) = ROUND_TRIPS.get(usize::from(choice) % ROUND_TRIPS.len()) else { return Ok(()) };
    as_one(round_trip, text)
}

/// The same text as every operation's, whichever its first byte says.
pub fn check_all(input: &[u8]) -> Result<(), String> {
    let Some((_, text)) = input.split_first() else { return Ok(()) };
    ROUND_TRIPS.iter().try_for_each(|round_trip| as_one(round_trip, text))
}

fn as_one(round_trip: &RoundTrip, text: &[u8]) -> Result<(), String> {
    // Both read text: bytes that are no UTF-8 are for the target `tolerance`.
    let Ok(text) = str::from_utf8(text) else { return Ok(()) };
    let told = |why| format!("{}: {why}", round_trip.file);
    let came_back = (round_trip.run_both_ways)(text);
    agrees_on_json(&came_back, text).map_err(told)?;
    if !is_rounded(text) && !text.contains(NUMBER_KEY) {
        agrees_on_values(came_back).map_err(told)?;
    }
    Ok(())
}

/// Whether the text is JSON at all.
fn agrees_on_json(came_back: &BothWays, text: &str) -> Result<(), String> {
    match (&came_back.own, serde_json::from_str::<Value>(text)) {
        (Ok(_), Err(error)) if !is_intended(&error) => Err(format!("accepted, although it is no JSON: {error}")),
        (Err(error), Ok(_)) if NO_JSON.iter().any(|message| error.to_string().contains(message)) => {
            Err(format!("JSON was refused: {error}"))
        }
        _ => Ok(()),
    }
}

/// Whether each way accepts the text and yields the same value.
fn agrees_on_values(came_back: BothWays) -> Result<(), String> {
    let BothWays { own, text, value } = came_back;
    let text = text.and_then(|json| serde_json::from_str(&json));
    for (way, other) in [("from text", text), ("from a value", value)] {
        match (&own, other) {
            (Ok(own), Ok(other)) => {
                let own: Value = serde_json::from_str(own).map_err(|error| format!("written is no JSON: {error}"))?;
                // Where text is documented, the crate's own reader keeps the spelling of a number, which serde_json does not tell.
                if let Some(difference) = difference(&own, &other, Spelling::OfNumbers) {
                    return Err(format!("{way}, another value: {difference}"));
                }
            }
            (Ok(_), Err(error)) if !is_intended(&error) => return Err(format!("{way}, refused: {error}")),
            (Err(error), Ok(_)) => return Err(format!("{way}, accepted, although: {error}")),
            _ => {}
        }
    }
    Ok(())
}

fn is_intended(error: &serde_json::Error) -> bool {
    let message = error.to_string();
    REFUSED_BY_SERDE_JSON.iter().any(|(start, _reason)| message.starts_with(start))
}

/// An object with this key alone is a number to serde_json, if its feature `arbitrary_precision` is on, and so to the crate's `Deserialize`.
const NUMBER_KEY: &str = "$serde_json::private::Number";

/// Whether the text may hold a number that serde_json hands over as another one: `-0` as a float, integers beyond 64 bits and more than
/// 15 digits with a point or an exponent rounded.
fn is_rounded(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    text.split(|c| !is_part(c)).filter(|part| part.contains(|c: char| c.is_ascii_digit())).any(|number| {
        let is_float = number.contains(['.', 'e', 'E']);
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let is_tiny = number.parse().is_ok_and(|it: f64| it.abs() < 1e-290);
        let is_zero = number.parse() == Ok(0.0);
        match is_float {
            true => digits > 15 || (is_tiny && !is_zero),
            false => number == "-0" || (number.parse::<u64>().is_err() && number.parse::<i64>().is_err()),
        }
    })
}
