//! Sends the events.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use feishu_hire::mock::event::{Event, Gateway};
use serde_json::json;

/// Pause before a delivery is repeated.
const PAUSE: Duration = Duration::from_millis(20);

/// One in this number of events is delivered once more after it was acknowledged.
const DUPLICATED: usize = 10;

/// One in this number of events is sent in parts.
const DIVIDED: usize = 7;

/// One of the concurrent senders.
pub(super) struct Sender {
    pub(super) events: usize,
    pub(super) gateway: Arc<Gateway>,
    pub(super) sent: Arc<Sent>,
}

/// Counters shared by all senders.
#[derive(Default)]
pub(super) struct Sent {
    next: AtomicUsize,
    attempts: AtomicUsize,
    acknowledged: AtomicUsize,
    refused: AtomicUsize,
}

/// Final counts of attempts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deliveries {
    pub(crate) attempts: usize,
    /// Attempts with status 200.
    pub(crate) acknowledged: usize,
    /// Attempts with another status.
    pub(crate) refused: usize,
}

impl Sender {
    /// Delivers events until all are acknowledged.
    pub(super) async fn send(self) {
        loop {
            let number = self.sent.next.fetch_add(1, Relaxed);
            if number >= self.events {
                return;
            }
            let data = json!({ "talent_id": "6949805467799537964", "note": "x".repeat(number % 1000) });
            let event = Event::new("hire.talent.deleted_v1", data).id(number.to_string());
            let parts = if number.is_multiple_of(DIVIDED) { 3 } else { 1 };
            self.deliver(&event, parts).await;
            if number.is_multiple_of(DUPLICATED) {
                self.deliver(&event, parts).await;
            }
        }
    }

    /// Delivers an event until it is acknowledged.
    async fn deliver(&self, event: &Event, parts: usize) {
        loop {
            let attempt = self.gateway.emit_in_parts(event, parts).await;
            self.sent.attempts.fetch_add(1, Relaxed);
            match attempt {
                Some(200) => {
                    self.sent.acknowledged.fetch_add(1, Relaxed);
                    return;
                }
                Some(_) => drop(self.sent.refused.fetch_add(1, Relaxed)),
                None => {}
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}

impl Sent {
    pub(super) fn counts(&self) -> Deliveries {
        let read = |count: &AtomicUsize| count.load(Relaxed);
        let (attempts, acknowledged, refused) = (read(&self.attempts), read(&self.acknowledged), read(&self.refused));
        Deliveries { attempts, acknowledged, refused }
    }
}
