//! Counts calls in the rate limit windows of one operation and tenant.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use crate::operation::Window;

/// The kind of windows in which the mock server counts calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowKind {
    /// Consecutive fixed windows, aligned to the start of the server. The count restarts with each window, so up to twice the limit can be
    /// accepted in a short time around the boundary of two windows.
    Fixed,
    /// Sliding windows. A call is rejected if the limit was reached in the window that ends with the call.
    Sliding,
}

/// All windows of an operation and tenant.
#[derive(Debug)]
pub(super) struct WindowCounters(Vec<WindowCounter>);

/// Calls in one window.
#[derive(Debug)]
struct WindowCounter {
    window: Window,
    calls: Calls,
}

#[derive(Debug)]
enum Calls {
    Fixed {
        /// Start of the current window.
        begin: Instant,
        count: u32,
    },
    /// Times of the accepted calls, oldest first.
    Sliding(VecDeque<Instant>),
}

/// The error of a call that exceeds the limit of a window.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LimitExceeded {
    /// Limit of the window.
    pub(super) limit: u32,
    /// Time until the window has capacity again.
    pub(super) wait: Duration,
}

impl WindowCounters {
    /// Creates empty windows. Fixed windows are aligned to `start`. A window of length 0 is ignored.
    pub(super) fn new(kind: WindowKind, windows: &[Window], start: Instant) -> Self {
        let calls = || match kind {
            WindowKind::Fixed => Calls::Fixed { begin: start, count: 0 },
            WindowKind::Sliding => Calls::Sliding(VecDeque::new()),
        };
        let windows = windows.iter().filter(|window| !window.per.is_zero());
        Self(windows.map(|window| WindowCounter { window: *window, calls: calls() }).collect())
    }

    /// Counts a call at this time, which must not be earlier than that of the previous call.
    ///
    /// # Errors
    /// Returns an error if a window is full. If several windows are full, the error refers to the one with the longest wait. The call is not counted.
    pub(super) fn count(&mut self, now: Instant) -> Result<(), LimitExceeded> {
        let exceeded = self.0.iter_mut().filter_map(|counter| counter.limit_exceeded(now));
        if let Some(exceeded) = exceeded.max_by_key(|exceeded| exceeded.wait) {
            return Err(exceeded);
        }
        for counter in &mut self.0 {
            counter.count(now);
        }
        Ok(())
    }
}

impl WindowCounter {
    fn limit_exceeded(&mut self, now: Instant) -> Option<LimitExceeded> {
        let Window { calls: limit, per } = self.window;
        let wait = match &mut self.calls {
            Calls::Fixed { begin, count } => {
                let past = since(*begin, per, now);
                if now.duration_since(*begin) >= per {
                    (*begin, *count) = (now - past, 0);
                }
                (*count >= limit).then(|| per - past)
            }
            Calls::Sliding(times) => {
                while times.front().is_some_and(|time| now.duration_since(*time) >= per) {
                    times.pop_front();
                }
                let oldest = times.front().map_or(Duration::ZERO, |oldest| now.duration_since(*oldest));
                (times.len() >= limit as usize).then(|| per - oldest)
            }
        };
        wait.map(|wait| LimitExceeded { limit, wait })
    }

    fn count(&mut self, now: Instant) {
        match &mut self.calls {
            Calls::Fixed { count, .. } => *count += 1,
            Calls::Sliding(times) => times.push_back(now),
        }
    }
}

/// Returns the time since the start of the current window, with windows aligned to `begin`.
fn since(begin: Instant, per: Duration, now: Instant) -> Duration {
    let nanos = now.duration_since(begin).as_nanos() % per.as_nanos();
    Duration::new((nanos / 1_000_000_000) as u64, (nanos % 1_000_000_000) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PER: Duration = Duration::from_millis(1000);

    /// Returns the outcomes of calls at these times in milliseconds after the start: `None`, or the limit and the wait of a rejection.
    fn outcomes(kind: WindowKind, windows: &[Window], at: &[u64]) -> Vec<Option<(u32, u64)>> {
        let start = Instant::now();
        let mut counters = WindowCounters::new(kind, windows, start);
        let outcome = |at: &u64| {
            let exceeded = counters.count(start + Duration::from_millis(*at)).err()?;
            Some((exceeded.limit, exceeded.wait.as_millis() as u64))
        };
        at.iter().map(outcome).collect()
    }

    #[test]
    fn fixed_windows_are_aligned_to_the_start() {
        let windows = [Window { calls: 2, per: PER }];
        let at = [900, 950, 999, 1000, 1001, 1999, 5500, 5600, 5999];
        let expected = [None, None, Some((2, 1)), None, None, Some((2, 1)), None, None, Some((2, 1))];
        assert_eq!(outcomes(WindowKind::Fixed, &windows, &at), expected);
    }

    #[test]
    fn sliding_windows_look_back_from_each_call() {
        let windows = [Window { calls: 2, per: PER }];
        let at = [900, 950, 1000, 1899, 1900, 1949, 1950, 2899, 2900];
        let expected = [None, None, Some((2, 900)), Some((2, 1)), None, Some((2, 1)), None, Some((2, 1)), None];
        assert_eq!(outcomes(WindowKind::Sliding, &windows, &at), expected);
    }

    #[test]
    fn all_windows_apply_and_rejected_calls_do_not_count() {
        let windows = [Window { calls: 2, per: PER }, Window { calls: 3, per: 10 * PER }];
        let at = [0, 1, 2, 1001, 1002, 1003, 9999, 10_000];
        for kind in [WindowKind::Fixed, WindowKind::Sliding] {
            let outcomes = outcomes(kind, &windows, &at);
            let exceeded: Vec<_> = outcomes.iter().map(|outcome| outcome.map(|(limit, _)| limit)).collect();
            assert_eq!(exceeded, [None, None, Some(2), None, Some(3), Some(3), Some(3), None], "{kind:?}");
        }
    }

    #[test]
    fn of_two_full_windows_the_longer_wait_counts() {
        let windows = [Window { calls: 1, per: PER }, Window { calls: 1, per: 60 * PER }];
        assert_eq!(outcomes(WindowKind::Sliding, &windows, &[0, 500]), [None, Some((1, 59_500))]);
    }

    #[test]
    fn windows_without_calls_or_length_are_accepted() {
        let closed = [Window { calls: 0, per: PER }];
        assert_eq!(outcomes(WindowKind::Fixed, &closed, &[250]), [Some((0, 750))]);
        assert_eq!(outcomes(WindowKind::Sliding, &closed, &[250]), [Some((0, 1000))]);
        let endless = [Window { calls: 0, per: Duration::ZERO }];
        assert_eq!(outcomes(WindowKind::Fixed, &endless, &[0, 0]), [None, None]);
    }
}
