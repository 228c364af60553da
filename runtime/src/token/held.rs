//! The current token, with the times at which it is refreshed and expires.

use std::time::{Duration, Instant, SystemTime};

use super::CachedToken;
use crate::{Result, token::secret::Token};

/// The remaining lifetime at which a token is refreshed. In the last half hour, Feishu issues a new token, and both tokens are valid. Before that,
/// it returns the same token.
pub(super) const REFRESH_BEFORE: Duration = Duration::from_secs(30 * 60);

/// The minimum remaining lifetime of a token in use. With less, it may expire before the request arrives.
pub(super) const MARGIN: Duration = Duration::from_secs(60);

/// The maximum lifetime. Tokens are valid for two hours, so more than a day means an error of the server or a changed clock.
const MAX_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// The minimum lifetime. A token that has expired according to the response is used for this long, to avoid a token request for every call. If it has
/// really expired, the server refuses it.
const MIN_LIFETIME: Duration = Duration::from_secs(1);

/// The current token. Its times do not depend on the system clock, which may change.
#[derive(Clone, Debug)]
pub(super) struct HeldToken {
    pub(super) token: Token,
    pub(super) cached: CachedToken,
    pub(super) refresh_at: Instant,
    pub(super) ends_at: Instant,
}

impl HeldToken {
    /// Creates a token from a response. `expire` is the lifetime in seconds.
    pub(super) fn granted(token: &str, expire: i64) -> Result<Self> {
        let lifetime = Duration::from_secs(u64::try_from(expire).unwrap_or(0)).clamp(MIN_LIFETIME, MAX_LIFETIME);
        let now = SystemTime::now();
        let cached = CachedToken::new(token, now.checked_add(lifetime).unwrap_or(now));
        Self::new(cached, lifetime)
    }

    /// Creates a token from the cache; `None` if its remaining lifetime does not exceed `least`.
    pub(super) fn cached(cached: CachedToken, least: Duration) -> Result<Option<Self>> {
        let left = cached.expires_at().duration_since(SystemTime::now()).unwrap_or_default().min(MAX_LIFETIME);
        if left > least { Self::new(cached, left).map(Some) } else { Ok(None) }
    }

    fn new(cached: CachedToken, lifetime: Duration) -> Result<Self> {
        let now = Instant::now();
        let after = |time: Duration| now.checked_add(time).unwrap_or(now);
        Ok(Self {
            token: Token::new(cached.reveal())?,
            cached,
            refresh_at: after(lifetime.saturating_sub(REFRESH_BEFORE.min(lifetime / 2))),
            ends_at: after(lifetime.saturating_sub(MARGIN.min(lifetime / 10))),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the milliseconds until the token is refreshed, and until it ends.
    fn times(held: &HeldToken) -> (u128, u128) {
        let now = Instant::now();
        let from_now = |moment: Instant| (moment.saturating_duration_since(now).as_millis() + 50) / 100 * 100;
        (from_now(held.refresh_at), from_now(held.ends_at))
    }

    #[test]
    fn a_token_is_refreshed_in_its_last_half_hour() -> Result<()> {
        assert_eq!(times(&HeldToken::granted("t-1", 7200)?), (5_400_000, 7_140_000));
        assert_eq!(times(&HeldToken::granted("t-1", 1800)?), (900_000, 1_740_000));
        Ok(())
    }

    #[test]
    fn unusual_lifetimes_are_limited() -> Result<()> {
        for dead in [i64::MIN, -7200, 0, 1] {
            assert_eq!(times(&HeldToken::granted("t-1", dead)?), (500, 900), "{dead}");
        }
        assert_eq!(times(&HeldToken::granted("t-1", 10)?), (5_000, 9_000));
        let day = 24 * 3_600_000;
        assert_eq!(times(&HeldToken::granted("t-1", i64::MAX)?), (day - 1_800_000, day - 60_000));
        Ok(())
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_extend_a_token() -> Result<()> {
        let far = SystemTime::now() + Duration::from_secs(400 * 24 * 3600);
        let held = HeldToken::cached(CachedToken::new("t-1", far), MARGIN)?;
        let day = 24 * 3_600_000;
        assert_eq!(held.as_ref().map(times), Some((day - 1_800_000, day - 60_000)));
        Ok(())
    }

    #[test]
    fn a_clock_that_was_set_forward_causes_a_fetch() -> Result<()> {
        for past in [0, 3600, u64::from(u32::MAX)] {
            let end = SystemTime::now().checked_sub(Duration::from_secs(past)).unwrap_or(SystemTime::UNIX_EPOCH);
            assert!(HeldToken::cached(CachedToken::new("t-1", end), MARGIN)?.is_none(), "{past}");
        }
        Ok(())
    }
}
