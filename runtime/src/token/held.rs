//! The token in use, and its times.

use std::time::{Duration, Instant, SystemTime};

use super::CachedToken;
use crate::{Result, token::secret::Token};

/// In its last half hour, the server replaces a token, and both are valid. Before that, it returns the same one.
pub(super) const RENEWAL: Duration = Duration::from_secs(30 * 60);

/// A token this close to its end may have expired when the request arrives.
pub(super) const MARGIN: Duration = Duration::from_secs(60);

/// Tokens live for two hours. More than a day is an error of the server or a changed clock.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// A token that has expired according to the response is used for this long. If it has, the server refuses it; a request per call is avoided.
const SHORTEST_LIFE: Duration = Duration::from_secs(1);

/// The token in use. Its times do not depend on the system clock, which may be changed.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) token: Token,
    pub(super) cached: CachedToken,
    pub(super) renew_at: Instant,
    pub(super) ends_at: Instant,
}

impl Held {
    /// Creates the token of a response.
    pub(super) fn granted(token: &str, expire: i64) -> Result<Self> {
        let lifetime = Duration::from_secs(u64::try_from(expire).unwrap_or(0)).clamp(SHORTEST_LIFE, LONGEST_LIFE);
        let now = SystemTime::now();
        let cached = CachedToken::new(token, now.checked_add(lifetime).unwrap_or(now));
        Self::new(cached, lifetime)
    }

    /// Creates the token of a cache. `None` if it lives for less than `least`.
    pub(super) fn cached(cached: CachedToken, least: Duration) -> Result<Option<Self>> {
        let left = cached.expires_at().duration_since(SystemTime::now()).unwrap_or_default().min(LONGEST_LIFE);
        if left > least { Self::new(cached, left).map(Some) } else { Ok(None) }
    }

    fn new(cached: CachedToken, lifetime: Duration) -> Result<Self> {
        let now = Instant::now();
        let after = |time: Duration| now.checked_add(time).unwrap_or(now);
        Ok(Self {
            token: Token::new(cached.reveal())?,
            cached,
            renew_at: after(lifetime.saturating_sub(RENEWAL.min(lifetime / 2))),
            ends_at: after(lifetime.saturating_sub(MARGIN.min(lifetime / 10))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the milliseconds until the token is renewed, and until it ends.
    fn times(held: &Held) -> (u128, u128) {
        let now = Instant::now();
        let from_now = |moment: Instant| (moment.saturating_duration_since(now).as_millis() + 50) / 100 * 100;
        (from_now(held.renew_at), from_now(held.ends_at))
    }

    #[test]
    fn renews_inside_the_last_half_hour() -> Result<()> {
        assert_eq!(times(&Held::granted("t-1", 7200)?), (5_400_000, 7_140_000));
        assert_eq!(times(&Held::granted("t-1", 1800)?), (900_000, 1_740_000));
        Ok(())
    }

    #[test]
    fn limits_unusual_lifetimes() -> Result<()> {
        for dead in [i64::MIN, -7200, 0, 1] {
            assert_eq!(times(&Held::granted("t-1", dead)?), (500, 900), "{dead}");
        }
        assert_eq!(times(&Held::granted("t-1", 10)?), (5_000, 9_000));
        let day = 24 * 3_600_000;
        assert_eq!(times(&Held::granted("t-1", i64::MAX)?), (day - 1_800_000, day - 60_000));
        Ok(())
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_extend_a_token() -> Result<()> {
        let far = SystemTime::now() + Duration::from_secs(400 * 24 * 3600);
        let held = Held::cached(CachedToken::new("t-1", far), MARGIN)?;
        let day = 24 * 3_600_000;
        assert_eq!(held.as_ref().map(times), Some((day - 1_800_000, day - 60_000)));
        Ok(())
    }

    #[test]
    fn a_clock_that_was_set_forward_causes_a_fetch() -> Result<()> {
        for past in [0, 3600, u64::from(u32::MAX)] {
            let end = SystemTime::now().checked_sub(Duration::from_secs(past)).unwrap_or(SystemTime::UNIX_EPOCH);
            assert!(Held::cached(CachedToken::new("t-1", end), MARGIN)?.is_none(), "{past}");
        }
        Ok(())
    }
}
