//! Calls operations, and prints requests, responses and errors in all their forms.

use std::fmt;

use feishu_hire::{Client, Error, every_call};

use crate::capture::Capture;

/// The value of every sensitive string and every file in the emitted requests.
pub(crate) const PERSONAL: &str = "PERSONAL-VALUE";

/// Makes a call. Prints the request, the response or the error, and the sources of the error.
#[allow(deprecated)] // Deprecated operations are called too.
pub(crate) async fn make(
    capture: &Capture,
    client: &Client,
    operation: &str,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    macro_rules! call {
        ($request:expr) => {{
            let request = $request;
            capture.print(format_args!("{request:?} {request:#?}"));
            print(capture, request.send_with_metadata().await);
        }};
    }
    every_call!(operation, client, call, return Err(format!("{operation} does not exist").into()));
    Ok(())
}

pub(crate) fn print(capture: &Capture, outcome: Result<impl fmt::Debug, Error>) {
    capture.print(format_args!("{outcome:?} {outcome:#?}"));
    let Err(error) = outcome else { return };
    capture.print(format_args!("{error} {:?}", error.attempts()));
    let mut cause = std::error::Error::source(&error);
    while let Some(source) = cause {
        capture.print(format_args!("{source} {source:?}"));
        cause = source.source();
    }
}
