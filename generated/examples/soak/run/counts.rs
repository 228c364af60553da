//! What the client has seen.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use feishu_hire::{Error, ErrorKind};

/// Counted by all workers together.
#[derive(Debug, Default)]
pub(super) struct Counts {
    calls: AtomicU64,
    jobs: AtomicU64,
    retries: AtomicU64,
    items: AtomicU64,
    streams: AtomicU64,
    /// Writes that went well.
    written: AtomicU64,
    /// Writes that were carried out, and whose answer broke off.
    broken_off: AtomicU64,
    /// Writes that were late: nobody here knows whether they were carried out.
    late: AtomicU64,
    /// Writes that met a fault in place of being carried out.
    not_written: AtomicU64,
    failures: Mutex<Vec<String>>,
}

/// The counts at the end.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) calls: u64,
    pub(crate) retries: u64,
    pub(crate) items: u64,
    pub(crate) streams: u64,
    pub(crate) written: u64,
    pub(crate) broken_off: u64,
    pub(crate) late: u64,
    pub(crate) not_written: u64,
    pub(crate) failures: Vec<String>,
}

impl Counts {
    /// The number of the next job, as long as there are calls to make.
    pub(super) fn next_job(&self, calls: u64) -> Option<u64> {
        (self.calls.load(Relaxed) < calls).then(|| self.jobs.fetch_add(1, Relaxed))
    }

    /// A call has ended, after so many attempts; gives its number, the first being 1.
    pub(super) fn call(&self, attempts: u32) -> u64 {
        self.retries.fetch_add(u64::from(attempts.saturating_sub(1)), Relaxed);
        self.calls.fetch_add(1, Relaxed) + 1
    }

    pub(super) fn stream(&self, items: u64) {
        self.streams.fetch_add(1, Relaxed);
        self.items.fetch_add(items, Relaxed);
    }

    /// The server carries a call out unless a fault takes the place of its answer; only then can the answer break off under HTTP 200.
    pub(super) fn write(&self, failure: Option<&Error>) {
        let count = match failure.map(|error| (error.kind(), error.status())) {
            None => &self.written,
            Some((ErrorKind::Transport, Some(200))) => &self.broken_off,
            Some((ErrorKind::Timeout, _)) => &self.late,
            Some(_) => &self.not_written,
        };
        count.fetch_add(1, Relaxed);
    }

    /// What must not happen has happened.
    pub(super) fn failure(&self, what: String) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }

    pub(super) fn told(&self) -> Told {
        let read = |count: &AtomicU64| count.load(Relaxed);
        Told {
            calls: read(&self.calls),
            retries: read(&self.retries),
            items: read(&self.items),
            streams: read(&self.streams),
            written: read(&self.written),
            broken_off: read(&self.broken_off),
            late: read(&self.late),
            not_written: read(&self.not_written),
            failures: self.failures.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }
}
