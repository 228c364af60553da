//! Options of a single call.

use std::time::Duration;

use crate::{Result, response::raw::OnMismatch, token::secret::Token};

/// Options of a single call; everything else is as the client has it. One value can serve any number of calls.
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
    /// Creates options that change nothing.
    pub const fn new() -> Self {
        Self { timeout: None, max_retries: None, token: None, on_mismatch: None }
    }

    /// Limits the whole call, all its attempts and waits together. Default: the client's timeout.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Limits how often the call is retried. Default: as the client.
    pub const fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = Some(retries);
        self
    }

    /// Sends this token, a tenant's or a user's, which is neither renewed nor replaced. Default: the client's token.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the token is empty or has other text around it, such as `Bearer` or quotes.
    pub fn token(mut self, token: impl AsRef<str>) -> Result<Self> {
        self.token = Some(Token::given(token.as_ref())?);
        Ok(self)
    }

    /// Whether a response with a value that does not fit its documented type fails the call (`true`), or is delivered without the value,
    /// which is then among [`Metadata::mismatches`](crate::Metadata::mismatches). Default: as the client.
    pub const fn strict(mut self, strict: bool) -> Self {
        self.on_mismatch = Some(OnMismatch::of_strict(strict));
        self
    }
}
