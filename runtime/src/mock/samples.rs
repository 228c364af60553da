//! Round trips of documented samples: read into the type, written back.

use bytes::Bytes;

use crate::{
    Error, ErrorKind, Metadata, Mismatch, Result,
    response::raw::{OnMismatch, RawResponse},
    wire::{Reader, Slot, unknown_keys, write_json},
};

/// A documented sample, and the function that takes it through its type.
#[derive(Debug)]
pub struct RoundTrip {
    /// The sample's file.
    pub file: &'static str,
    /// The sample.
    pub sample: &'static str,
    /// Reads a body of this kind and writes it back.
    pub run: fn(&Body) -> Result<RoundTripped>,
}

/// What came back.
#[derive(Debug)]
pub struct RoundTripped {
    /// The body of a request, or the `data` of a response, as JSON text.
    pub json: String,
    /// Paths of the keys that no field took.
    pub unknown: Vec<String>,
    /// Whether what was written, read again, is the same value.
    pub lasts: bool,
}

/// Reads a response into its type, envelope and all, and writes its data back.
///
/// # Errors
/// If it does not fit.
pub fn response<T: Slot + PartialEq>(response: &Body) -> Result<RoundTripped> {
    written(&response.read::<T>()?)
}

/// Reads the body of a request into its type and writes it back.
///
/// # Errors
/// If it does not fit.
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

/// The body of a response, to be read as the client reads one: for measuring, and for responses that were kept.
#[derive(Debug)]
pub struct Body(pub(crate) RawResponse);

impl Body {
    /// A whole response: `{"code": 0, "data": …}`.
    pub fn new(body: impl Into<Vec<u8>>) -> Self {
        let metadata = Metadata { status: 200, ..Metadata::default() };
        Self(RawResponse { metadata, body: Bytes::from(body.into()) })
    }

    /// Its data; a value that does not fit is an error.
    ///
    /// # Errors
    /// If it does not fit, or is the response of a failed call.
    pub fn read<T: Slot>(&self) -> Result<T> {
        let mut data = T::vacant();
        self.0.read_data(&mut data, OnMismatch::Fail)?;
        Ok(data)
    }

    /// Its data, and what did not fit.
    ///
    /// # Errors
    /// If it is no response, or that of a failed call.
    pub fn read_tolerantly<T: Slot>(&self) -> Result<(T, Vec<Mismatch>)> {
        let mut data = T::vacant();
        let mismatches = self.0.read_data(&mut data, OnMismatch::Keep)?;
        Ok((data, mismatches))
    }
}
