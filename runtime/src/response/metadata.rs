//! The metadata of a response: status, log id, rate limit, attempts.

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::retry_after::retry_after;
use crate::Mismatch;

/// The data of a response together with its metadata.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    /// Data of the response.
    pub data: T,
    /// Metadata of the response.
    pub metadata: Metadata,
}

impl<T> Response<T> {
    /// Creates a response, for tests.
    ///
    /// # Examples
    ///
    /// ```
    /// use feishu_runtime::{Metadata, Response};
    ///
    /// let metadata = Metadata::new(200).with_log_id("20241127");
    /// let response = Response::from_parts(vec!["1", "2"], metadata);
    /// assert_eq!(response.data.len(), 2);
    /// assert_eq!(response.metadata.log_id.as_deref(), Some("20241127"));
    /// ```
    pub const fn from_parts(data: T, metadata: Metadata) -> Self {
        Self { data, metadata }
    }

    /// Returns the data and the metadata.
    pub fn into_parts(self) -> (T, Metadata) {
        (self.data, self.metadata)
    }
}

/// The metadata of a response.
///
/// Tests can create it with [`new`](Self::new) and the `with_…` methods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// HTTP status.
    pub status: u16,
    /// Id of the request in Feishu's logs (`x-tt-logid`, otherwise `x-request-id`), if the response has one. Feishu's support asks for it.
    pub log_id: Option<String>,
    /// Rate limit in the headers of the response.
    pub rate_limit: RateLimit,
    /// Time to wait before the next request (`Retry-After`), usually in a response of a gateway with HTTP status 429 or 503.
    pub retry_after: Option<Duration>,
    /// Number of attempts; 1 if the first one succeeded.
    pub attempts: u32,
    /// Time that the call waited for a rate limit permit, over all attempts. With Redis, this includes the requests to Redis.
    pub waited: Duration,
    /// Values that did not fit their documented type; usually empty. The fields of these values are empty in the data.
    pub mismatches: Vec<Mismatch>,
}

/// The rate limit in the headers of a response.
///
/// Feishu usually sends these headers only in the response to a request that exceeded the limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Maximum number of calls in a window (`x-ogw-ratelimit-limit`).
    pub limit: Option<u32>,
    /// Time until the limit resets (`x-ogw-ratelimit-reset`).
    pub reset: Option<Duration>,
}

impl Metadata {
    /// Creates the metadata of a response to a first attempt, with this HTTP status and otherwise empty.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use feishu_runtime::{Metadata, RateLimit};
    ///
    /// let metadata = Metadata::new(200)
    ///     .with_log_id("20241127")
    ///     .with_rate_limit(RateLimit::default().with_limit(50).with_reset(Duration::from_secs(1)))
    ///     .with_attempts(2);
    /// assert_eq!((metadata.status, metadata.attempts), (200, 2));
    /// ```
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self { status, attempts: 1, ..Self::default() }
    }

    /// Sets the id of the request in Feishu's logs.
    #[must_use]
    pub fn with_log_id(mut self, log_id: impl Into<String>) -> Self {
        self.log_id = Some(log_id.into());
        self
    }

    /// Sets the rate limit.
    #[must_use]
    pub fn with_rate_limit(mut self, rate_limit: RateLimit) -> Self {
        self.rate_limit = rate_limit;
        self
    }

    /// Sets the time to wait before the next request. Default: none.
    #[must_use]
    pub fn with_retry_after(mut self, pause: Duration) -> Self {
        self.retry_after = Some(pause);
        self
    }

    /// Sets the number of attempts. Default: 1.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the time that the call waited for a rate limit permit. Default: zero.
    #[must_use]
    pub fn with_waited(mut self, waited: Duration) -> Self {
        self.waited = waited;
        self
    }

    pub(crate) fn from_headers(status: u16, headers: &HeaderMap) -> Self {
        const LOG_ID: HeaderName = HeaderName::from_static("x-tt-logid");
        const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
        const LIMIT: HeaderName = HeaderName::from_static("x-ogw-ratelimit-limit");
        const RESET: HeaderName = HeaderName::from_static("x-ogw-ratelimit-reset");
        let text = |name| headers.get(name).and_then(header_text);
        let number = |name| text(name).and_then(|number| number.parse::<u64>().ok());
        Self {
            log_id: text(LOG_ID).or_else(|| text(REQUEST_ID)),
            rate_limit: RateLimit {
                limit: number(LIMIT).and_then(|limit| limit.try_into().ok()),
                reset: number(RESET).map(Duration::from_secs),
            },
            retry_after: retry_after(headers),
            ..Self::new(status)
        }
    }
}

/// Returns the text of a header value; `None` if it is blank. Bytes that are not UTF-8 are replaced.
pub(crate) fn header_text(value: &HeaderValue) -> Option<String> {
    let text = String::from_utf8_lossy(value.as_bytes());
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl RateLimit {
    /// Sets the maximum number of calls in a window.
    #[must_use]
    pub const fn with_limit(mut self, calls: u32) -> Self {
        self.limit = Some(calls);
        self
    }

    /// Sets the time until the limit resets.
    #[must_use]
    pub const fn with_reset(mut self, reset: Duration) -> Self {
        self.reset = Some(reset);
        self
    }
}
