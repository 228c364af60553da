//! Entry points for the fuzz targets (`tests/fuzz`), which decode responses and messages of a long connection and build URLs without sending a
//! request.

use std::time::Duration;

use crate::{Call, Metadata, Result, mock::samples::Body, response::raw::RawResponse, token};

impl Body {
    /// Returns the same body with another HTTP status.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.metadata.status = status;
        self
    }
}

/// Validates a call and returns its URL.
///
/// # Errors
/// Returns an error if the call is invalid.
pub fn address(call: Call) -> Result<String> {
    Ok(call.prepare()?.url)
}

/// Decodes a response of a token endpoint and returns the lifetime of the token.
///
/// # Errors
/// Returns an error if the response contains no usable token.
pub fn token(status: u16, body: &[u8]) -> Result<Duration> {
    let metadata = Metadata { status, ..Metadata::default() };
    token::lifetime(&RawResponse { metadata, body: body.to_vec().into() })
}

/// Decodes a message of a long connection and encodes it again. Returns `None` if the bytes are not a message.
#[cfg(feature = "events-socket")]
#[must_use]
pub fn frame(bytes: &[u8]) -> Option<Vec<u8>> {
    crate::event::Frame::decode(bytes).ok().map(|frame| frame.encode())
}
