//! When the next call may go: the arithmetic of windows, without a clock of its own.
//!
//! The server counts a call at some moment between its sending and its answer; nobody here knows when. So a call keeps its place from the
//! moment it is sent until one window *after it was answered*. That holds against every way of counting, in fixed windows or in sliding ones,
//! and however long a call is on its way.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use crate::operation::Window;

/// The calls that the server may still count.
#[derive(Debug)]
pub(crate) struct Log {
    pub(super) windows: Vec<Window>,
    in_flight: usize,
    /// When calls were answered, the latest last; as many as the widest limit takes.
    pub(super) answered: VecDeque<Instant>,
    /// So many: what the windows are now may be a share of what they are again later.
    kept: usize,
}

/// When the next call may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Free {
    Now,
    At(Instant),
    /// When one that is on its way is answered.
    AfterAnAnswer,
}

impl Log {
    pub(crate) fn new(windows: Vec<Window>) -> Self {
        let kept = windows.iter().map(|window| most(*window)).max().unwrap_or(0);
        Self { windows, in_flight: 0, answered: VecDeque::new(), kept }
    }

    pub(crate) fn free(&self, now: Instant) -> Free {
        self.windows.iter().map(|window| self.free_in(*window, now)).max().unwrap_or(Free::Now)
    }

    /// All but as many as are on their way must have been answered one window ago.
    fn free_in(&self, window: Window, now: Instant) -> Free {
        let Some(places) = most(window).checked_sub(self.in_flight).filter(|places| *places > 0) else {
            return Free::AfterAnAnswer;
        };
        let Some(last) = self.answered.len().checked_sub(places).and_then(|index| self.answered.get(index)) else {
            return Free::Now;
        };
        match last.checked_add(with_margin(window.per)) {
            Some(free) if free > now => Free::At(free),
            _ => Free::Now,
        }
    }

    /// A call takes a place.
    pub(crate) fn take(&mut self) {
        self.in_flight += 1;
    }

    /// A call that took a place was not sent.
    pub(crate) fn give_back(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// A call was answered, or will never be.
    pub(crate) fn answered(&mut self, now: Instant) {
        self.give_back();
        self.answered.push_back(now);
        while self.answered.len() > self.kept {
            self.answered.pop_front();
        }
    }
}

/// A window that takes nothing would never let anything pass.
pub(super) fn most(window: Window) -> usize {
    usize::try_from(window.calls).unwrap_or(usize::MAX).max(1)
}

/// A thousandth more, since the server has another clock.
pub(crate) fn with_margin(per: Duration) -> Duration {
    per.saturating_add(per / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn log(windows: &[(u32, Duration)]) -> Log {
        Log::new(windows.iter().map(|(calls, per)| Window { calls: *calls, per: *per }).collect())
    }

    #[test]
    fn a_place_comes_free_one_window_after_the_answer() {
        let start = Instant::now();
        let mut log = log(&[(2, SECOND)]);
        assert_eq!(log.free(start), Free::Now);
        log.take();
        log.take();
        assert_eq!(log.free(start + 10 * SECOND), Free::AfterAnAnswer, "however long they are on their way");
        log.answered(start + SECOND);
        let free = start + 2 * SECOND + SECOND / 1000;
        assert_eq!(log.free(start + SECOND), Free::At(free));
        assert_eq!(log.free(free), Free::Now);
    }

    #[test]
    fn all_windows_hold() {
        let start = Instant::now();
        let mut log = log(&[(3, 60 * SECOND), (2, SECOND)]);
        for _ in 0..2 {
            log.take();
            log.answered(start);
        }
        assert_eq!(log.free(start), Free::At(start + SECOND + SECOND / 1000));
        log.take();
        log.answered(start + 2 * SECOND);
        assert_eq!(log.free(start + 3 * SECOND), Free::At(start + 60 * SECOND + 60 * SECOND / 1000));
    }

    #[test]
    fn a_window_that_takes_nothing_takes_one() {
        let mut log = log(&[(0, SECOND)]);
        assert_eq!(log.free(Instant::now()), Free::Now);
        log.take();
        assert_eq!(log.free(Instant::now()), Free::AfterAnAnswer);
    }

    #[test]
    fn a_call_that_was_not_sent_takes_no_place() {
        let mut log = log(&[(1, SECOND)]);
        log.take();
        log.give_back();
        assert_eq!(log.free(Instant::now()), Free::Now);
    }

    #[test]
    fn without_windows_everything_passes_and_nothing_is_kept() {
        let mut log = log(&[]);
        for _ in 0..1000 {
            log.take();
            log.answered(Instant::now());
        }
        assert_eq!((log.free(Instant::now()), log.answered.len()), (Free::Now, 0));
    }
}
