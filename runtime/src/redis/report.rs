//! What Redis is told without anybody waiting for it, in the order in which it happened.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{
    link::{Link, Request},
    script,
};

/// Most reports that are told in one go.
const BATCH: usize = 256;

/// What happened. What Redis does not hear because it is away, it hears from the process's own log when it is back.
#[derive(Debug)]
pub(super) enum Report {
    /// A call was answered; keep what is known of its gate for so many milliseconds.
    Answered { key: String, call: String, keep: u64 },
    /// A call that had a place, or asked for one, was not sent.
    Unsent { key: String, call: String },
    /// Nobody passes a gate for some time.
    Hold { key: String, milliseconds: u64 },
}

/// Takes reports from anywhere, such as from a future that is dropped. One task tells them; it ends when this is dropped and all are told.
#[derive(Debug, Default)]
pub(super) struct Reporter(Mutex<Option<UnboundedSender<Report>>>);

impl Reporter {
    /// Starts the task, if it does not run; anew, when the runtime that it ran on is gone.
    pub(super) fn start(&self, link: &Arc<Link>) {
        let mut sender = self.sender();
        if sender.as_ref().is_none_or(UnboundedSender::is_closed) {
            let (new, reports) = unbounded_channel();
            tokio::spawn(tell(Arc::clone(link), reports));
            *sender = Some(new);
        }
    }

    pub(super) fn send(&self, report: Report) {
        if let Some(sender) = self.sender().as_ref() {
            // Without a runtime nothing can be told: the lease ends by itself.
            let _ = sender.send(report);
        }
    }

    fn sender(&self) -> MutexGuard<'_, Option<UnboundedSender<Report>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn tell(link: Arc<Link>, mut reports: UnboundedReceiver<Report>) {
    let mut batch = Vec::with_capacity(BATCH);
    while reports.recv_many(&mut batch, BATCH).await > 0 {
        let mut rest = batch.drain(..).peekable();
        while let Some(report) = rest.next() {
            match report {
                Report::Answered { key, call, keep } => {
                    let mut calls = vec![call];
                    let same = |next: &Report| matches!(next, Report::Answered { key: other, .. } if *other == key);
                    while let Some(Report::Answered { call, .. }) = rest.next_if(same) {
                        calls.push(call);
                    }
                    let mut answered = script::ANSWERED.prepare_invoke();
                    answered.key(key).arg(keep).arg(calls);
                    let _ = link.ask::<i64>(Request::Script(&answered)).await;
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
}
