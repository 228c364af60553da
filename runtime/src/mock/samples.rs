//! Round trips of documented samples, which are decoded into their type and encoded again.

use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::remove::remove;
use crate::{
    Error, ErrorKind, Metadata, Mismatch, Result,
    operation::DataLocation,
    response::raw::{OnMismatch, RawResponse, message_key},
    wire::{RawJson, Reader, Slot, unknown_keys, write_json},
};

/// A documented sample, with functions that decode JSON into its type and encode it again.
#[derive(Debug)]
pub struct RoundTrip {
    /// The file of the sample.
    pub file: &'static str,
    /// The text of the sample.
    pub sample: &'static str,
    /// The paths of the values in the data whose type is known to differ from the documentation, such as `items[].create_time`. `{}` stands for
    /// all values of a map.
    pub wrong_type: &'static [&'static str],
    /// Decodes the body and encodes it again.
    pub run: fn(&Body) -> Result<RoundTripResult>,
    /// Decodes the body of a response tolerantly and encodes its data again.
    pub run_tolerantly: fn(&Body) -> Result<TolerantResult>,
    /// Decodes a request body or the data of a response and encodes it again, both with this crate and with serde.
    pub compare_with_serde: fn(&str) -> SerdeComparison,
    kind: SampleKind,
}

/// The kind of a sample, which determines what surrounds its data.
#[derive(Clone, Copy, Debug)]
enum SampleKind {
    /// The body of a request, without an envelope.
    Request,
    /// The envelope of a response, with the data at this location.
    Response(DataLocation),
    /// The envelope of an event.
    Event,
}

/// The result of a round trip.
#[derive(Debug)]
pub struct RoundTripResult {
    /// The request body or the response data as JSON text.
    pub json: String,
    /// The paths of unknown keys.
    pub unknown: Vec<String>,
    /// Whether decoding the encoded text returns an equal value.
    pub is_stable: bool,
}

/// The result of a tolerant round trip.
#[derive(Debug)]
pub struct TolerantResult {
    /// The data as JSON text.
    pub json: String,
    /// The values that do not fit their documented type.
    pub mismatches: Vec<Mismatch>,
    /// The `Debug` output of the data.
    pub debug: String,
}

/// The results of the round trips of a JSON text with this crate and with serde.
#[derive(Debug)]
pub struct SerdeComparison {
    /// The result of the reader and the writer of this crate.
    pub own: Result<String>,
    /// The result of `serde_json::from_str` and `serde_json::to_string`.
    pub text: serde_json::Result<String>,
    /// The result of `serde_json::from_value` and `serde_json::to_value`.
    pub value: serde_json::Result<Value>,
}

impl RoundTrip {
    /// Describes the sample of a response with data of type `T`.
    #[must_use]
    pub const fn response<T: Slot + PartialEq + Serialize + DeserializeOwned>(
        file: &'static str,
        sample: &'static str,
    ) -> Self {
        Self::new::<T>(file, sample, SampleKind::Response(DataLocation::Field), response::<T>)
    }

    /// Describes the sample of a response with data of type `T` at the top level.
    #[must_use]
    pub const fn top_level_response<T: Slot + PartialEq + Serialize + DeserializeOwned>(
        file: &'static str,
        sample: &'static str,
    ) -> Self {
        let kind = SampleKind::Response(DataLocation::TopLevel);
        let round_trip = Self::new::<T>(file, sample, kind, top_level_response::<T>);
        Self { run_tolerantly: read_top_level_tolerantly::<T>, ..round_trip }
    }

    /// Describes the sample of a request with a body of type `T`.
    #[must_use]
    pub const fn request<T: Slot + PartialEq + Serialize + DeserializeOwned>(
        file: &'static str,
        sample: &'static str,
    ) -> Self {
        Self::new::<T>(file, sample, SampleKind::Request, request::<T>)
    }

    /// Describes the sample of an event with a payload of type `T`.
    #[must_use]
    pub const fn event<T: Slot + PartialEq + Serialize + DeserializeOwned>(
        file: &'static str,
        sample: &'static str,
    ) -> Self {
        Self::new::<T>(file, sample, SampleKind::Event, event::<T>)
    }

    const fn new<T: Slot + PartialEq + Serialize + DeserializeOwned>(
        file: &'static str,
        sample: &'static str,
        kind: SampleKind,
        run: fn(&Body) -> Result<RoundTripResult>,
    ) -> Self {
        Self {
            file,
            sample,
            wrong_type: &[],
            run,
            run_tolerantly: read_response_tolerantly::<T>,
            compare_with_serde: compare_with_serde::<T>,
            kind,
        }
    }

    /// Sets the paths of the values whose type differs from the documentation.
    #[must_use]
    pub const fn wrong_type(mut self, paths: &'static [&'static str]) -> Self {
        self.wrong_type = paths;
        self
    }

    /// Returns the sample of a request, the data of the sample of a response, or the payload of the sample of an event.
    ///
    /// # Errors
    /// Returns an error if the sample is not JSON.
    pub fn data(&self) -> serde_json::Result<Value> {
        let mut sample: Value = serde_json::from_str(self.sample)?;
        Ok(match self.kind {
            SampleKind::Request => sample,
            SampleKind::Response(DataLocation::Field) => take_field(&mut sample, "data"),
            SampleKind::Response(DataLocation::TopLevel) => without_envelope(sample),
            SampleKind::Event => take_field(&mut sample, "event"),
        })
    }

    /// Returns a body with this data, given as JSON, for [`run`](Self::run).
    #[must_use]
    pub fn body(&self, data: &str) -> Body {
        Body::new(match self.kind {
            SampleKind::Request => data.to_owned(),
            SampleKind::Response(DataLocation::Field) => format!(r#"{{"code":0,"data":{data}}}"#),
            SampleKind::Response(DataLocation::TopLevel) => {
                match data.trim_start().strip_prefix('{').map(str::trim_start) {
                    Some(fields) if !fields.starts_with('}') => format!(r#"{{"code":0,"msg":"",{fields}"#),
                    _ => r#"{"code":0}"#.to_owned(),
                }
            }
            SampleKind::Event => format!(r#"{{"event":{data}}}"#),
        })
    }

    /// Like [`data`](Self::data), without the values whose type [differs from the documentation](Self::wrong_type).
    ///
    /// # Errors
    /// Returns an error if the sample is not JSON.
    pub fn well_typed_data(&self) -> serde_json::Result<Value> {
        let mut data = self.data()?;
        self.wrong_type.iter().for_each(|path| remove(&mut data, path));
        Ok(data)
    }
}

fn take_field(sample: &mut Value, key: &str) -> Value {
    sample.get_mut(key).map(Value::take).unwrap_or_default()
}

/// Removes the fields of the envelope from a response with the data at the top level.
fn without_envelope(mut response: Value) -> Value {
    if let Some(fields) = response.as_object_mut() {
        let message = message_key(fields.contains_key("msg"));
        fields.retain(|key, _| !["code", message, "error"].contains(&key.as_str()));
    }
    response
}

fn response<T: Slot + PartialEq>(response: &Body) -> Result<RoundTripResult> {
    encode(&response.read::<T>()?)
}

fn top_level_response<T: Slot + PartialEq>(response: &Body) -> Result<RoundTripResult> {
    encode(&response.read_at::<T>(DataLocation::TopLevel, OnMismatch::Fail)?.0)
}

fn request<T: Slot + PartialEq>(request: &Body) -> Result<RoundTripResult> {
    encode(&read_text::<T>(request.text()?)?)
}

fn event<T: Slot + PartialEq>(event: &Body) -> Result<RoundTripResult> {
    let envelope = read_text::<crate::Map<RawJson>>(event.text()?)?;
    let payload = envelope.get("event").ok_or_else(|| decode_error("the event has no payload"))?;
    encode(&read_text::<T>(payload.as_str())?)
}

fn read_text<T: Slot>(json: &str) -> Result<T> {
    let mut value = T::vacant();
    let mut reader = Reader::new(json);
    match reader.read_all(&mut value) {
        Ok(()) => Ok(value),
        Err(_) => Err(decode_error(&reader.explanation())),
    }
}

fn encode<T: Slot + PartialEq>(value: &T) -> Result<RoundTripResult> {
    let json = write_json(value.view());
    let is_stable = read_text::<T>(&json).is_ok_and(|again| again == *value && write_json(again.view()) == json);
    Ok(RoundTripResult { json, unknown: unknown_keys(value.view()), is_stable })
}

fn read_response_tolerantly<T: Slot>(response: &Body) -> Result<TolerantResult> {
    response.read_tolerantly::<T>().map(encode_tolerated)
}

fn read_top_level_tolerantly<T: Slot>(response: &Body) -> Result<TolerantResult> {
    response.read_at::<T>(DataLocation::TopLevel, OnMismatch::Keep).map(encode_tolerated)
}

fn encode_tolerated<T: Slot>((value, mismatches): (T, Vec<Mismatch>)) -> TolerantResult {
    TolerantResult { json: write_json(value.view()), mismatches, debug: format!("{value:?}") }
}

fn compare_with_serde<T: Slot + Serialize + DeserializeOwned>(json: &str) -> SerdeComparison {
    let from_value = |value| serde_json::from_value::<T>(value);
    SerdeComparison {
        own: read_text::<T>(json).map(|value| write_json(value.view())),
        text: serde_json::from_str::<T>(json).and_then(|value| serde_json::to_string(&value)),
        value: serde_json::from_str(json).and_then(from_value).and_then(|value| serde_json::to_value(&value)),
    }
}

fn decode_error(why: &str) -> Error {
    Error::new(ErrorKind::Decode, format!("the sample does not fit: {why}"))
}

/// A response body that is decoded like a response to the client. Use it for benchmarks and stored responses.
#[derive(Debug)]
pub struct Body(pub(crate) RawResponse);

impl Body {
    /// Creates a body from a complete response: `{"code": 0, "data": …}`.
    pub fn new(body: impl Into<Vec<u8>>) -> Self {
        let metadata = Metadata { status: 200, ..Metadata::default() };
        Self(RawResponse { metadata, body: Bytes::from(body.into()) })
    }

    fn text(&self) -> Result<&str> {
        str::from_utf8(&self.0.body).map_err(|_| decode_error("the text is not UTF-8"))
    }

    /// Decodes the data. A mismatch is an error.
    ///
    /// # Errors
    /// Returns an error if the body does not match the type, or if it is an error response.
    pub fn read<T: Slot>(&self) -> Result<T> {
        Ok(self.read_at(DataLocation::Field, OnMismatch::Fail)?.0)
    }

    /// Decodes the data and returns it with the mismatches.
    ///
    /// # Errors
    /// Returns an error if the body is not a response, or if it is an error response.
    pub fn read_tolerantly<T: Slot>(&self) -> Result<(T, Vec<Mismatch>)> {
        self.read_at(DataLocation::Field, OnMismatch::Keep)
    }

    fn read_at<T: Slot>(&self, location: DataLocation, on_mismatch: OnMismatch) -> Result<(T, Vec<Mismatch>)> {
        let mut data = T::vacant();
        let mismatches = self.0.read_data_at(location, &mut data, on_mismatch)?;
        Ok((data, mismatches))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_removed_at_their_paths() {
        for (path, left) in [
            ("a", json!({ "b": [{ "c": 1, "d": 2 }], "e": { "x": { "f": 3 } } })),
            ("b[].c", json!({ "a": 0, "b": [{ "d": 2 }], "e": { "x": { "f": 3 } } })),
            ("b[]", json!({ "a": 0, "b": [], "e": { "x": { "f": 3 } } })),
            ("e{}.f", json!({ "a": 0, "b": [{ "c": 1, "d": 2 }], "e": { "x": {} } })),
            ("e{}", json!({ "a": 0, "b": [{ "c": 1, "d": 2 }], "e": {} })),
            ("z.a", json!({ "a": 0, "b": [{ "c": 1, "d": 2 }], "e": { "x": { "f": 3 } } })),
        ] {
            let mut value = json!({ "a": 0, "b": [{ "c": 1, "d": 2 }], "e": { "x": { "f": 3 } } });
            remove(&mut value, path);
            assert_eq!(value, left, "{path}");
        }
    }
}
