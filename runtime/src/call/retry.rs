//! Whether a call that failed is made again, and after how long.

use std::time::Duration;

use crate::Error;

/// The pause after the first failure; it doubles with each one.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// No pause of our own is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// What a rate limit is waited for when the server does not say how long.
const USUAL_RESET: Duration = Duration::from_secs(1);

/// Rate windows are a minute at most: a server that says more is asked again after this.
const LONGEST_RESET: Duration = Duration::from_secs(60);

/// What to do about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Trying again does not help, or might do twice what must be done once.
    GiveUp,
    /// The token was refused: with another one, at once.
    OtherToken,
    /// The rate limit was hit: everybody waits for so long.
    Hold(Duration),
    /// After a pause.
    Again(Duration),
}

/// What to do after the failure of an attempt, the first being 1.
pub(crate) fn verdict(error: &Error, idempotent: bool, attempt: u32) -> Verdict {
    if error.is_quota_exhausted() {
        Verdict::GiveUp
    } else if error.is_rate_limited() {
        let reset = jittered_up(error.rate_limit().reset.unwrap_or(USUAL_RESET).clamp(USUAL_RESET, LONGEST_RESET));
        // Before it was sent, it was the endpoint of tokens that had enough; it may not be asked again any sooner than after any other failure.
        if error.was_sent() {
            Verdict::Hold(reset)
        } else {
            Verdict::Again(reset.max(error.pause().unwrap_or_default()))
        }
    } else if error.is_tenant_token_invalid() {
        Verdict::OtherToken
    } else if error.is_transient() && (idempotent || !error.was_sent()) {
        Verdict::Again(backoff(attempt).max(error.pause().unwrap_or_default()))
    } else {
        Verdict::GiveUp
    }
}

/// Twice as long with each attempt; between half of it and all of it, so that callers that failed together do not come back together.
pub(crate) fn backoff(attempt: u32) -> Duration {
    let doubled = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
    let pause = FIRST_PAUSE.saturating_mul(doubled).min(LONGEST_PAUSE);
    pause / 2 + (pause / 2).mul_f64(fastrand::f64())
}

/// Up to a tenth longer: several processes are told the same moment.
fn jittered_up(pause: Duration) -> Duration {
    pause + (pause / 10).mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Metadata, RateLimit, error::Detail};

    #[test]
    fn pauses_double_up_to_a_bound() {
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
        assert!((0..50).any(|_| jittered_up(USUAL_RESET) != jittered_up(USUAL_RESET)));
    }

    /// A rate limit, as an answer tells it.
    fn limited(reset: Option<u64>) -> Error {
        let rate_limit = RateLimit { reset: reset.map(Duration::from_secs), ..RateLimit::default() };
        let metadata = Metadata { status: 429, rate_limit, ..Metadata::default() };
        Error::api(99991400, "slow down".to_owned(), Detail::default()).with_answer(&metadata)
    }

    #[test]
    fn a_rate_limit_is_waited_for_as_long_as_the_server_says_within_reason() {
        for (reset, seconds) in
            [(None, 1), (Some(0), 1), (Some(1), 1), (Some(7), 7), (Some(61), 60), (Some(u64::MAX), 60)]
        {
            let Verdict::Hold(pause) = verdict(&limited(reset), true, 1) else { panic!("{reset:?}") };
            let least = Duration::from_secs(seconds);
            assert!((least..=least + least / 10).contains(&pause), "{reset:?}: {pause:?}");
        }
    }

    /// The endpoint of tokens had enough: nobody else is held, and it is not asked again before its own pause is over.
    #[test]
    fn a_rate_limit_before_anything_was_sent_holds_nobody() {
        let error = limited(Some(2)).unsent().with_pause(Duration::from_secs(20));
        assert_eq!(verdict(&error, true, 1), Verdict::Again(Duration::from_secs(20)));
        let Verdict::Again(pause) = verdict(&limited(Some(2)).unsent(), true, 1) else { panic!("no pause") };
        assert!(pause >= Duration::from_secs(2), "{pause:?}");
    }
}
