//! Round trips of documented samples: read into the type, written back.

use crate::{
    Metadata, Result,
    answer::Answer,
    wire::{Checker, Object, Read, Write, Written},
};

/// A documented sample, and the function that takes it through its type.
#[derive(Debug)]
pub struct RoundTrip {
    /// The sample's file.
    pub file: &'static str,
    /// The sample.
    pub sample: &'static str,
    /// Reads it and writes it back.
    pub run: fn(&str) -> Result<RoundTripped>,
}

/// What came back.
#[derive(Debug)]
pub struct RoundTripped {
    /// The body of a request; the `data` of an answer.
    pub json: serde_json::Value,
    /// Paths of the keys that no field took.
    pub unknown: Vec<String>,
}

/// Takes the sample of an answer through its type, envelope and all.
///
/// # Errors
/// When it does not fit.
pub fn response<T: Object + Read + Write>(sample: &str) -> Result<RoundTripped> {
    written(&Body::new(sample).read::<T>()?)
}

/// Takes the sample of a body through its type.
///
/// # Errors
/// When it does not fit.
pub fn request<T: Object + Read + Write>(sample: &str) -> Result<RoundTripped> {
    let mut body = T::default();
    body.read(&mut serde_json::Deserializer::from_str(sample)).map_err(unreadable)?;
    written(&body)
}

fn written<T: Write>(value: &T) -> Result<RoundTripped> {
    let json = serde_json::to_value(Written(value)).map_err(unreadable)?;
    Ok(RoundTripped { json, unknown: Checker::unknown_keys(value) })
}

fn unreadable(error: serde_json::Error) -> crate::Error {
    crate::Error::new(crate::ErrorKind::Decode, "the sample does not fit").with_source(error)
}

/// The body of a good answer, to be read as the client reads one; for measuring, and for answers that were kept.
#[derive(Debug)]
pub struct Body(Answer);

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
