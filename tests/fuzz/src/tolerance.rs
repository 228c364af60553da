//! A documented response with odd values in places: what was not touched is delivered, what could not be read is a mismatch.

mod compare;
mod odd;
mod tree;
mod value;

use feishu_hire::mock::{Body, ROUND_TRIPS, RoundTrip};
use feishu_runtime::{Error, mock::samples::Tolerated};

use self::tree::Node;
use super::shown::{MARKER, nothing_personal};

/// The first byte says which operation's sample is changed, the others how: see [`odd::change`].
pub fn check(input: &[u8]) -> Result<(), String> {
    let Some((&choice, changes)) = input.split_first() else { return Ok(()) };
    let Some(round_trip) = responses().cycle().nth(usize::from(choice)) else { return Ok(()) };
    as_one(round_trip, changes)
}

/// The same changes to every operation's sample, whichever the first byte says.
pub fn check_all(input: &[u8]) -> Result<(), String> {
    let Some((_, changes)) = input.split_first() else { return Ok(()) };
    responses().try_for_each(|round_trip| as_one(round_trip, changes))
}

fn responses() -> impl Iterator<Item = &'static RoundTrip> + Clone {
    ROUND_TRIPS.iter().filter(|round_trip| round_trip.file.contains(".response."))
}

fn as_one(round_trip: &RoundTrip, changes: &[u8]) -> Result<(), String> {
    let told = |why| format!("{}: {why}", round_trip.file);
    let failed = |error: Error| told(format!("{error:?}"));
    // A documented value that is a mismatch itself is none of the changes.
    let untouched = (round_trip.run_tolerantly)(&Body::new(round_trip.sample)).map_err(failed)?;
    let data = serde_json::from_str(&untouched.json).map_err(|error| told(error.to_string()))?;
    let mut data = Node::untouched(data);
    odd::change(&mut data, changes);

    let body = envelope("0", &data);
    let tolerated = (round_trip.run_tolerantly)(&Body::new(body.clone())).map_err(failed)?;
    let delivered = odd::readable(&tolerated.json).map_err(told)?;
    compare::delivered(&data, &delivered, &tolerated.mismatches).map_err(told)?;
    shows_nothing(&tolerated).map_err(told)?;
    strict_agrees(round_trip, &body, &tolerated).map_err(told)?;
    code_wins(round_trip, &data, changes.len()).map_err(told)
}

fn envelope(code: &str, data: &Node) -> Vec<u8> {
    [format!(r#"{{"code":{code},"data":"#).as_bytes(), &data.json(), br#","msg":"ok"}"#].concat()
}

/// What did not fit and what no field took is not in `Debug`.
fn shows_nothing(tolerated: &Tolerated) -> Result<(), String> {
    let mismatches = format!("{:?}", tolerated.mismatches);
    for (what, shown, marker) in
        [("mismatches", &mismatches, MARKER), ("the data", &tolerated.debug, odd::UNKNOWN_MARKER)]
    {
        if shown.contains(marker) {
            return Err(format!("`Debug` of {what} shows a value: {shown}"));
        }
    }
    Ok(())
}

/// Strict reading is an error if anything did not fit, and otherwise the same.
fn strict_agrees(round_trip: &RoundTrip, body: &[u8], tolerated: &Tolerated) -> Result<(), String> {
    match (round_trip.run)(&Body::new(body)) {
        Ok(strict) if tolerated.mismatches.is_empty() && strict.json == tolerated.json => Ok(()),
        Ok(_) => Err(format!("strict reading accepts it, with {:?}", tolerated.mismatches)),
        Err(error) if tolerated.mismatches.is_empty() => Err(format!("strict reading refuses it: {error:?}")),
        Err(error) => nothing_personal(&error, body),
    }
}

/// A code other than 0 is the error, whatever the data and wherever the code stands; also if the body ends within the data.
fn code_wins(round_trip: &RoundTrip, data: &Node, seed: usize) -> Result<(), String> {
    let first = envelope("7", data);
    let last = [br#"{"data":"#.as_slice(), &data.json(), br#","code":7}"#].concat();
    let cut = first.get(..r#"{"code":7,"#.len() + seed % first.len()).unwrap_or(&first);
    for body in [cut, &first, &last] {
        for run in [
            |round_trip: &RoundTrip, body| (round_trip.run)(&body).err(),
            |round_trip: &RoundTrip, body| (round_trip.run_tolerantly)(&body).err(),
        ] {
            match run(round_trip, Body::new(body)) {
                Some(error) if error.code() == Some(7) => nothing_personal(&error, body)?,
                other => return Err(format!("the code is not the error: {other:?}")),
            }
        }
    }
    Ok(())
}
