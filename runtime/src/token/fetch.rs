//! One fetch of a token, and the callers that wait for it.
//!
//! A fetch is a separate task, so it continues if a caller gives up. But the runtime of the task may stop running. Therefore, the fetch records a
//! heartbeat, and the callers start another fetch if the heartbeat stops.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Notify;

use crate::{Result, token::secret::Token};

/// The interval at which a fetch records its heartbeat.
const HEARTBEAT: Duration = Duration::from_millis(250);

/// A fetch without a heartbeat for this long is abandoned, because its runtime does not run.
const LEASE: Duration = Duration::from_secs(2);

/// One fetch of a token.
pub(super) struct Fetch {
    progress: Mutex<Progress>,
    /// Wakes all waiting callers.
    changed: Notify,
}

enum Progress {
    Running { alive_at: Instant },
    Abandoned,
    Finished(Result<Token>),
}

impl Fetch {
    pub(super) fn new() -> Self {
        Self { progress: Mutex::new(Progress::Running { alive_at: Instant::now() }), changed: Notify::new() }
    }

    /// Runs the work of the fetch and records the heartbeat.
    pub(super) async fn run<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        loop {
            match tokio::time::timeout(HEARTBEAT, work.as_mut()).await {
                Ok(outcome) => return outcome,
                Err(_) => *self.progress() = Progress::Running { alive_at: Instant::now() },
            }
        }
    }

    pub(super) fn finish(&self, outcome: Result<Token>) {
        *self.progress() = Progress::Finished(outcome);
        self.changed.notify_waiters();
    }

    /// Marks the fetch as abandoned, because the runtime has dropped the task. A finished fetch remains finished.
    pub(super) fn abandon(&self) {
        let mut progress = self.progress();
        if matches!(*progress, Progress::Running { .. }) {
            *progress = Progress::Abandoned;
        }
        drop(progress);
        self.changed.notify_waiters();
    }

    /// Whether callers should stop waiting for the fetch.
    pub(super) fn is_abandoned(&self) -> bool {
        match &*self.progress() {
            Progress::Running { alive_at } => alive_at.elapsed() >= LEASE,
            Progress::Abandoned => true,
            Progress::Finished(_) => false,
        }
    }

    /// Waits for the outcome. `None` if the fetch is abandoned.
    pub(super) async fn wait(&self) -> Option<Result<Token>> {
        loop {
            // Created before the check, so that no change is missed.
            let changed = self.changed.notified();
            if let Progress::Finished(outcome) = &*self.progress() {
                return Some(match outcome {
                    Ok(token) => Ok(token.clone()),
                    Err(error) => Err(error.duplicate()),
                });
            }
            if self.is_abandoned() {
                return None;
            }
            let _ = tokio::time::timeout(LEASE, changed).await;
        }
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
