//! Arbitrary JSON as a value of the type of any operation: the reader of the client, serde_json with the same type, and `serde_json::Value`
//! agree.

use feishu_hire::mock::{ROUND_TRIPS, RoundTrip};
use feishu_runtime::mock::samples::SerdeComparison;
use serde_json::Value;

use super::equal::{Spelling, difference};

/// JSON that serde_json rejects and the reader of the client accepts: the start of the message of serde_json, and the reason.
const REFUSED_BY_SERDE_JSON: &[(&str, &str)] = &[
    ("number out of range", "numbers beyond `f64` are kept exactly in string fields and in unknown keys"),
    ("lone leading surrogate", "values of unknown keys are kept unchanged, including escapes"),
    ("unexpected end of hex escape", "half of a surrogate pair is kept in the same way"),
    ("recursion limit exceeded", "values of unknown keys may have any depth, and typed values one level more"),
];

/// Messages of the reader for text that is not JSON. All other errors are about JSON of another type.
const NO_JSON: &[&str] = &["invalid JSON", "the JSON text is truncated"];

/// The first byte selects the sample as whose type the rest is read.
pub fn check(input: &[u8]) -> Result<(), String> {
    let Some((&choice, text)) = input.split_first() else { return Ok(()) };
    let Some(round_trip) = ROUND_TRIPS.get(usize::from(choice) % ROUND_TRIPS.len()) else { return Ok(()) };
    check_sample(round_trip, text)
}

/// Reads the text as the type of every sample and ignores the first byte.
pub fn check_all(input: &[u8]) -> Result<(), String> {
    let Some((_, text)) = input.split_first() else { return Ok(()) };
    ROUND_TRIPS.iter().try_for_each(|round_trip| check_sample(round_trip, text))
}

fn check_sample(round_trip: &RoundTrip, text: &[u8]) -> Result<(), String> {
    // The target `tolerance` tests invalid UTF-8.
    let Ok(text) = str::from_utf8(text) else { return Ok(()) };
    let in_file = |why| format!("{}: {why}", round_trip.file);
    let results = (round_trip.compare_with_serde)(text);
    agrees_on_json(&results, text).map_err(in_file)?;
    if !is_rounded(text) && !text.contains(NUMBER_KEY) {
        agrees_on_values(results).map_err(in_file)?;
    }
    Ok(())
}

/// Verifies that the reader and serde_json agree on whether the text is JSON.
fn agrees_on_json(results: &SerdeComparison, text: &str) -> Result<(), String> {
    match (&results.own, serde_json::from_str::<Value>(text)) {
        (Ok(_), Err(error)) if !is_intended(&error) => Err(format!("text that is not JSON was accepted: {error}")),
        (Err(error), Ok(_)) if NO_JSON.iter().any(|message| error.to_string().contains(message)) => {
            Err(format!("JSON was rejected: {error}"))
        }
        _ => Ok(()),
    }
}

/// Verifies that all three ways accept the text and yield the same value, or reject it.
fn agrees_on_values(results: SerdeComparison) -> Result<(), String> {
    let SerdeComparison { own, text, value } = results;
    let text = text.and_then(|json| serde_json::from_str(&json));
    for (way, other) in [("from text", text), ("from a value", value)] {
        match (&own, other) {
            (Ok(own), Ok(other)) => {
                let own: Value =
                    serde_json::from_str(own).map_err(|error| format!("the serialized value is not JSON: {error}"))?;
                // In string fields, the reader keeps the notation of a number, which serde_json does not provide.
                if let Some(difference) = difference(&own, &other, Spelling::OfNumbers) {
                    return Err(format!("the value {way} differs: {difference}"));
                }
            }
            (Ok(_), Err(error)) if !is_intended(&error) => return Err(format!("rejected {way}: {error}")),
            (Err(error), Ok(_)) => return Err(format!("accepted {way}, although the reader rejects it: {error}")),
            _ => {}
        }
    }
    Ok(())
}

fn is_intended(error: &serde_json::Error) -> bool {
    let message = error.to_string();
    REFUSED_BY_SERDE_JSON.iter().any(|(start, _reason)| message.starts_with(start))
}

/// With its feature `arbitrary_precision`, serde_json treats an object with only this key as a number, and so does `Deserialize` of the crate.
const NUMBER_KEY: &str = "$serde_json::private::Number";

/// Whether the text may contain a number that serde_json changes: `-0` becomes a float; integers beyond 64 bits and decimal numbers with more
/// than 15 digits are rounded.
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
