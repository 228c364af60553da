//! Decides which failures of a download are retried, how often, and after which wait.

use std::time::Duration;

use tokio::time::Instant;

use crate::{Error, ErrorKind};

/// The wait before each retry. There are as many retries as waits.
const WAITS: [Duration; 2] = [Duration::from_millis(150), Duration::from_millis(450)];

/// Counts the attempts of a download.
#[derive(Clone, Debug)]
pub(super) struct Attempts {
    failed: usize,
    /// The maximum time between the first request for the file, or for its rest, and the start of a retry.
    timeout: Duration,
}

impl Attempts {
    #[inline]
    pub(super) fn new(timeout: Duration) -> Self {
        Self { failed: 0, timeout }
    }

    /// Counts a failed attempt whose connection was lost or silent within the file. Returns the wait before the request for the rest; `None` if no
    /// attempt is left.
    #[inline]
    pub(super) fn wait_for_rest(&mut self) -> Option<Duration> {
        let wait = WAITS.get(self.failed)?;
        self.failed += 1;
        Some(*wait)
    }

    /// Counts a failed attempt. Returns the wait before the next attempt; `None` if no attempt is left, if a retry cannot help, or if it would be
    /// too late.
    #[inline]
    pub(super) fn next_wait(&mut self, error: &Error, since: Instant) -> Option<Duration> {
        let wait = WAITS.get(self.failed)?;
        self.failed += 1;
        let wait = error.pause().unwrap_or_default().max(*wait);
        (may_succeed_later(error) && since.elapsed().saturating_add(wait) < self.timeout).then_some(wait)
    }
}

/// Whether the connection failed, or the server reported a temporary failure.
#[inline]
fn may_succeed_later(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport)
        || error.is_server_failure()
        || matches!(error.status(), Some(408 | 425 | 429))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Metadata;

    #[tokio::test(start_paused = true)]
    async fn waits_as_long_as_the_server_asks_for_up_to_the_timeout() {
        let start = Instant::now();
        let error = |status, pause: Option<u64>| {
            let error = Error::new(ErrorKind::Decode, "no").with_metadata(&Metadata::new(status));
            pause.into_iter().fold(error, |error, seconds| error.with_pause(Duration::from_secs(seconds)))
        };
        for (status, pause, millis) in [
            (503, None, Some(150)),
            (503, Some(0), Some(150)),
            (503, Some(5), Some(5000)),
            (429, Some(59), Some(59_000)),
            (429, Some(60), None),
            (429, Some(u64::MAX), None),
            (408, None, Some(150)),
            (425, None, Some(150)),
            (500, None, Some(150)),
            (404, Some(1), None),
            (416, None, None),
        ] {
            let wait = Attempts::new(Duration::from_secs(60)).next_wait(&error(status, pause), start);
            assert_eq!(wait, millis.map(Duration::from_millis), "{status} {pause:?}");
        }
        let mut attempts = Attempts::new(Duration::from_secs(60));
        let waits = [(); 4].map(|()| attempts.next_wait(&error(503, None), start).map(|wait| wait.as_millis()));
        assert_eq!(waits, [Some(150), Some(450), None, None]);
    }
}
