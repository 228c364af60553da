//! The calls that wait for a permit, in the order in which they came.
//!
//! A future only runs when it is polled, so nothing is ever handed to a waiting call: it is woken, and takes the permit when it is polled. A
//! call that does not come is skipped, and counts again when it is polled.

use std::{
    collections::BTreeMap,
    task::Waker,
    time::{Duration, Instant},
};

/// How long a call waits for each call ahead of it to take a free permit, before it skips them.
const GRACE: Duration = Duration::from_millis(20);

/// The longest time for which calls that are not polled keep a free permit from the others.
const LONGEST_GRACE: Duration = Duration::from_millis(500);

/// The length of a roll call.
const ROLL_CALL: Duration = Duration::from_millis(100);

/// The waiting calls.
#[derive(Debug, Default)]
pub(super) struct Line {
    waiting: BTreeMap<u64, Waiting>,
    next_number: u64,
    /// The last one.
    roll_call: Option<RollCall>,
}

#[derive(Debug)]
struct Waiting {
    waker: Waker,
    polled_at: Instant,
    is_skipped: bool,
}

impl Waiting {
    fn new(waker: Waker, polled_at: Instant) -> Self {
        Self { waker, polled_at, is_skipped: false }
    }
}

impl Line {
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Joins the line, or stays in it with the waker of this poll. Returns how many calls are ahead, without those that are skipped.
    pub(super) fn join(&mut self, number: &mut Option<u64>, waker: &Waker, now: Instant) -> usize {
        let number = *number.get_or_insert_with(|| {
            self.next_number += 1;
            self.next_number
        });
        let waiting = self.waiting.entry(number).or_insert_with(|| Waiting::new(waker.clone(), now));
        if !waiting.waker.will_wake(waker) {
            waiting.waker = waker.clone();
        }
        (waiting.polled_at, waiting.is_skipped) = (now, false);
        self.waiting.range(..number).filter(|(_, waiting)| !waiting.is_skipped).count()
    }

    pub(super) fn leave(&mut self, number: u64) {
        self.waiting.remove(&number);
    }

    /// Whether a call would have to wait behind others.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.values().all(|waiting| waiting.is_skipped)
    }

    /// Skips all calls ahead of this one until they are polled again. Returns their wakers.
    pub(super) fn skip_ahead_of(&mut self, number: u64) -> Vec<Waker> {
        let ahead = self.waiting.range_mut(..number).filter(|(_, waiting)| !waiting.is_skipped);
        ahead
            .map(|(_, waiting)| {
                waiting.is_skipped = true;
                waiting.waker.clone()
            })
            .collect()
    }

    /// Returns the waker of the first call that is not skipped. Wakers run foreign code: they are called without the lock.
    pub(super) fn first(&self) -> Option<Waker> {
        self.waiting.values().find(|waiting| !waiting.is_skipped).map(|first| first.waker.clone())
    }

    pub(super) fn all(&self) -> Vec<Waker> {
        self.waiting.values().map(|waiting| waiting.waker.clone()).collect()
    }

    /// Starts a roll call, unless one was started a moment ago. Returns it with the wakers of the calls to wake.
    pub(super) fn start_roll_call(&mut self, now: Instant) -> (RollCall, Vec<Waker>) {
        if let Some(roll_call) = self.roll_call.filter(|roll_call| now < roll_call.end) {
            return (roll_call, Vec::new());
        }
        let roll_call = RollCall { start: now, end: now + ROLL_CALL };
        self.roll_call = Some(roll_call);
        (roll_call, self.all())
    }

    /// Skips the calls ahead that were not polled since the roll call. Returns how many remain.
    pub(super) fn skip_absent(&mut self, number: u64, roll_call: RollCall) -> usize {
        let mut present = 0;
        for (_, waiting) in self.waiting.range_mut(..number) {
            waiting.is_skipped |= waiting.polled_at < roll_call.start;
            present += usize::from(!waiting.is_skipped);
        }
        present
    }
}

/// All calls are woken at the start. Those that are not polled until the end are not polled at all.
#[derive(Clone, Copy, Debug)]
pub(super) struct RollCall {
    start: Instant,
    pub(super) end: Instant,
}

/// How long a call waits for so many calls ahead of it to take a free permit.
pub(super) fn grace(ahead: usize) -> Duration {
    GRACE.saturating_mul(u32::try_from(ahead).unwrap_or(u32::MAX)).min(LONGEST_GRACE)
}
