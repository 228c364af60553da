//! What comes with an answer beside its data.

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName};

/// An answer with what came beside its data.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    /// The data of the answer.
    pub data: T,
    /// What came beside it.
    pub metadata: Metadata,
}

/// What comes with an answer beside its data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// HTTP status.
    pub status: u16,
    /// The id of the call in Feishu's logs; support asks for it. Absent when the answer has none.
    pub log_id: Option<String>,
    /// What the answer said of the rate limit.
    pub rate_limit: RateLimit,
    /// How many attempts it took; 1 when the first one went well.
    pub attempts: u32,
    /// How long the call waited for a place within the rate limit, all attempts together; with Redis, the question to it included.
    pub waited: Duration,
}

/// What an answer said of the rate limit; usually only an answer that hit it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Most calls in a window (`x-ogw-ratelimit-limit`).
    pub limit: Option<u32>,
    /// How long until calls are taken again (`x-ogw-ratelimit-reset`).
    pub reset: Option<Duration>,
}

impl Metadata {
    pub(crate) fn new(status: u16, headers: &HeaderMap) -> Self {
        const LOG_ID: HeaderName = HeaderName::from_static("x-tt-logid");
        const LIMIT: HeaderName = HeaderName::from_static("x-ogw-ratelimit-limit");
        const RESET: HeaderName = HeaderName::from_static("x-ogw-ratelimit-reset");
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        Self {
            status,
            log_id: text(LOG_ID).map(str::to_owned),
            rate_limit: RateLimit {
                limit: text(LIMIT).and_then(|limit| limit.trim().parse().ok()),
                reset: text(RESET).and_then(|seconds| seconds.trim().parse().ok()).map(Duration::from_secs),
            },
            attempts: 1,
            waited: Duration::ZERO,
        }
    }
}
