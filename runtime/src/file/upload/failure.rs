//! Distinguishes an unreadable local file from a failed connection.

use std::{error::Error as StdError, fmt, io};

use crate::Error;

pub(super) const UNREADABLE: &str = "the file to upload cannot be read";

/// The file to upload cannot be read.
#[derive(Debug)]
pub(crate) struct Unreadable(pub(super) io::Error);

impl fmt::Display for Unreadable {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(UNREADABLE)
    }
}

impl StdError for Unreadable {
    #[inline]
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

/// Converts the error of a request with a body: either the file could not be read, or the request failed.
///
/// The HTTP library wraps the error of the body in its own error. If the file could not be read, a retry does not help.
#[inline]
pub(crate) fn failure(error: reqwest::Error) -> Error {
    match unreadable(&error) {
        // An `io::Error` cannot be cloned; callers use its kind and text.
        Some(cause) => Error::io(UNREADABLE, io::Error::new(cause.0.kind(), cause.0.to_string())),
        None => Error::transport(error),
    }
}

#[inline]
fn unreadable(error: &reqwest::Error) -> Option<&Unreadable> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        cause = error.source();
    }
    None
}
