//! Round trips of documented samples: decode into the type and encode again.

use bytes::Bytes;

use crate::{
    Error, ErrorKind, Metadata, Mismatch, Result,
    response::raw::{OnMismatch, RawResponse},
    wire::{Reader, Slot, unknown_keys, write_json},
};

/// A documented sample with its round-trip function.
#[derive(Debug)]
pub struct RoundTrip {
    /// File of the sample.
    pub file: &'static str,
    /// Text of the sample.
    pub sample: &'static str,
    /// Decodes the body and encodes it again.
    pub run: fn(&Body) -> Result<RoundTripped>,
}

/// Result of a round trip.
#[derive(Debug)]
pub struct RoundTripped {
    /// Request body, or `data` of a response, as JSON text.
    pub json: String,
    /// Paths of unknown keys.
    pub unknown: Vec<String>,
    /// Whether decoding the encoded text again returns an equal value.
    pub lasts: bool,
}

/// Decodes a response with its envelope and encodes its data.
///
/// # Errors
/// Returns an error if the body does not match the type.
pub fn response<T: Slot + PartialEq>(response: &Body) -> Result<RoundTripped> {
    written(&response.read::<T>()?)
}

/// Decodes a request body and encodes it again.
///
/// # Errors
/// Returns an error if the body does not match the type.
pub fn request<T: Slot + PartialEq>(request: &Body) -> Result<RoundTripped> {
    let text = str::from_utf8(&request.0.body).map_err(|_| unreadable("the text is not UTF-8"))?;
    written(&read_text::<T>(text)?)
}

fn read_text<T: Slot>(json: &str) -> Result<T> {
    let mut value = T::vacant();
    let mut reader = Reader::new(json);
    match reader.whole(&mut value) {
        Ok(()) => Ok(value),
        Err(_) => Err(unreadable(&reader.explanation())),
    }
}

fn written<T: Slot + PartialEq>(value: &T) -> Result<RoundTripped> {
    let json = write_json(value.view());
    let lasts = read_text::<T>(&json).is_ok_and(|again| again == *value && write_json(again.view()) == json);
    Ok(RoundTripped { json, unknown: unknown_keys(value.view()), lasts })
}

fn unreadable(why: &str) -> Error {
    Error::new(ErrorKind::Decode, format!("the sample does not fit: {why}"))
}

/// A response body, decoded in the same way as by the client. For benchmarks and stored responses.
#[derive(Debug)]
pub struct Body(pub(crate) RawResponse);

impl Body {
    /// Creates a body from a complete response: `{"code": 0, "data": …}`.
    pub fn new(body: impl Into<Vec<u8>>) -> Self {
        let metadata = Metadata { status: 200, ..Metadata::default() };
        Self(RawResponse { metadata, body: Bytes::from(body.into()) })
    }

    /// Decodes the data. A mismatch is an error.
    ///
    /// # Errors
    /// Returns an error if the body does not match the type, or if it is an error response.
    pub fn read<T: Slot>(&self) -> Result<T> {
        let mut data = T::vacant();
        self.0.read_data(&mut data, OnMismatch::Fail)?;
        Ok(data)
    }

    /// Decodes the data and returns it with the mismatches.
    ///
    /// # Errors
    /// Returns an error if the body is not a response, or if it is an error response.
    pub fn read_tolerantly<T: Slot>(&self) -> Result<(T, Vec<Mismatch>)> {
        let mut data = T::vacant();
        let mismatches = self.0.read_data(&mut data, OnMismatch::Keep)?;
        Ok((data, mismatches))
    }
}
