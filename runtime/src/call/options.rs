//! Options of a single call.

use std::time::Duration;

use crate::{Result, response::raw::OnMismatch, token::secret::Token};

/// Options of a single call. They override the settings of the client. The same options can be used for any number of calls.
///
/// ```
/// use std::time::Duration;
/// use feishu_runtime::CallOptions;
///
/// let quick = CallOptions::new().timeout(Duration::from_secs(5)).max_retries(0);
/// # let _ = quick;
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) token: Option<Token>,
    pub(crate) on_mismatch: Option<OnMismatch>,
}

impl CallOptions {
    /// Creates options that override nothing.
    pub const fn new() -> Self {
        Self { timeout: None, max_retries: None, token: None, on_mismatch: None }
    }

    /// Sets the timeout of the whole call, including all attempts and waits. Default: the timeout of the client.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the maximum number of retries. Default: the setting of the client.
    pub const fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = Some(retries);
        self
    }

    /// Sets a tenant or user access token for the call. The token is neither refreshed nor replaced. Default: the token of the client.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the token is empty or has other text around it, such as `Bearer` or quotes.
    pub fn token(mut self, token: impl AsRef<str>) -> Result<Self> {
        self.token = Some(Token::supplied(token.as_ref())?);
        Ok(self)
    }

    /// Sets whether a value that does not fit its documented type fails the call. Default: the setting of the client.
    ///
    /// If `false`, the response is returned without the value, which is listed in [`Metadata::mismatches`](crate::Metadata::mismatches).
    pub const fn strict(mut self, strict: bool) -> Self {
        self.on_mismatch = Some(OnMismatch::of_strict(strict));
        self
    }
}
