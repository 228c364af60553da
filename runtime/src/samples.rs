//! Round trips of documented samples: read into the type, written back.

use crate::{
    Error, ErrorKind, Metadata, Result,
    answer::Answer,
    excerpt::without_values,
    wire::{Checker, Object, Read, Write, Written},
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
    /// The body of a request; the `data` of an answer.
    pub json: serde_json::Value,
    /// Paths of the keys that no field took.
    pub unknown: Vec<String>,
    /// Whether what was written, read again, is the same value.
    pub lasts: bool,
}

/// Takes an answer through its type, envelope and all.
///
/// # Errors
/// When it does not fit.
pub fn response<T: Object + Read + Write + PartialEq>(answer: &Body) -> Result<RoundTripped> {
    written(&answer.read::<T>()?)
}

/// Takes the body of a request through its type.
///
/// # Errors
/// When it does not fit.
pub fn request<T: Object + Read + Write + PartialEq>(request: &Body) -> Result<RoundTripped> {
    written(&read_text::<T>(&request.0.body)?)
}

fn read_text<T: Read>(json: &[u8]) -> Result<T> {
    let mut value = T::default();
    let mut from = serde_json::Deserializer::from_slice(json);
    value.read(&mut from).and_then(|()| from.end()).map_err(unreadable)?;
    Ok(value)
}

fn written<T: Read + Write + PartialEq>(value: &T) -> Result<RoundTripped> {
    let text = serde_json::to_vec(&Written(value)).map_err(unreadable)?;
    let json = serde_json::from_slice(&text).map_err(unreadable)?;
    let lasts = read_text::<T>(&text).is_ok_and(|again| again == *value);
    Ok(RoundTripped { json, unknown: Checker::unknown_keys(value), lasts })
}

/// Not with its source: that names the value it stumbled over.
fn unreadable(error: serde_json::Error) -> Error {
    let why = without_values(&error.to_string());
    Error::new(ErrorKind::Decode, format!("the sample does not fit: {why}"))
}

/// The body of a good answer, to be read as the client reads one; for measuring, and for answers that were kept.
#[derive(Debug)]
pub struct Body(pub(crate) Answer);

impl Body {
    /// A whole answer: `{"code": 0, "data": …}`.
    pub fn new(body: impl Into<Vec<u8>>) -> Self {
        Self(Answer { metadata: Metadata { status: 200, ..Metadata::default() }, body: body.into() })
    }

    /// Its data.
    ///
    /// # Errors
    /// When it does not fit, or is the answer of a failed call.
    pub fn read<T: Read>(&self) -> Result<T> {
        self.0.data()
    }
}
