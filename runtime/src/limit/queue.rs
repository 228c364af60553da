//! The queue of the calls that wait for a permit, in the order in which they joined.
//!
//! A future only runs when it is polled. Therefore, a permit is never handed to a waiting call: the call is woken, and takes the permit when it is
//! polled. A call that is not polled is skipped until it is polled again.

use std::{task::Waker, time::Duration};

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
    /// The calls by number, including skipped calls.
    calls: Vec<Waiting>,
    /// Number of the skipped calls.
    skipped: usize,
    last_number: u64,
    /// The most recent roll call.
    roll_call: Option<RollCall>,
}

#[derive(Debug)]
struct Waiting {
    number: u64,
    waker: Waker,
    polled_at: Instant,
    /// Whether the call was not polled when it was its turn, and has not been polled since.
    is_skipped: bool,
}

impl WaitQueue {
    pub(super) fn len(&self) -> usize {
        self.calls.len()
    }

    /// Whether no call waits, not counting skipped calls.
    pub(super) fn is_empty(&self) -> bool {
        self.calls.len() == self.skipped
    }

    /// Adds a call at the end. Returns its number.
    pub(super) fn join(&mut self, waker: &Waker, now: Instant) -> u64 {
        self.last_number += 1;
        let call = Waiting { number: self.last_number, waker: waker.clone(), polled_at: now, is_skipped: false };
        self.calls.push(call);
        self.last_number
    }

    /// Records that a call was polled, so that it is no longer skipped.
    pub(super) fn record_poll(&mut self, number: u64, waker: &Waker, now: Instant) {
        if let Some(call) = self.position(number).and_then(|position| self.calls.get_mut(position)) {
            self.skipped -= usize::from(call.is_skipped);
            call.is_skipped = false;
            call.polled_at = now;
            call.waker.clone_from(waker);
        }
    }

    pub(super) fn leave(&mut self, number: u64) {
        if let Some(position) = self.position(number) {
            self.skipped -= usize::from(self.calls.remove(position).is_skipped);
        }
    }

    /// Returns how long a call waits for those ahead of it to take a free permit.
    pub(super) fn grace(&self, number: u64) -> Duration {
        self.ahead_of(number).take(MAX_AHEAD).map(|_| GRACE).sum()
    }

    /// Returns how many calls are ahead of the one that joined last.
    pub(super) fn ahead_of_last(&self) -> usize {
        (self.calls.len() - self.skipped).saturating_sub(1)
    }

    /// Skips all calls ahead of this one. Returns their wakers.
    pub(super) fn skip_ahead_of(&mut self, number: u64) -> Vec<Waker> {
        self.skip(number, |_| true)
    }

    /// Returns the waker of the first call. Call it without the lock, because wakers run foreign code.
    pub(super) fn first(&self) -> Option<Waker> {
        self.in_line().next().map(|first| first.waker.clone())
    }

    pub(super) fn all(&self) -> Vec<Waker> {
        self.calls.iter().map(|call| call.waker.clone()).collect()
    }

    fn position(&self, number: u64) -> Option<usize> {
        self.calls.binary_search_by_key(&number, |call| call.number).ok()
    }

    /// Returns the calls that are not skipped.
    fn in_line(&self) -> impl Iterator<Item = &Waiting> {
        self.calls.iter().filter(|call| !call.is_skipped)
    }

    /// Returns the calls ahead of this one that are not skipped.
    fn ahead_of(&self, number: u64) -> impl Iterator<Item = &Waiting> {
        self.in_line().take_while(move |call| call.number < number)
    }

    /// Skips some of the calls ahead of this one. Returns their wakers.
    fn skip(&mut self, number: u64, is_absent: impl Fn(&Waiting) -> bool) -> Vec<Waker> {
        let mut wakers = Vec::new();
        for call in self.calls.iter_mut().take_while(|call| call.number < number) {
            if !call.is_skipped && is_absent(call) {
                call.is_skipped = true;
                wakers.push(call.waker.clone());
            }
        }
        self.skipped += wakers.len();
        wakers
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
        self.skip(number, |call| call.polled_at < roll_call.start);
        self.ahead_of(number).count()
    }
}

/// A check which waiting calls are polled. All calls are woken at its start. A call that is not polled until its end is skipped.
#[derive(Clone, Copy, Debug)]
pub(super) struct RollCall {
    start: Instant,
    pub(super) end: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skipped_call_returns_to_its_place_when_it_is_polled() {
        let (mut queue, now) = (WaitQueue::default(), Instant::now());
        let waker = Waker::noop();
        let [first, second, third] = [(); 3].map(|()| queue.join(waker, now));
        assert_eq!((queue.len(), queue.ahead_of_last(), queue.grace(third)), (3, 2, 2 * GRACE));
        assert_eq!(queue.skip_ahead_of(third).len(), 2);
        assert_eq!((queue.len(), queue.ahead_of_last(), queue.grace(third)), (3, 0, Duration::ZERO));
        assert_eq!(queue.skip_ahead_of(third).len(), 0, "they are skipped already");

        queue.record_poll(second, waker, now);
        assert_eq!((queue.ahead_of_last(), queue.grace(third), queue.grace(second)), (1, GRACE, Duration::ZERO));
        queue.leave(first);
        queue.leave(third);
        assert_eq!((queue.len(), queue.is_empty(), queue.all().len()), (1, false, 1));
        queue.skip_ahead_of(third);
        assert!(queue.is_empty() && queue.first().is_none());
        queue.leave(second);
        assert_eq!((queue.len(), queue.skipped), (0, 0));
    }

    #[test]
    fn calls_that_are_not_polled_during_a_roll_call_are_skipped() {
        let (mut queue, start) = (WaitQueue::default(), Instant::now());
        let waker = Waker::noop();
        let [_, second, third] = [(); 3].map(|()| queue.join(waker, start));
        let (roll_call, woken) = queue.start_roll_call(start + GRACE);
        assert_eq!((woken.len(), queue.start_roll_call(start + GRACE).1.len()), (3, 0), "one roll call at a time");
        queue.record_poll(second, waker, start + 2 * GRACE);
        assert_eq!(queue.skip_absent(third, roll_call), 1);
        assert_eq!((queue.len(), queue.ahead_of_last()), (3, 1));
    }
}
