//! Documented responses with some unusual values: unchanged values are delivered, and unreadable ones are mismatches.

mod compare;
mod tree;
mod unusual;
mod value;

use feishu_hire::mock::{Body, ROUND_TRIPS, RoundTrip};
use feishu_runtime::{Error, mock::samples::TolerantResult};

use self::tree::Node;
use super::shown::{MARKER, nothing_personal};

/// The first byte selects the sample. The other bytes are the changes, see [`unusual::change`].
pub fn check(input: &[u8]) -> Result<(), String> {
    let Some((&choice, changes)) = input.split_first() else { return Ok(()) };
    let Some(round_trip) = responses().cycle().nth(usize::from(choice)) else { return Ok(()) };
    check_sample(round_trip, changes)
}

/// Applies the changes to every sample and ignores the first byte.
pub fn check_all(input: &[u8]) -> Result<(), String> {
    let Some((_, changes)) = input.split_first() else { return Ok(()) };
    responses().try_for_each(|round_trip| check_sample(round_trip, changes))
}

fn responses() -> impl Iterator<Item = &'static RoundTrip> + Clone {
    ROUND_TRIPS.iter().filter(|round_trip| round_trip.file.contains(".response."))
}

fn check_sample(round_trip: &RoundTrip, changes: &[u8]) -> Result<(), String> {
    let in_file = |why| format!("{}: {why}", round_trip.file);
    let failed = |error: Error| in_file(format!("{error:?}"));
    // Documented values that are mismatches themselves are removed first.
    let unchanged = (round_trip.run_tolerantly)(&Body::new(round_trip.sample)).map_err(failed)?;
    let data = serde_json::from_str(&unchanged.json).map_err(|error| in_file(error.to_string()))?;
    let mut data = Node::unchanged(data);
    unusual::change(&mut data, changes);

    let body = envelope("0", &data);
    let tolerated = (round_trip.run_tolerantly)(&Body::new(body.clone())).map_err(failed)?;
    let delivered = unusual::readable(&tolerated.json).map_err(in_file)?;
    compare::delivered(&data, &delivered, &tolerated.mismatches).map_err(in_file)?;
    shows_nothing(&tolerated).map_err(in_file)?;
    strict_agrees(round_trip, &body, &tolerated).map_err(in_file)?;
    code_takes_precedence(round_trip, &data, changes.len()).map_err(in_file)
}

fn envelope(code: &str, data: &Node) -> Vec<u8> {
    [format!(r#"{{"code":{code},"data":"#).as_bytes(), &data.json(), br#","msg":"ok"}"#].concat()
}

/// Verifies that `Debug` shows neither mismatches nor values of unknown keys.
fn shows_nothing(tolerated: &TolerantResult) -> Result<(), String> {
    let mismatches = format!("{:?}", tolerated.mismatches);
    for (what, shown, marker) in
        [("mismatches", &mismatches, MARKER), ("the data", &tolerated.debug, unusual::UNKNOWN_MARKER)]
    {
        if shown.contains(marker) {
            return Err(format!("`Debug` of {what} shows a value: {shown}"));
        }
    }
    Ok(())
}

/// Verifies that strict reading fails if there is a mismatch, and otherwise has the same result.
fn strict_agrees(round_trip: &RoundTrip, body: &[u8], tolerated: &TolerantResult) -> Result<(), String> {
    match (round_trip.run)(&Body::new(body)) {
        Ok(strict) if tolerated.mismatches.is_empty() && strict.json == tolerated.json => Ok(()),
        Ok(_) => Err(format!("strict reading accepts a body with the mismatches {:?}", tolerated.mismatches)),
        Err(error) if tolerated.mismatches.is_empty() => {
            Err(format!("strict reading rejects a body without mismatches: {error:?}"))
        }
        Err(error) => nothing_personal(&error, body),
    }
}

/// Verifies that a code other than 0 is the error, for any data and position of the code, even if the body ends within the data.
fn code_takes_precedence(round_trip: &RoundTrip, data: &Node, seed: usize) -> Result<(), String> {
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
                other => return Err(format!("the error does not have the code: {other:?}")),
            }
        }
    }
    Ok(())
}
