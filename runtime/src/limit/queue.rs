//! The queue of the calls that wait for a permit, in the order in which they joined.
//!
//! A future only runs when it is polled. Therefore, a permit is never handed to a waiting call: the call is woken, and takes the permit when it is
//! polled. A call that is not polled is skipped until it is polled again.

use std::{collections::BTreeMap, task::Waker, time::Duration};

use tokio::time::Instant;

/// How long a call waits per call ahead of it for them to take a free permit, before it skips them.
const GRACE: Duration = Duration::from_millis(20);

/// The maximum number of calls ahead that count for the grace period. A call waits for the grace period, wakes the first call, and waits for the
/// grace period again. So calls that are not polled block a free permit for at most 0.5 s.
const MAX_AHEAD: usize = 12;

/// The duration of a roll call.
const ROLL_CALL: Duration = Duration::from_millis(100);

/// The waiting calls.
#[derive(Debug, Default)]
pub(super) struct WaitQueue {
    waiting: BTreeMap<u64, Waiting>,
    /// Calls that were not polled when it was their turn, until they are polled again.
    skipped: BTreeMap<u64, Waiting>,
    last_number: u64,
    /// The most recent roll call.
    roll_call: Option<RollCall>,
}

#[derive(Debug)]
struct Waiting {
    waker: Waker,
    polled_at: Instant,
}

impl WaitQueue {
    pub(super) fn len(&self) -> usize {
        self.waiting.len() + self.skipped.len()
    }

    /// Whether no call waits, not counting skipped calls.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Adds a call at the end. Returns its number.
    pub(super) fn join(&mut self, waker: &Waker, now: Instant) -> u64 {
        self.last_number += 1;
        self.waiting.insert(self.last_number, Waiting { waker: waker.clone(), polled_at: now });
        self.last_number
    }

    /// Records that a call was polled, so that it is no longer skipped.
    pub(super) fn record_poll(&mut self, number: u64, waker: &Waker, now: Instant) {
        if let Some(skipped) = self.skipped.remove(&number) {
            self.waiting.insert(number, skipped);
        }
        if let Some(waiting) = self.waiting.get_mut(&number) {
            waiting.polled_at = now;
            waiting.waker.clone_from(waker);
        }
    }

    pub(super) fn leave(&mut self, number: u64) {
        self.waiting.remove(&number);
        self.skipped.remove(&number);
    }

    /// Returns how long a call waits for those ahead of it to take a free permit.
    pub(super) fn grace(&self, number: u64) -> Duration {
        self.waiting.range(..number).take(MAX_AHEAD).map(|_| GRACE).sum()
    }

    /// Returns how many calls are ahead of the one that joined last.
    pub(super) fn ahead_of_last(&self) -> usize {
        self.waiting.len().saturating_sub(1)
    }

    /// Skips all calls ahead of this one. Returns their wakers.
    pub(super) fn skip_ahead_of(&mut self, number: u64) -> Vec<Waker> {
        let behind = self.waiting.split_off(&number);
        let ahead = std::mem::replace(&mut self.waiting, behind);
        let wakers = ahead.values().map(|waiting| waiting.waker.clone()).collect();
        self.skipped.extend(ahead);
        wakers
    }

    /// Returns the waker of the first call. Call it without the lock, because wakers run foreign code.
    pub(super) fn first(&self) -> Option<Waker> {
        self.waiting.values().next().map(|first| first.waker.clone())
    }

    pub(super) fn all(&self) -> Vec<Waker> {
        self.waiting.values().chain(self.skipped.values()).map(|waiting| waiting.waker.clone()).collect()
    }

    /// Starts a roll call, unless one is in progress. Returns it with the wakers of the calls to wake.
    pub(super) fn start_roll_call(&mut self, now: Instant) -> (RollCall, Vec<Waker>) {
        if let Some(roll_call) = self.roll_call.filter(|roll_call| now < roll_call.end) {
            return (roll_call, Vec::new());
        }
        let roll_call = RollCall { start: now, end: now + ROLL_CALL };
        self.roll_call = Some(roll_call);
        (roll_call, self.all())
    }

    /// Skips the calls ahead that were not polled since the start of the roll call. Returns how many remain.
    pub(super) fn skip_absent(&mut self, number: u64, roll_call: RollCall) -> usize {
        let absent = self.waiting.range(..number).filter(|(_, waiting)| waiting.polled_at < roll_call.start);
        let absent: Vec<_> = absent.map(|(number, _)| *number).collect();
        for number in absent {
            self.skipped.extend(self.waiting.remove(&number).map(|waiting| (number, waiting)));
        }
        self.waiting.range(..number).count()
    }
}

/// A check which waiting calls are polled. All calls are woken at its start. A call that is not polled until its end is skipped.
#[derive(Clone, Copy, Debug)]
pub(super) struct RollCall {
    start: Instant,
    pub(super) end: Instant,
}
