//! Requests other than calls of Feishu's API: to other servers, or without credentials.

use std::time::Duration;

use feishu_hire::reqwest::{Client, Error};

use crate::{failure::Failure, text::Text};

/// Timeout of a request.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Returns a client without redirects, with the proxies and certificates of the system.
pub(crate) fn client() -> Result<Client, Failure> {
    // The library leaves the choice for the process to the program. If it was made before, it stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder().timeout(TIMEOUT).redirect(feishu_hire::reqwest::redirect::Policy::none());
    builder.build().map_err(|error| Failure::Io(Text::foreign(causes(error))))
}

/// Returns the message of an error with its causes, without the URL, which may contain a secret.
pub(crate) fn causes(error: Error) -> String {
    let error = error.without_url();
    let mut messages = vec![error.to_string()];
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        messages.push(error.to_string());
        cause = error.source();
    }
    messages.dedup();
    messages.join(": ")
}
