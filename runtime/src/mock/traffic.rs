//! Counts received and concurrent requests.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

/// Counts the requests of an operation or of the whole server.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    received: watch::Sender<usize>,
    concurrency: Mutex<Concurrency>,
}

#[derive(Debug, Default)]
struct Concurrency {
    now: usize,
    max: usize,
}

/// A request that is being processed.
pub(super) struct InFlight<'a>(&'a Traffic);

impl Traffic {
    /// Counts a request.
    pub(super) fn begin(&self) -> InFlight<'_> {
        let mut concurrency = self.concurrency();
        concurrency.now += 1;
        concurrency.max = concurrency.max.max(concurrency.now);
        drop(concurrency);
        self.received.send_modify(|received| *received += 1);
        InFlight(self)
    }

    /// Waits until this number of requests was received.
    pub(super) async fn wait_for(&self, requests: usize) {
        // The sender lives as long as `self`, so this cannot fail.
        let _ = self.received.subscribe().wait_for(|received| *received >= requests).await;
    }

    pub(super) fn max_in_flight(&self) -> usize {
        self.concurrency().max
    }

    fn concurrency(&self) -> MutexGuard<'_, Concurrency> {
        self.concurrency.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.concurrency().now -= 1;
    }
}
