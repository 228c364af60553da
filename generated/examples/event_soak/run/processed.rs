//! How often each event was processed.

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use tokio::sync::watch;

/// One in this number of events fails when it is processed for the first time.
const FAILING: usize = 50;

/// Counts of all events, by their numbers.
pub(super) struct Processed {
    events: Vec<Event>,
    total: watch::Sender<usize>,
}

#[derive(Default)]
struct Event {
    processed: AtomicU8,
    failed: AtomicU8,
}

/// The error of an event whose processing failed.
pub(super) struct Failed;

/// Final counts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ProcessedCounts {
    pub(crate) once: usize,
    pub(crate) lost: usize,
    pub(crate) twice: usize,
    pub(crate) failed: usize,
}

impl Processed {
    pub(super) fn new(events: usize) -> Self {
        Self { events: std::iter::repeat_with(Event::default).take(events).collect(), total: watch::Sender::new(0) }
    }

    /// Processes an event.
    pub(super) fn record(&self, id: &str) -> Result<(), Failed> {
        let number = id.parse::<usize>().map_err(|_| Failed)?;
        let event = self.events.get(number).ok_or(Failed)?;
        if number.is_multiple_of(FAILING) && event.failed.fetch_add(1, Relaxed) == 0 {
            return Err(Failed);
        }
        event.processed.fetch_add(1, Relaxed);
        self.total.send_modify(|total| *total += 1);
        Ok(())
    }

    /// Waits until this number of events was processed.
    pub(super) async fn reaches(&self, events: usize) {
        // The sender lives as long as `self`, so this cannot fail.
        let _ = self.total.subscribe().wait_for(|total| *total >= events).await;
    }

    pub(super) fn counts(&self) -> ProcessedCounts {
        let mut counts = ProcessedCounts::default();
        for event in &self.events {
            match event.processed.load(Relaxed) {
                0 => counts.lost += 1,
                1 => counts.once += 1,
                _ => counts.twice += 1,
            }
            counts.failed += usize::from(event.failed.load(Relaxed) > 0);
        }
        counts
    }
}
