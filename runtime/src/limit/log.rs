//! Calculates when the next call may be sent, based on the windows of the rate limit.
//!
//! The server counts a call at some time between request and response, but the client does not know when. A call therefore keeps its
//! permit from the request until one window *after its response*. This is correct for fixed and sliding windows, and for any latency.
//!
//! A call in flight has a lease, which ends at the latest time at which the server may count the call. The lease is renewed while the request
//! runs. If the response is not reported, because the runtime of the call no longer runs, the call is treated as if the response arrived at
//! the end of the lease.

use std::time::Duration;

use tokio::time::Instant;

use crate::operation::Window;

/// The calls that the server may still count.
#[derive(Debug)]
pub(crate) struct Log {
    windows: Vec<Window>,
    /// Calls, sorted by the latest time at which the server may count them: the response, or the end of the lease for calls in flight.
    calls: Vec<Entry>,
    /// The largest number of calls per window ever configured; older calls are removed. The windows may be a share of the limit now and the whole
    /// limit later.
    capacity: usize,
    next_number: u64,
    start: Instant,
}

/// A call in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    counted_until: Instant,
    number: u64,
}

/// The time at which a permit becomes free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Free {
    /// At this time, which may be in the past.
    At(Instant),
    /// One window after the next response, but not later than this time, one window after the end of a lease.
    AfterResponse(Instant),
}

impl Log {
    pub(crate) fn new(windows: Vec<Window>, start: Instant) -> Self {
        let capacity = windows.iter().map(|window| calls_in(*window)).max().unwrap_or(0);
        Self { windows, calls: Vec::new(), capacity, next_number: 0, start }
    }

    /// Returns when the next permit is free.
    pub(crate) fn free(&self, now: Instant) -> Free {
        self.windows.iter().filter_map(|window| self.free_in(*window, now)).max().unwrap_or(Free::At(self.start))
    }

    /// Returns when the next permit of a window is free; `None` if the window was never full.
    fn free_in(&self, window: Window, now: Instant) -> Option<Free> {
        let last = self.latest(calls_in(window).saturating_sub(1))?;
        let free = after(last, with_margin(window.per));
        Some(if last > now { Free::AfterResponse(free) } else { Free::At(free) })
    }

    /// Returns the earliest time at which a call can get a permit if `ahead` other calls get theirs first. Assumes that every response is instant.
    /// The call can only get it earlier if a call ahead gives up.
    pub(crate) fn earliest(&self, now: Instant, ahead: usize) -> Instant {
        self.windows.iter().map(|window| self.earliest_in(*window, now, ahead)).max().unwrap_or(now)
    }

    fn earliest_in(&self, window: Window, now: Instant, ahead: usize) -> Instant {
        let (calls, per) = (calls_in(window), with_margin(window.per));
        let first = self.latest(calls.saturating_sub(1).saturating_sub(ahead % calls));
        let first = first.map_or(now, |last| after(last.min(now), per).max(now));
        let rounds = u32::try_from(ahead / calls).unwrap_or(u32::MAX);
        after(first, per.saturating_mul(rounds))
    }

    /// Returns how many permits are free; `None` without windows.
    pub(crate) fn free_permits(&self, now: Instant) -> Option<usize> {
        let free = |window: &Window| {
            let per = with_margin(window.per);
            let taken = self.calls.iter().rev().take_while(|call| after(call.counted_until, per) > now).count();
            calls_in(*window).saturating_sub(taken)
        };
        self.windows.iter().map(free).min()
    }

    fn latest(&self, index: usize) -> Option<Instant> {
        let index = self.calls.len().checked_sub(index + 1)?;
        self.calls.get(index).map(|call| call.counted_until)
    }

    /// Records a call that takes a permit. The server may count it until the end of the lease, or until [`release`](Self::release).
    pub(crate) fn take(&mut self, now: Instant, lease: Duration) -> Entry {
        self.record(after(now, lease))
    }

    /// Starts the lease of a call in flight again.
    pub(crate) fn renew(&mut self, call: &mut Entry, now: Instant, lease: Duration) {
        self.remove(*call);
        call.counted_until = after(now, lease);
        self.insert(*call);
    }

    /// Removes a call that took a permit but was not sent.
    pub(crate) fn give_back(&mut self, call: Entry) {
        self.remove(call);
    }

    /// Records that a call got its response or was aborted. Its window starts now, even if the lease has ended, because the server may have counted
    /// the call until now.
    pub(crate) fn release(&mut self, call: Entry, now: Instant) {
        self.remove(call);
        self.insert(Entry { counted_until: now, ..call });
    }

    fn record(&mut self, counted_until: Instant) -> Entry {
        let call = Entry { counted_until, number: self.next_number };
        self.next_number += 1;
        self.insert(call);
        call
    }

    /// Inserts a call and removes the oldest one if there are more than ever count. Most calls are inserted near the end.
    fn insert(&mut self, call: Entry) {
        if let Err(position) = self.calls.binary_search(&call) {
            self.calls.insert(position, call);
        }
        self.calls.drain(..self.calls.len().saturating_sub(self.capacity));
    }

    fn remove(&mut self, call: Entry) {
        if let Ok(position) = self.calls.binary_search(&call) {
            self.calls.remove(position);
        }
    }
}

#[cfg(feature = "redis")]
impl Log {
    /// Replaces the windows.
    pub(crate) fn set_windows(&mut self, windows: Vec<Window>) {
        self.windows = windows;
    }

    /// Adds calls of other processes, as if their responses arrived now.
    pub(crate) fn add_completed(&mut self, calls: usize, now: Instant) {
        for _ in 0..calls {
            self.record(now);
        }
    }

    /// Returns the calls, earliest first.
    pub(crate) fn calls(&self) -> impl Iterator<Item = Entry> {
        self.calls.iter().copied()
    }
}

#[cfg(feature = "redis")]
impl Entry {
    pub(crate) fn number(self) -> u64 {
        self.number
    }

    /// Returns the latest time at which the server may count the call.
    pub(crate) fn counted_until(self) -> Instant {
        self.counted_until
    }
}

/// Returns the number of calls in a window. 0 is treated as 1, because otherwise no call could ever be sent.
pub(super) fn calls_in(window: Window) -> usize {
    usize::try_from(window.calls).unwrap_or(usize::MAX).max(1)
}

/// Adds 0.1 %, because the clock of the server may run at a different speed.
pub(crate) fn with_margin(per: Duration) -> Duration {
    per.saturating_add(per / 1000)
}

/// Adds a duration to a time. A longer duration is treated as a century, because the clock may not be able to represent the result.
fn after(moment: Instant, duration: Duration) -> Instant {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    moment.checked_add(duration.min(CENTURY)).unwrap_or(moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const LEASE: Duration = Duration::from_secs(30);

    fn log(windows: &[(u32, Duration)], start: Instant) -> Log {
        Log::new(windows.iter().map(|(calls, per)| Window { calls: *calls, per: *per }).collect(), start)
    }

    #[test]
    fn a_permit_is_free_one_window_after_the_response() {
        let start = Instant::now();
        let mut log = log(&[(2, SECOND)], start);
        assert_eq!((log.free(start), log.free_permits(start)), (Free::At(start), Some(2)));
        let (first, _) = (log.take(start, LEASE), log.take(start, LEASE));
        let margin = SECOND / 1000;
        assert_eq!(log.free(start + 10 * SECOND), Free::AfterResponse(start + LEASE + SECOND + margin));
        log.release(first, start + SECOND);
        let free = start + 2 * SECOND + margin;
        assert_eq!(log.free(start + SECOND), Free::At(free));
        assert_eq!((log.free_permits(start + SECOND), log.free_permits(free)), (Some(0), Some(1)));
    }

    #[test]
    fn a_call_whose_response_is_not_reported_counts_until_one_window_after_its_lease() {
        let start = Instant::now();
        let mut log = log(&[(1, SECOND)], start);
        let call = log.take(start, LEASE);
        let free = start + LEASE + SECOND + SECOND / 1000;
        assert_eq!(log.free(start + LEASE), Free::At(free));
        log.release(call, free);
        assert_eq!(log.free(free), Free::At(free + SECOND + SECOND / 1000), "it may have been sent late");
    }

    #[test]
    fn a_call_in_flight_counts_beyond_its_first_lease() {
        let start = Instant::now();
        let mut log = log(&[(1, SECOND)], start);
        let mut call = log.take(start, LEASE);
        log.renew(&mut call, start + 20 * SECOND, LEASE);
        let free = start + 20 * SECOND + LEASE + SECOND + SECOND / 1000;
        assert_eq!(log.free(start + LEASE), Free::AfterResponse(free));
        log.release(call, start + 40 * SECOND);
        assert_eq!(log.free(start + 40 * SECOND), Free::At(start + 41 * SECOND + SECOND / 1000));
    }

    #[test]
    fn all_windows_count() {
        let start = Instant::now();
        let mut log = log(&[(3, 60 * SECOND), (2, SECOND)], start);
        for _ in 0..2 {
            let call = log.take(start, LEASE);
            log.release(call, start);
        }
        assert_eq!(log.free(start), Free::At(start + SECOND + SECOND / 1000));
        let call = log.take(start, LEASE);
        log.release(call, start + 2 * SECOND);
        assert_eq!(log.free(start + 3 * SECOND), Free::At(start + 60 * SECOND + 60 * SECOND / 1000));
    }

    #[test]
    fn the_earliest_time_accounts_for_calls_ahead_and_instant_responses() {
        let start = Instant::now();
        let (mut log, round) = (log(&[(2, SECOND)], start), SECOND + SECOND / 1000);
        assert_eq!(
            [0, 1, 2, 5].map(|ahead| log.earliest(start, ahead) - start),
            [Duration::ZERO, Duration::ZERO, round, 2 * round]
        );
        let call = log.take(start, LEASE);
        log.release(call, start);
        log.take(start, LEASE);
        let now = start + SECOND / 2;
        assert_eq!(
            [0, 1, 2, 3].map(|ahead| log.earliest(now, ahead)),
            [start + round, now + round, start + 2 * round, now + 2 * round]
        );
    }

    #[test]
    fn a_window_of_no_calls_is_treated_as_one() {
        let start = Instant::now();
        let mut log = log(&[(0, SECOND)], start);
        assert_eq!(log.free(start), Free::At(start));
        log.take(start, LEASE);
        assert!(matches!(log.free(start), Free::AfterResponse(_)));
    }

    #[test]
    fn a_call_that_was_not_sent_does_not_count() {
        let start = Instant::now();
        let mut log = log(&[(1, SECOND)], start);
        let call = log.take(start, LEASE);
        log.give_back(call);
        assert_eq!(log.free(start), Free::At(start));
    }

    #[test]
    fn without_windows_every_call_is_free_and_none_is_stored() {
        let start = Instant::now();
        let mut log = log(&[], start);
        for _ in 0..1000 {
            let call = log.take(start, LEASE);
            log.release(call, start);
        }
        assert_eq!((log.free(start), log.free_permits(start), log.calls.len()), (Free::At(start), None, 0));
    }
}
