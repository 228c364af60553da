//! The share of a limit that each process uses while Redis is unreachable.

use std::time::Duration;

use super::log::calls_in;
use crate::operation::Window;

/// Returns the share of one process in each window: an equal part of the calls, or one call in a longer window if there are fewer calls than
/// processes.
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

/// Returns the maximum number of calls that all processes together may have in the widest window now, if they had `used` calls at the time
/// `known_for` ago. Assumes the highest rate since then, and one second more, because the other processes may notice the failure that much later.
pub(crate) fn used_by_now(windows: &[Window], used: usize, known_for: Duration) -> usize {
    let seconds = known_for.as_secs_f64() + 1.0;
    let rate =
        windows.iter().map(|window| f64::from(window.calls.max(1)) / window.per.as_secs_f64()).fold(0.0, f64::max);
    let widest = windows.iter().max_by_key(|window| window.per).map_or(0, |window| calls_in(*window));
    // A number that is too large is limited to the widest window below.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let meanwhile = (rate * seconds).round() as usize;
    used.saturating_add(meanwhile).min(widest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn window(calls: u32, per: Duration) -> Window {
        Window { calls, per }
    }

    #[test]
    fn all_shares_together_do_not_exceed_the_limit() {
        let windows = [window(50, SECOND), window(1000, 60 * SECOND), window(3, SECOND)];
        assert_eq!(share_of(&windows, 1), windows);
        assert_eq!(share_of(&windows, 0), windows);
        assert_eq!(share_of(&windows, 4), [window(12, SECOND), window(250, 60 * SECOND), window(1, 2 * SECOND)]);
        assert_eq!(share_of(&[window(0, SECOND)], 3), [window(1, 3 * SECOND)]);
    }

    #[test]
    fn other_processes_are_assumed_to_have_continued() {
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
