//! Timestamp arithmetic.

use std::{
    ops::{Add, AddAssign, Sub, SubAssign},
    time::Duration,
};

use super::Timestamp;

impl Timestamp {
    /// Adds the whole milliseconds of a duration. Returns `None` if the sum is out of range.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use feishu_runtime::Timestamp;
    ///
    /// let start = Timestamp::from_secs(60);
    /// assert_eq!(start.checked_add(Duration::from_secs(1)), Some(Timestamp::from_secs(61)));
    /// assert_eq!(Timestamp::MAX.checked_add(Duration::from_secs(1)), None);
    /// ```
    #[must_use]
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        let sum = i128::from(self.0).checked_add(millis(duration))?;
        i64::try_from(sum).ok().map(Self)
    }

    /// Subtracts the whole milliseconds of a duration. Returns `None` if the difference is out of range.
    #[must_use]
    pub fn checked_sub(self, duration: Duration) -> Option<Self> {
        let difference = i128::from(self.0).checked_sub(millis(duration))?;
        i64::try_from(difference).ok().map(Self)
    }

    /// Returns the duration from `earlier` to this timestamp; zero if `earlier` is later.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use feishu_runtime::Timestamp;
    ///
    /// let (start, end) = (Timestamp::from_secs(10), Timestamp::from_secs(70));
    /// assert_eq!(end.duration_since(start), Duration::from_secs(60));
    /// assert_eq!(start.duration_since(end), Duration::ZERO);
    /// ```
    #[must_use]
    pub fn duration_since(self, earlier: Self) -> Duration {
        self.checked_duration_since(earlier).unwrap_or_default()
    }

    /// Returns the duration from `earlier` to this timestamp; `None` if `earlier` is later.
    #[must_use]
    pub fn checked_duration_since(self, earlier: Self) -> Option<Duration> {
        (self >= earlier).then(|| Duration::from_millis(self.0.abs_diff(earlier.0)))
    }
}

fn millis(duration: Duration) -> i128 {
    i128::try_from(duration.as_millis()).unwrap_or(i128::MAX)
}

/// Adds the whole milliseconds of the duration. Saturates at [`Timestamp::MAX`].
impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        self.checked_add(duration).unwrap_or(Self::MAX)
    }
}

/// Subtracts the whole milliseconds of the duration. Saturates at [`Timestamp::MIN`].
impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, duration: Duration) -> Self {
        self.checked_sub(duration).unwrap_or(Self::MIN)
    }
}

impl AddAssign<Duration> for Timestamp {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

impl SubAssign<Duration> for Timestamp {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adding_and_subtracting_durations_round_trips() {
        let durations = [0, 1, 999, 1000, 86_400_000, 1 << 40].map(Duration::from_millis);
        for millis in [-86_400_001, -1000, -1, 0, 1, 1_618_899_376_474] {
            let time = Timestamp::from_millis(millis);
            for duration in durations {
                let later = time + duration;
                assert_eq!(later.as_millis() - millis, i64::try_from(duration.as_millis()).expect("small"));
                assert_eq!((later - duration, later.duration_since(time)), (time, duration));
                let mut moved = time;
                moved += duration;
                assert_eq!(moved, later);
                moved -= duration;
                assert_eq!(moved, time);
                assert_eq!(time.checked_duration_since(later).is_none(), duration > Duration::ZERO);
            }
        }
    }

    #[test]
    fn fractions_of_a_millisecond_are_ignored() {
        let time = Timestamp::from_millis(-5);
        let duration = Duration::from_nanos(1_999_999);
        assert_eq!((time + duration, time - duration), (Timestamp::from_millis(-4), Timestamp::from_millis(-6)));
    }

    #[test]
    fn arithmetic_saturates_at_the_smallest_and_largest_timestamps() {
        for duration in [Duration::from_millis(1), Duration::from_millis(u64::MAX), Duration::MAX] {
            assert_eq!((Timestamp::MAX + duration, Timestamp::MAX.checked_add(duration)), (Timestamp::MAX, None));
            assert_eq!((Timestamp::MIN - duration, Timestamp::MIN.checked_sub(duration)), (Timestamp::MIN, None));
        }
        assert_eq!(Timestamp::MIN + Duration::MAX, Timestamp::MAX);
        assert_eq!(Timestamp::MAX - Duration::MAX, Timestamp::MIN);
        let whole = Duration::from_millis(u64::MAX);
        assert_eq!(Timestamp::MAX.duration_since(Timestamp::MIN), whole);
        assert_eq!((Timestamp::MIN + whole, Timestamp::MAX - whole), (Timestamp::MAX, Timestamp::MIN));
    }
}
