//! Timeouts that do not count the time in which an upload makes progress.
//!
//! How long an upload takes depends on the line. So it has no time in which it must be complete, but ends when it makes no progress.

use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::time::{Instant, timeout_at};

use crate::{Error, Result};

/// No timeout is longer, whatever the client is configured with: clocks end somewhere.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The total time in which the uploads of a call made progress.
#[derive(Clone, Debug, Default)]
pub(crate) struct UploadTime(Arc<AtomicU64>);

/// Adds the time from one piece of a body to the next.
#[derive(Debug)]
pub(crate) struct UploadClock {
    total: UploadTime,
    last: Option<Instant>,
}

/// A timeout.
#[derive(Clone, Debug)]
pub(crate) struct Timer {
    start: Instant,
    limit: Duration,
    upload: UploadTime,
    /// The upload time at the start.
    before: Duration,
}

impl UploadTime {
    fn get(&self) -> Duration {
        Duration::from_micros(self.0.load(Ordering::Relaxed))
    }
}

impl UploadClock {
    pub(crate) fn new(total: UploadTime) -> Self {
        Self { total, last: None }
    }

    /// The connection has accepted another piece.
    pub(crate) fn record_progress(&mut self) {
        let now = Instant::now();
        if let Some(last) = self.last.replace(now) {
            let micros = u64::try_from(now.duration_since(last).as_micros()).unwrap_or(u64::MAX);
            self.total.0.fetch_add(micros, Ordering::Relaxed);
        }
    }
}

impl Timer {
    /// Starts a timer.
    pub(crate) fn start(limit: Duration, upload: UploadTime) -> Self {
        let before = upload.get();
        Self { start: Instant::now(), limit: limit.min(LONGEST), upload, before }
    }

    /// Returns the time without progress that is allowed.
    pub(crate) fn limit(&self) -> Duration {
        self.limit
    }

    /// Returns when the time is over, unless an upload makes progress until then.
    pub(crate) fn deadline(&self) -> Instant {
        let uploading = self.upload.get().saturating_sub(self.before).min(LONGEST);
        self.start.checked_add(self.limit.saturating_add(uploading)).unwrap_or(self.start)
    }

    /// Runs a step until the time is over.
    pub(crate) async fn run<T>(&self, step: impl Future<Output = T>) -> Result<T> {
        let mut step = pin!(step);
        loop {
            let deadline = self.deadline();
            match timeout_at(deadline, step.as_mut()).await {
                Ok(output) => return Ok(output),
                Err(_) if self.deadline() > deadline => {}
                Err(_) => return Err(Error::late(self.limit)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records progress after each of these pauses, in seconds; then never ends.
    async fn upload(pauses: &[u64], total: &UploadTime) {
        let mut clock = UploadClock::new(total.clone());
        clock.record_progress();
        for pause in pauses {
            tokio::time::sleep(Duration::from_secs(*pause)).await;
            clock.record_progress();
        }
        std::future::pending().await
    }

    #[tokio::test(start_paused = true)]
    async fn ends_when_there_is_no_progress() {
        for (pauses, end) in
            [(&[][..], 30), (&[20], 50), (&[29, 29, 29], 117), (&[1; 1000], 1030), (&[29, 31], 59), (&[31], 30)]
        {
            let total = UploadTime::default();
            let (start, timer) = (Instant::now(), Timer::start(Duration::from_secs(30), total.clone()));
            let outcome = timer.run(upload(pauses, &total)).await;
            assert!(outcome.is_err_and(|error| error.is_timeout()), "{pauses:?}");
            assert_eq!(start.elapsed().as_secs(), end, "{pauses:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn counts_no_upload_from_before_its_start() {
        let total = UploadTime::default();
        let _ = Timer::start(Duration::from_secs(5), total.clone()).run(upload(&[3], &total)).await;
        let (start, timer) = (Instant::now(), Timer::start(Duration::from_secs(5), total.clone()));
        assert!(timer.run(std::future::pending::<()>()).await.is_err());
        assert_eq!(start.elapsed().as_secs(), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn takes_any_limit() -> Result<()> {
        let total = UploadTime::default();
        assert_eq!(Timer::start(Duration::MAX, total.clone()).run(async { 1 }).await?, 1);
        assert_eq!(Timer::start(Duration::ZERO, total).run(async { 1 }).await?, 1);
        Ok(())
    }
}
