//! Constructors of the errors that calls return, for tests of error handling.
//!
//! Each constructor uses the function that creates the error of a real call, and adds one failed attempt.

use std::{error::Error as StdError, time::Duration};

use super::{Detail, Error, code};
use crate::{
    Metadata, RateLimit, RawJson,
    operation::Operation,
    response::raw::{OnMismatch, RawResponse},
    wire::Slot as _,
};

impl Error {
    /// Creates the error of a response with an error code, for tests.
    ///
    /// The HTTP status, the log id and the rate limit are taken from `metadata`. Every `is_…` method returns the same result as for a real
    /// response with this code and status. Do not use code 0, which means success.
    ///
    /// # Examples
    ///
    /// ```
    /// use feishu_runtime::{Error, ErrorKind, Metadata};
    ///
    /// let error = Error::from_code(1002002, "parameter error", &Metadata::new(400).with_log_id("20241127"));
    /// assert_eq!((error.kind(), error.code(), error.status()), (ErrorKind::Api, Some(1002002), Some(400)));
    /// assert!(error.is_invalid_parameter());
    /// ```
    #[must_use]
    pub fn from_code(code: i64, message: impl Into<String>, metadata: &Metadata) -> Self {
        Self::api(code, message.into(), Detail::default()).with_metadata(metadata).after_one_attempt()
    }

    /// Creates the error that a call returns for this response body, for tests; `None` if the body means success.
    ///
    /// Use it for errors with details (`field_violations`, `permission_violations`) and for bodies that do not come from Feishu.
    ///
    /// # Examples
    ///
    /// ```
    /// use feishu_runtime::{Error, ErrorKind, Metadata};
    ///
    /// let body = r#"{
    ///     "code": 99992402,
    ///     "msg": "field validation failed",
    ///     "error": { "field_violations": [{ "field": "page_size", "value": "101", "description": "at most 100" }] }
    /// }"#;
    /// let error = Error::from_response(Metadata::new(400), body).ok_or("success")?;
    /// assert_eq!(error.field_violations()[0].field(), "page_size");
    ///
    /// let error = Error::from_response(Metadata::new(502), "<html>Bad Gateway</html>").ok_or("success")?;
    /// assert!(error.kind() == ErrorKind::Http && error.is_server_failure());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn from_response(metadata: Metadata, body: impl Into<String>) -> Option<Self> {
        let body: String = body.into();
        let mut data = RawJson::vacant();
        let outcome = RawResponse { metadata, body: body.into() }.read_data(&mut data, OnMismatch::Keep);
        outcome.err().map(Self::after_one_attempt)
    }

    /// Creates the error of a request that exceeded the rate limit, for tests.
    ///
    /// The error has HTTP status 429 and code 99991400. `reset` is the time to wait; Feishu states it in whole seconds.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use feishu_runtime::Error;
    ///
    /// let error = Error::rate_limited(Duration::from_secs(30));
    /// assert!(error.is_rate_limited() && error.was_sent());
    /// assert_eq!(error.rate_limit().reset, Some(Duration::from_secs(30)));
    /// ```
    #[must_use]
    pub fn rate_limited(reset: Duration) -> Self {
        let [(code, message), ..] = code::RATE_LIMITED;
        let metadata = Metadata::new(429).with_rate_limit(RateLimit::default().with_reset(reset));
        Self::from_code(code, message, &metadata)
    }

    /// Creates the error of a call whose wait for a rate limit permit would have exceeded its timeout, for tests. The request was not sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use feishu_runtime::Error;
    ///
    /// let error = Error::wait_exceeds_timeout(Duration::from_secs(120), Duration::from_secs(90));
    /// assert!(error.is_rate_limited() && error.is_timeout() && !error.was_sent());
    /// assert_eq!(error.retry_after(), Some(Duration::from_secs(120)));
    /// ```
    #[must_use]
    pub fn wait_exceeds_timeout(wait: Duration, timeout: Duration) -> Self {
        Self::wait_too_long(wait, timeout)
    }

    /// Creates the error of a connection that could not be established, for tests. The request was not sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::io;
    ///
    /// use feishu_runtime::{Error, ErrorKind};
    ///
    /// let error = Error::connect_failed(io::Error::from(io::ErrorKind::ConnectionRefused));
    /// assert!(error.is_connect() && !error.was_sent());
    /// ```
    #[must_use]
    pub fn connect_failed(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::no_connection(&*cause.into()).after_one_attempt()
    }

    /// Creates the error of a connection that was lost after the request was sent, for tests.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::io;
    ///
    /// use feishu_runtime::{Error, ErrorKind};
    ///
    /// let error = Error::connection_lost(io::Error::from(io::ErrorKind::ConnectionReset));
    /// assert!(error.kind() == ErrorKind::Transport && error.was_sent());
    /// ```
    #[must_use]
    pub fn connection_lost(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::broken("the connection was lost", &*cause.into()).after_one_attempt()
    }

    /// Creates the error of a request that was sent but got no response within the timeout, for tests.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use feishu_runtime::Error;
    ///
    /// let error = Error::timed_out(Duration::from_secs(30));
    /// assert!(error.is_timeout() && error.was_sent());
    /// ```
    #[must_use]
    pub fn timed_out(limit: Duration) -> Self {
        Self::response_timeout(limit).after_one_attempt()
    }

    /// Creates the error of a call that exceeded its timeout while it waited for a token, for tests. The request was not sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use feishu_runtime::Error;
    ///
    /// let error = Error::timed_out_before_sending(Duration::from_secs(30));
    /// assert!(error.is_timeout() && !error.was_sent());
    /// ```
    #[must_use]
    pub fn timed_out_before_sending(limit: Duration) -> Self {
        Self::timeout_before_sending("no token", limit).after_one_attempt()
    }

    /// Creates the error of a download whose link has expired, for tests.
    ///
    /// File servers respond with HTTP status 400, 401, 403, 404 or 410. The error of a download has no operation and no attempts.
    ///
    /// # Examples
    ///
    /// ```
    /// use feishu_runtime::{Error, Metadata};
    ///
    /// let error = Error::expired_link(&Metadata::new(403));
    /// assert!(error.is_link_expired() && !error.was_sent());
    /// ```
    #[must_use]
    pub fn expired_link(metadata: &Metadata) -> Self {
        Self::link_expired().with_metadata(metadata)
    }

    /// Sets the operation of an error that a test created.
    ///
    /// [`operation`](Self::operation), [`required_scopes`](Self::required_scopes) and `Display` use it.
    #[must_use]
    pub fn of_operation(self, operation: &'static Operation) -> Self {
        self.with_operation(operation)
    }

    fn after_one_attempt(self) -> Self {
        let attempt = self.to_attempt(Duration::ZERO);
        self.with_attempts(vec![attempt])
    }
}
