//! Deduplication within one process.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt,
    future::ready,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::{
    Claim, ClaimState, Deduplicator, DeduplicatorFuture,
    deduplicator::{LEASE, RETENTION},
};

/// The default number of events: three per second for 8 h.
const CAPACITY: usize = 100_000;

/// Remembers events in memory, for a single process. After a restart, an event may be processed again.
///
/// It remembers a limited number of events and forgets the oldest first.
pub struct MemoryDeduplicator {
    retention: Duration,
    lease: Duration,
    capacity: usize,
    events: Mutex<Events>,
}

#[derive(Default)]
struct Events {
    /// The claimed events, each with its owner and the end of the claim.
    claimed: HashMap<Box<str>, (Box<str>, Instant)>,
    processed: HashSet<Arc<str>>,
    /// The processed events, oldest first, each with the time until which it is remembered.
    order: VecDeque<(Instant, Arc<str>)>,
}

impl MemoryDeduplicator {
    /// Creates an empty deduplicator.
    #[must_use]
    pub fn new() -> Self {
        Self { retention: RETENTION, lease: LEASE, capacity: CAPACITY, events: Mutex::default() }
    }

    /// Sets the time for which a processed event is remembered. Default: 8 h.
    #[must_use]
    pub fn retention(mut self, retention: Duration) -> Self {
        self.retention = retention;
        self
    }

    /// Sets the time after which a claim expires that was neither confirmed nor released. Default: 60 s.
    #[must_use]
    pub fn lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    /// Sets the maximum number of remembered events, and the maximum number of events in progress. Default: 100,000, which takes about 15 MB.
    #[must_use]
    pub fn capacity(mut self, events: usize) -> Self {
        self.capacity = events;
        self
    }

    fn events(&self) -> MutexGuard<'_, Events> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn claim_now(&self, claim: &Claim) -> Result<ClaimState, &'static str> {
        let now = Instant::now();
        let mut events = self.events();
        events.forget_processed(|_, until| until <= now);
        if events.processed.contains(claim.event()) {
            return Ok(ClaimState::Processed);
        }
        match events.claimed.get(claim.event()) {
            Some((owner, _)) if **owner == *claim.owner() => return Ok(ClaimState::Claimed),
            Some((_, until)) if *until > now => return Ok(ClaimState::InProgress),
            _ => {}
        }
        if events.claimed.len() >= self.capacity {
            events.claimed.retain(|_, (_, until)| *until > now);
        }
        if events.claimed.len() >= self.capacity {
            return Err("too many events are in progress");
        }
        let until = now.checked_add(self.lease).unwrap_or(now);
        events.claimed.insert(claim.event().into(), (claim.owner().into(), until));
        Ok(ClaimState::Claimed)
    }

    fn confirm_now(&self, claim: &Claim) {
        let now = Instant::now();
        let mut events = self.events();
        events.claimed.remove(claim.event());
        let event: Arc<str> = claim.event().into();
        if events.processed.insert(Arc::clone(&event)) {
            events.order.push_back((now.checked_add(self.retention).unwrap_or(now), event));
        }
        events.forget_processed(|count, _| count > self.capacity);
    }

    fn release_now(&self, claim: &Claim) {
        let mut events = self.events();
        if events.claimed.get(claim.event()).is_some_and(|(owner, _)| **owner == *claim.owner()) {
            events.claimed.remove(claim.event());
        }
    }
}

impl Events {
    /// Removes the oldest processed events while `is_due` is true for the number of events and the expiry of the oldest one.
    fn forget_processed(&mut self, is_due: impl Fn(usize, Instant) -> bool) {
        while self.order.front().is_some_and(|(until, _)| is_due(self.order.len(), *until)) {
            if let Some((_, event)) = self.order.pop_front() {
                self.processed.remove(&event);
            }
        }
    }
}

impl Deduplicator for MemoryDeduplicator {
    fn claim<'a>(&'a self, claim: &'a Claim) -> DeduplicatorFuture<'a, ClaimState> {
        Box::pin(ready(self.claim_now(claim).map_err(Into::into)))
    }

    fn confirm<'a>(&'a self, claim: &'a Claim) -> DeduplicatorFuture<'a, ()> {
        self.confirm_now(claim);
        Box::pin(ready(Ok(())))
    }

    fn release<'a>(&'a self, claim: &'a Claim) -> DeduplicatorFuture<'a, ()> {
        self.release_now(claim);
        Box::pin(ready(Ok(())))
    }
}

impl Default for MemoryDeduplicator {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryDeduplicator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let events = self.events();
        f.debug_struct("MemoryDeduplicator")
            .field("in_progress", &events.claimed.len())
            .field("processed", &events.processed.len())
            .finish_non_exhaustive()
    }
}
