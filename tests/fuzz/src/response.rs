//! Arbitrary bodies as responses of any operation: no panic, no personal data in errors, and values survive a round trip.

use feishu_hire::mock::{Body, ROUND_TRIPS, RoundTrip};
use serde_json::Value;

use super::shown::{MARKER, nothing_personal};

/// A success, an error of Feishu, and an error of a gateway. Other statuses are read like one of these.
const STATUSES: [u16; 3] = [200, 400, 502];

/// The first byte selects the sample as whose type the rest is read.
pub fn check(input: &[u8]) -> Result<(), String> {
    let Some((&choice, body)) = input.split_first() else { return Ok(()) };
    let Some(round_trip) = ROUND_TRIPS.get(usize::from(choice) % ROUND_TRIPS.len()) else { return Ok(()) };
    check_sample(round_trip, body)
}

/// Reads the body as the type of every sample and ignores the first byte, because its meaning changes when operations are added.
pub fn check_all(input: &[u8]) -> Result<(), String> {
    let Some((_, body)) = input.split_first() else { return Ok(()) };
    ROUND_TRIPS.iter().try_for_each(|round_trip| check_sample(round_trip, body))
}

fn check_sample(round_trip: &RoundTrip, body: &[u8]) -> Result<(), String> {
    let in_file = |why| format!("{}: {why}", round_trip.file);
    STATUSES.into_iter().try_for_each(|status| read(round_trip, status, body)).map_err(in_file)?;
    match marked(body) {
        Some(marked) => read(round_trip, 200, &marked).map_err(in_file),
        None => Ok(()),
    }
}

fn read(round_trip: &RoundTrip, status: u16, body: &[u8]) -> Result<(), String> {
    let first = match (round_trip.run)(&Body::new(body).with_status(status)) {
        Ok(came_back) => came_back,
        Err(error) => return nothing_personal(&error, body),
    };
    if !first.is_stable {
        return Err(format!("the value changes when it is read again: {}", first.json));
    }
    let written = if round_trip.file.contains(".request.") {
        first.json.clone()
    } else {
        format!(r#"{{"code":0,"data":{}}}"#, first.json)
    };
    match (round_trip.run)(&Body::new(written)) {
        Ok(second) if second.json == first.json => Ok(()),
        Ok(second) => Err(format!("{} became {}", first.json, second.json)),
        Err(error) => Err(format!("{} cannot be read back: {error:?}", first.json)),
    }
}

/// Returns the body with every string in its data replaced by a marker, so that errors can be searched for it.
fn marked(body: &[u8]) -> Option<Vec<u8>> {
    let mut json: Value = serde_json::from_slice(body).ok()?;
    mark(json.get_mut("data")?);
    Some(json.to_string().into_bytes())
}

fn mark(json: &mut Value) {
    match json {
        Value::String(text) => MARKER.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(mark),
        Value::Object(fields) => fields.values_mut().for_each(mark),
        _ => {}
    }
}
