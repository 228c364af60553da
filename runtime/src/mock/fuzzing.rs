//! Ways in for the fuzz targets (`tests/fuzz`), to what no consumer calls by itself: the reading of answers, and addresses without a call.

use std::time::Duration;

use crate::{Call, Metadata, Result, mock::samples::Body, response::raw::RawResponse, token};

impl Body {
    /// The same body under another HTTP status.
    #[must_use]
    pub fn under(mut self, status: u16) -> Self {
        self.0.metadata.status = status;
        self
    }
}

/// The address that a call would go to, once every check is behind it.
///
/// # Errors
/// When the call is refused.
pub fn address(call: Call) -> Result<String> {
    Ok(call.prepare()?.url)
}

/// Reads an answer of a token endpoint: for how long its token is good.
///
/// # Errors
/// When it holds no token that can be sent.
pub fn token(status: u16, body: &[u8]) -> Result<Duration> {
    let metadata = Metadata { status, ..Metadata::default() };
    token::lifetime(&RawResponse { metadata, body: body.to_vec().into() })
}
