//! Decides whether a failed attempt is retried, and after which pause.

use std::time::Duration;

use crate::Error;

/// The pause after the first failure. It doubles with each further failure.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// The longest pause that the client chooses itself.
const MAX_PAUSE: Duration = Duration::from_secs(8);

/// The minimum pause after a rate limit error. It is also the pause if the response does not state one.
const DEFAULT_RESET: Duration = Duration::from_secs(1);

/// The maximum of `x-ogw-ratelimit-reset`. Feishu's rate limit windows are at most one minute long.
const MAX_RESET: Duration = Duration::from_secs(60);

/// The maximum of `Retry-After`, so that a single response cannot block an operation indefinitely.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(10 * 60);

/// The decision about a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Do not retry: it would not help, or the call might be executed twice.
    GiveUp,
    /// The token was refused: retry at once with another one.
    ReplaceToken,
    /// Retry after a pause.
    Retry(Duration),
}

/// Decides about a failed attempt. `attempt` starts at 1.
pub(crate) fn verdict(error: &Error, idempotent: bool, attempt: u32) -> Verdict {
    // The server asks for the first pause; a failed token fetch imposes the second one on all callers.
    let least = requested(error).max(error.pause()).unwrap_or_default();
    if error.is_quota_exhausted() {
        Verdict::GiveUp
    } else if error.is_rate_limited() {
        Verdict::Retry(least.max(DEFAULT_RESET))
    } else if error.is_tenant_token_invalid() {
        Verdict::ReplaceToken
    } else if error.is_transient() && (idempotent || !error.was_sent()) {
        Verdict::Retry(backoff(attempt).max(least))
    } else {
        Verdict::GiveUp
    }
}

/// Returns how long all calls of the operation must pause. They pause if the operation exceeded its rate limit, or if the server asks for a pause
/// with HTTP status 503.
///
/// An error of the token endpoint does not affect the operation.
pub(crate) fn hold(error: &Error) -> Option<Duration> {
    if !error.was_sent() || error.is_quota_exhausted() {
        None
    } else if error.is_rate_limited() {
        Some(jittered_up(requested(error).unwrap_or_default().max(DEFAULT_RESET)))
    } else if error.status() == Some(503) {
        requested(error).map(jittered_up)
    } else {
        None
    }
}

/// Returns the larger of `x-ogw-ratelimit-reset` and `Retry-After`, each limited to its maximum.
fn requested(error: &Error) -> Option<Duration> {
    let reset = error.rate_limit().reset.map(|reset| reset.min(MAX_RESET));
    reset.max(error.retry_after_header().map(|pause| pause.min(MAX_RETRY_AFTER)))
}

/// Returns the pause after a failed attempt. It doubles with each attempt. Up to half of it is random, so that callers whose attempts failed at the
/// same time do not retry at the same time.
pub(crate) fn backoff(attempt: u32) -> Duration {
    let doubled = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
    let pause = FIRST_PAUSE.saturating_mul(doubled).min(MAX_PAUSE);
    pause / 2 + (pause / 2).mul_f64(fastrand::f64())
}

/// Adds a random part of up to 10 %, because several processes may get the same pause from the server.
fn jittered_up(pause: Duration) -> Duration {
    pause + (pause / 10).mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorKind, Metadata, RateLimit, error::Detail};

    #[test]
    fn pauses_double_up_to_the_longest() {
        for (attempt, longest) in [(1, 250), (2, 500), (3, 1000), (6, 8000), (7, 8000), (40, 8000), (u32::MAX, 8000)] {
            for _ in 0..50 {
                let pause = backoff(attempt).as_millis();
                assert!((longest / 2..=longest).contains(&pause), "attempt {attempt}: {pause} ms");
            }
        }
    }

    #[test]
    fn pauses_differ() {
        assert!((0..50).any(|_| backoff(6) != backoff(6)));
        assert!((0..50).any(|_| jittered_up(DEFAULT_RESET) != jittered_up(DEFAULT_RESET)));
    }

    fn response(status: u16, reset: Option<u64>, retry_after: Option<u64>) -> Metadata {
        let rate_limit = RateLimit { reset: reset.map(Duration::from_secs), ..RateLimit::default() };
        Metadata { status, rate_limit, retry_after: retry_after.map(Duration::from_secs), ..Metadata::default() }
    }

    fn rate_limited(reset: Option<u64>, retry_after: Option<u64>) -> Error {
        let error = Error::api(99991400, "slow down".to_owned(), Detail::default());
        error.with_metadata(&response(429, reset, retry_after))
    }

    fn assert_pause(pause: Option<Duration>, seconds: u64) {
        let least = Duration::from_secs(seconds);
        assert!(pause.is_some_and(|pause| (least..=least + least / 10).contains(&pause)), "{seconds} s: {pause:?}");
    }

    #[test]
    fn a_rate_limit_holds_the_operation_for_the_larger_of_both_headers_within_reason() {
        let cases = [
            (None, None, 1),
            (Some(0), Some(0), 1),
            (Some(7), None, 7),
            (Some(7), Some(9), 9),
            (Some(9), Some(7), 9),
            (None, Some(90), 90),
            (Some(u64::MAX), None, 60),
            (Some(1), Some(u64::MAX), 600),
        ];
        for (reset, retry_after, seconds) in cases {
            let error = rate_limited(reset, retry_after);
            assert_pause(hold(&error), seconds);
            assert_eq!(verdict(&error, false, 1), Verdict::Retry(Duration::from_secs(seconds)));
        }
    }

    #[test]
    fn an_unavailable_server_holds_the_operation_only_with_retry_after() {
        let error =
            |retry_after| Error::new(ErrorKind::Decode, "down").with_metadata(&response(503, None, retry_after));
        assert_eq!(hold(&error(None)), None);
        assert_pause(hold(&error(Some(20))), 20);
        assert_eq!(verdict(&error(Some(20)), true, 1), Verdict::Retry(Duration::from_secs(20)));
        assert_eq!(verdict(&error(Some(20)), false, 1), Verdict::GiveUp, "it may have been executed");
    }

    #[test]
    fn a_rate_limit_of_the_token_endpoint_holds_no_operation() {
        let error = rate_limited(Some(2), None).unsent();
        assert_eq!((hold(&error), verdict(&error, false, 1)), (None, Verdict::Retry(Duration::from_secs(2))));
        let error = error.with_pause(Duration::from_secs(20));
        assert_eq!(verdict(&error, true, 1), Verdict::Retry(Duration::from_secs(20)));
    }
}
