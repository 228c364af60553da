//! Telling what failed on this machine from what failed on the way.

use std::{error::Error as StdError, fmt, io};

use crate::{Error, ErrorKind};

/// The file that was to be sent cannot be read.
#[derive(Debug)]
pub(crate) struct Unreadable(pub(super) io::Error);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the file to upload cannot be read: {}", self.0)
    }
}

impl StdError for Unreadable {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

/// What a request with a body failed from: the file behind the body, or whatever it is without one.
///
/// The HTTP library wraps the body's error into its own; trying again would not help, and nothing is wrong with the connection.
pub(crate) fn failure(error: reqwest::Error) -> Error {
    match unreadable(&error) {
        // An `io::Error` cannot be cloned; kind and text are what a caller looks at.
        Some(cause) => {
            let source = io::Error::new(cause.0.kind(), cause.0.to_string());
            Error::new(ErrorKind::Io, cause.to_string()).with_source(source)
        }
        None => Error::transport(error),
    }
}

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
