//! The state of a rate limiter, for metrics.

use std::time::Duration;

/// The state of the rate limiter of one operation in one tenant, from [`Client::rate_limit_metrics`](crate::Client::rate_limit_metrics).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimitMetrics {
    /// Number of calls that wait for a permit.
    pub waiting_calls: usize,
    /// Number of calls that could be sent now; `None` for an operation without a limit. With Redis, this is an upper bound, because only the calls
    /// of this process are counted.
    pub available_permits: Option<usize>,
    /// Remaining time of a pause that Feishu asked for (`x-ogw-ratelimit-reset`, `Retry-After`); `None` without a pause.
    pub hold: Option<Duration>,
}
