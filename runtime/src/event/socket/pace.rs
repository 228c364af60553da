//! The intervals of pings and reconnections, which the server configures.

use std::time::Duration;

use crate::{
    UnknownFields,
    wire::{Reader, Slot},
};

/// Minimum pause between two attempts.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);

/// Maximum of any interval from the server.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The server's configuration of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    /// `None`: no limit.
    pub(super) max_attempts: Option<u32>,
    /// The pause before every attempt except the first one.
    pub(super) interval: Duration,
    /// The maximum random pause before the first attempt.
    pub(super) jitter: Duration,
    pub(super) ping: Duration,
}

/// The configuration as received, in seconds.
#[derive(Clone, Default)]
pub(super) struct ClientConfig {
    count: Option<i64>,
    interval: Option<i64>,
    nonce: Option<i64>,
    ping: Option<i64>,
    unknown_fields: UnknownFields,
}

crate::object!(ClientConfig {
    count: "ReconnectCount";
    interval: "ReconnectInterval";
    nonce: "ReconnectNonce";
    ping: "PingInterval";
});

impl Default for Pace {
    fn default() -> Self {
        Self {
            max_attempts: None,
            interval: Duration::from_secs(120),
            jitter: Duration::from_secs(30),
            ping: Duration::from_secs(120),
        }
    }
}

impl Pace {
    /// Applies the configuration from the server.
    pub(super) fn update(&mut self, config: &ClientConfig) {
        let seconds = |value: i64| u64::try_from(value).ok().map(|value| Duration::from_secs(value).min(LONGEST));
        if let Some(count) = config.count {
            self.max_attempts = u32::try_from(count).ok();
        }
        self.interval = config.interval.and_then(seconds).unwrap_or(self.interval);
        self.jitter = config.nonce.and_then(seconds).unwrap_or(self.jitter);
        self.ping = config.ping.and_then(seconds).filter(|ping| !ping.is_zero()).unwrap_or(self.ping);
    }

    /// Applies the configuration in a pong. A payload that is not a configuration is ignored.
    pub(super) fn update_from(&mut self, payload: &[u8]) {
        let Ok(text) = str::from_utf8(payload) else { return };
        let mut config = ClientConfig::vacant();
        if Reader::new(text).read_all(&mut config).is_ok() {
            self.update(&config);
        }
    }

    /// Returns the pause before the next attempt, after `attempts` failed ones.
    pub(super) fn pause(&self, attempts: u32) -> Duration {
        let pause = if attempts == 0 { self.jitter.mul_f64(fastrand::f64()) } else { self.interval };
        pause.max(SHORTEST_PAUSE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_of_the_server_is_applied() {
        let mut pace = Pace::default();
        for nothing in [&b""[..], b"null", b"{}", b"x", b"\xff", br#"{"PingInterval":0}"#, br#"{"PingInterval":-1}"#] {
            pace.update_from(nothing);
            assert_eq!(pace, Pace::default(), "{nothing:?}");
        }
        pace.update_from(br#"{"ReconnectCount":3,"ReconnectInterval":5,"ReconnectNonce":7,"PingInterval":90,"x":1}"#);
        let seconds = Duration::from_secs;
        let expected = Pace { max_attempts: Some(3), interval: seconds(5), jitter: seconds(7), ping: seconds(90) };
        assert_eq!(pace, expected);
        pace.update_from(br#"{"ReconnectCount":-1,"PingInterval":9223372036854775807}"#);
        assert_eq!((pace.max_attempts, pace.ping), (None, LONGEST));
    }

    #[test]
    fn the_first_pause_is_random_and_none_is_empty() {
        let pace = Pace::default();
        let pauses: Vec<_> = (0..100).map(|_| pace.pause(0)).collect();
        assert!(pauses.iter().all(|pause| *pause <= pace.jitter && *pause >= SHORTEST_PAUSE));
        assert!(pauses.iter().any(|pause| pauses.first() != Some(pause)));
        assert_eq!((pace.pause(1), pace.pause(9)), (pace.interval, pace.interval));
        let eager = Pace { interval: Duration::ZERO, jitter: Duration::ZERO, ..pace };
        assert_eq!((eager.pause(0), eager.pause(1)), (SHORTEST_PAUSE, SHORTEST_PAUSE));
    }
}
