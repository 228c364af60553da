//! Sends reports to Redis in the background, in the order in which they were created.

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

/// Maximum number of reports in one batch.
const BATCH: usize = 256;

/// If a task sends one batch for longer than this, its runtime is assumed to have stopped.
const MAX_BATCH_TIME: Duration = Duration::from_secs(2);

/// A report. If Redis is unreachable, the report is dropped, and the log of this process is sent after the reconnection.
#[derive(Debug)]
pub(super) enum Report {
    /// A call got its response, or is in flight for a lease of this many microseconds. Redis keeps the calls of its rate limiter for `keep`
    /// milliseconds.
    Counted { key: String, call: String, lease: u64, keep: u64 },
    /// A call that had or requested a permit was not sent.
    Unsent { key: String, call: String },
    /// All processes must pause.
    Hold { key: String, milliseconds: u64 },
}

/// A queue of reports. Reports can be added from any code, including `drop`. A task sends them and ends when the queue is empty.
#[derive(Debug, Default)]
pub(super) struct Reporter(Mutex<Queue>);

#[derive(Debug, Default)]
struct Queue {
    reports: VecDeque<Report>,
    /// When the task started its current batch; `None` if no task is running.
    busy_since: Option<Instant>,
}

impl Reporter {
    pub(super) fn send(self: &Arc<Self>, link: &Arc<Link>, report: Report) {
        let mut queue = self.queue();
        queue.reports.push_back(report);
        let is_busy = queue.busy_since.is_some_and(|since| since.elapsed() < MAX_BATCH_TIME);
        // Without a runtime, the report stays in the queue until the next report. The lease in Redis expires in any case.
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
