//! Counts of client-side results.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use feishu_hire::{Error, ErrorKind};

/// Counters shared by all workers.
#[derive(Debug, Default)]
pub(super) struct Counts {
    calls: AtomicU64,
    jobs: AtomicU64,
    retries: AtomicU64,
    items: AtomicU64,
    streams: AtomicU64,
    /// Successful writes.
    written: AtomicU64,
    /// Writes that were executed, but whose response was truncated.
    truncated: AtomicU64,
    /// Writes that timed out; whether they were executed is unknown.
    timed_out: AtomicU64,
    /// Writes that failed without being executed.
    not_written: AtomicU64,
    violations: Mutex<Vec<String>>,
}

/// Final counts.
#[derive(Clone, Debug)]
pub(crate) struct Totals {
    pub(crate) calls: u64,
    pub(crate) retries: u64,
    pub(crate) items: u64,
    pub(crate) streams: u64,
    pub(crate) written: u64,
    pub(crate) truncated: u64,
    pub(crate) timed_out: u64,
    pub(crate) not_written: u64,
    pub(crate) violations: Vec<String>,
}

impl Counts {
    /// Returns the number of the next job, or `None` if enough calls have been made.
    pub(super) fn next_job(&self, calls: u64) -> Option<u64> {
        (self.calls.load(Relaxed) < calls).then(|| self.jobs.fetch_add(1, Relaxed))
    }

    /// Records a call and returns its number, starting from 1.
    pub(super) fn record_call(&self, attempts: u32) -> u64 {
        self.retries.fetch_add(u64::from(attempts.saturating_sub(1)), Relaxed);
        self.calls.fetch_add(1, Relaxed) + 1
    }

    pub(super) fn record_stream(&self, items: u64) {
        self.streams.fetch_add(1, Relaxed);
        self.items.fetch_add(items, Relaxed);
    }

    /// Records a write. The server executes a call unless a fault replaces the response, so only an executed write can have a truncated response
    /// with HTTP status 200.
    pub(super) fn record_write(&self, failure: Option<&Error>) {
        let count = match failure.map(|error| (error.kind(), error.status())) {
            None => &self.written,
            Some((ErrorKind::Transport, Some(200))) => &self.truncated,
            Some((ErrorKind::Timeout, _)) => &self.timed_out,
            Some(_) => &self.not_written,
        };
        count.fetch_add(1, Relaxed);
    }

    /// Records a violation.
    pub(super) fn record_violation(&self, violation: String) {
        self.violations.lock().unwrap_or_else(PoisonError::into_inner).push(violation);
    }

    pub(super) fn totals(&self) -> Totals {
        let read = |count: &AtomicU64| count.load(Relaxed);
        Totals {
            calls: read(&self.calls),
            retries: read(&self.retries),
            items: read(&self.items),
            streams: read(&self.streams),
            written: read(&self.written),
            truncated: read(&self.truncated),
            timed_out: read(&self.timed_out),
            not_written: read(&self.not_written),
            violations: self.violations.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }
}
