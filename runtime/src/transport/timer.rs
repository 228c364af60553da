//! Timeouts that do not count the time in which an upload makes progress.
//!
//! The duration of an upload depends on the speed of the connection. Therefore, an upload has no total timeout: it ends if it makes no progress.

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

/// The maximum of any timeout, because clocks cannot represent arbitrary times.
const MAX_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The total time in which the uploads of a call made progress.
#[derive(Clone, Debug, Default)]
pub(crate) struct UploadTime(Arc<AtomicU64>);

/// Measures the time between the pieces of a body and adds it to the total.
#[derive(Debug)]
pub(crate) struct UploadClock {
    total: UploadTime,
    last: Option<Instant>,
}

/// A timeout that is extended while an upload makes progress.
#[derive(Clone, Debug)]
pub(crate) struct Timer {
    start: Instant,
    limit: Duration,
    upload: UploadTime,
    /// The total upload time when the timer was started.
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

    /// Records that the connection has accepted another piece.
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
        Self { start: Instant::now(), limit: limit.min(MAX_TIMEOUT), upload, before }
    }

    /// Returns the timeout, excluding the time in which an upload makes progress.
    pub(crate) fn limit(&self) -> Duration {
        self.limit
    }

    /// Returns the deadline. It moves later while an upload makes progress.
    pub(crate) fn deadline(&self) -> Instant {
        let uploading = self.upload.get().saturating_sub(self.before).min(MAX_TIMEOUT);
        self.start.checked_add(self.limit.saturating_add(uploading)).unwrap_or(self.start)
    }

    /// Runs a step until the deadline.
    pub(crate) async fn run<T>(&self, step: impl Future<Output = T>) -> Result<T> {
        let mut step = pin!(step);
        loop {
            let deadline = self.deadline();
            match timeout_at(deadline, step.as_mut()).await {
                Ok(output) => return Ok(output),
                Err(_) if self.deadline() > deadline => {}
                Err(_) => return Err(Error::response_timeout(self.limit)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records progress after each of these pauses, in seconds. The future never ends.
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
    async fn a_step_without_progress_times_out() {
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
    async fn progress_before_the_start_does_not_count() {
        let total = UploadTime::default();
        let _ = Timer::start(Duration::from_secs(5), total.clone()).run(upload(&[3], &total)).await;
        let (start, timer) = (Instant::now(), Timer::start(Duration::from_secs(5), total.clone()));
        assert!(timer.run(std::future::pending::<()>()).await.is_err());
        assert_eq!(start.elapsed().as_secs(), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn any_limit_is_accepted() -> Result<()> {
        let total = UploadTime::default();
        assert_eq!(Timer::start(Duration::MAX, total.clone()).run(async { 1 }).await?, 1);
        assert_eq!(Timer::start(Duration::ZERO, total).run(async { 1 }).await?, 1);
        Ok(())
    }
}
