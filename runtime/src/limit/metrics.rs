//! The state of a rate limiter, for metrics.

use std::time::Duration;

/// The state of the rate limiter of one operation in one tenant, from [`Client::rate_limit_metrics`](crate::Client::rate_limit_metrics).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimitMetrics {
    /// Number of calls that wait for a permit.
    pub waiting_calls: usize,
    /// Number of calls that could be sent now; `None` for an operation without a limit. With Redis, an upper bound: only the calls of this
    /// process count.
    pub available_permits: Option<usize>,
    /// Time for which nothing is sent because Feishu asked for it (`x-ogw-ratelimit-reset`, `Retry-After`); `None` if it did not.
    pub hold: Option<Duration>,
}
