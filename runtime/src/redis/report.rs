//! Reports to Redis that no caller waits for, in the order in which the events happened.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::runtime::Handle;

use super::{
    link::{Link, Request},
    script,
};

/// The largest number of reports in one batch.
const BATCH: usize = 256;

/// A task that sends one batch for longer than this is on a runtime that does not run.
const LONGEST_BATCH: Duration = Duration::from_secs(2);

/// An event. If Redis is away and does not hear of it, it learns it from the process's own log later.
#[derive(Debug)]
pub(super) enum Report {
    /// A call got its response, or is in flight for a lease of this many microseconds. Redis keeps the calls of its rate limiter for `keep`
    /// milliseconds.
    Counted { key: String, call: String, lease: u64, keep: u64 },
    /// A call that had a permit, or asked for one, was not sent.
    Unsent { key: String, call: String },
    /// No process sends a call for some time.
    Hold { key: String, milliseconds: u64 },
}

/// Takes reports from anywhere, such as from a future that is dropped. A task sends them, and ends when all are sent.
#[derive(Debug, Default)]
pub(super) struct Reporter(Mutex<Queue>);

#[derive(Debug, Default)]
struct Queue {
    reports: VecDeque<Report>,
    /// When the task that sends reports began its batch; `None` if there is no such task.
    busy_since: Option<Instant>,
}

impl Reporter {
    pub(super) fn send(self: &Arc<Self>, link: &Arc<Link>, report: Report) {
        let mut queue = self.queue();
        queue.reports.push_back(report);
        let is_busy = queue.busy_since.is_some_and(|since| since.elapsed() < LONGEST_BATCH);
        // Without a runtime the report waits for the next one; the lease in Redis ends by itself.
        if let (false, Ok(runtime)) = (is_busy, Handle::try_current()) {
            queue.busy_since = Some(Instant::now());
            runtime.spawn(send_all(Arc::clone(self), Arc::clone(link)));
        }
    }

    fn next_batch(&self) -> Vec<Report> {
        let mut queue = self.queue();
        let count = queue.reports.len().min(BATCH);
        queue.busy_since = (count > 0).then(Instant::now);
        queue.reports.drain(..count).collect()
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn send_all(reporter: Arc<Reporter>, link: Arc<Link>) {
    loop {
        let batch = reporter.next_batch();
        if batch.is_empty() {
            return;
        }
        send_batch(&link, batch).await;
    }
}

async fn send_batch(link: &Link, batch: Vec<Report>) {
    let mut rest = batch.into_iter().peekable();
    while let Some(report) = rest.next() {
        match report {
            Report::Counted { key, call, lease, keep } => {
                let mut calls = vec![call];
                let same = |next: &Report| matches!(next, Report::Counted { key: of, lease: other, .. } if *of == key && *other == lease);
                while let Some(Report::Counted { call, .. }) = rest.next_if(same) {
                    calls.push(call);
                }
                let mut counted = script::COUNTED.prepare_invoke();
                counted.key(key).arg(lease).arg(keep).arg(calls);
                let _ = link.ask::<i64>(Request::Script(&counted)).await;
            }
            Report::Unsent { key, call } => {
                let _ = link.ask::<i64>(Request::Command(redis::cmd("ZREM").arg(key).arg(call))).await;
            }
            Report::Hold { key, milliseconds } => {
                let mut hold = script::HOLD.prepare_invoke();
                hold.key(key).arg(milliseconds);
                let _ = link.ask::<i64>(Request::Script(&hold)).await;
            }
        }
    }
}
