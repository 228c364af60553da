//! What one of several processes keeps to while they cannot ask each other.

use std::time::{Duration, Instant};

use super::log::{Log, most};
use crate::operation::Window;

/// The part of each window that is one process's among so many: of the calls, or where there are fewer of them than processes, one in a longer
/// time.
pub(crate) fn share_of(windows: &[Window], processes: usize) -> Vec<Window> {
    let processes = u32::try_from(processes).unwrap_or(u32::MAX).max(1);
    let share = |window: &Window| {
        let calls = window.calls.max(1);
        match calls / processes {
            0 => Window { calls: 1, per: window.per.saturating_mul(processes.div_ceil(calls)) },
            part => Window { calls: part, per: window.per },
        }
    };
    windows.iter().map(share).collect()
}

/// How many calls all processes together may have in the widest window by now, when `used` were known so long ago: as if the others had gone
/// on at the highest rate, and for a second more, which is what they may take to find out.
pub(crate) fn used_by_now(windows: &[Window], used: usize, known_for: Duration) -> usize {
    let seconds = known_for.as_secs_f64() + 1.0;
    let rate =
        windows.iter().map(|window| f64::from(window.calls.max(1)) / window.per.as_secs_f64()).fold(0.0, f64::max);
    let widest = windows.iter().max_by_key(|window| window.per).map_or(0, |window| most(*window));
    // Beyond the widest window it makes no difference.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let meanwhile = (rate * seconds).round() as usize;
    used.saturating_add(meanwhile).min(widest)
}

impl Log {
    /// Counts from now on in these windows.
    pub(crate) fn set_windows(&mut self, windows: Vec<Window>) {
        self.windows = windows;
    }

    /// Counts so many calls of others as answered now.
    pub(crate) fn add(&mut self, calls: usize, now: Instant) {
        for _ in 0..calls {
            self.take();
            self.answered(now);
        }
    }

    /// How long ago calls were answered, the latest last.
    pub(crate) fn ages(&self, now: Instant) -> impl Iterator<Item = Duration> {
        self.answered.iter().map(move |answered| now.saturating_duration_since(*answered))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn window(calls: u32, per: Duration) -> Window {
        Window { calls, per }
    }

    #[test]
    fn shares_together_are_no_more_than_the_limit() {
        let windows = [window(50, SECOND), window(1000, 60 * SECOND), window(3, SECOND)];
        assert_eq!(share_of(&windows, 1), windows);
        assert_eq!(share_of(&windows, 0), windows);
        assert_eq!(share_of(&windows, 4), [window(12, SECOND), window(250, 60 * SECOND), window(1, 2 * SECOND)]);
        assert_eq!(share_of(&[window(0, SECOND)], 3), [window(1, 3 * SECOND)]);
    }

    #[test]
    fn others_are_taken_to_have_gone_on() {
        let narrow = [window(50, SECOND)];
        assert_eq!(used_by_now(&narrow, 0, Duration::ZERO), 50);
        let wide = [window(120, 60 * SECOND)];
        assert_eq!(used_by_now(&wide, 7, Duration::ZERO), 9);
        assert_eq!(used_by_now(&wide, 7, 9 * SECOND), 27);
        assert_eq!(used_by_now(&wide, 7, 900 * SECOND), 120);
        assert_eq!(used_by_now(&[wide[0], window(10, SECOND)], 7, SECOND), 27);
        assert_eq!(used_by_now(&[window(8, 3600 * SECOND)], 0, Duration::ZERO), 0);
        assert_eq!(used_by_now(&[], 7, SECOND), 0);
    }
}
