//! Timestamps in milliseconds since the Unix epoch.

mod arithmetic;
pub(super) mod calendar;
#[cfg(feature = "chrono")]
mod chrono;
mod error;
#[cfg(feature = "jiff")]
mod jiff;
mod parse;
pub(super) mod scan;
#[cfg(feature = "time")]
mod time_crate;

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use super::{ReadError, Reader, Slot, View, read_integer};
use calendar::civil_from_days;
pub use error::DateTimeError;

/// A point in time, in milliseconds since the Unix epoch.
///
/// - JSON: the schema declares whether a field contains milliseconds or seconds, as a number or a string. Numbers and strings are read. The
///   declared form is written. In a field with seconds, the fraction of a second is dropped.
/// - Text: [`Display`](fmt::Display) and [`FromStr`](std::str::FromStr) use RFC 3339.
/// - Arithmetic: `+` and `-` with a [`Duration`] saturate at [`MIN`](Self::MIN) and [`MAX`](Self::MAX); the checked methods
///   return `None` instead. Fractions of a millisecond are ignored.
/// - Other crates: the features `jiff`, `chrono` and `time` add conversions to and from `jiff::Timestamp` and
///   `jiff::ZonedDateTime`, `chrono::DateTime`, and `time::OffsetDateTime`.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use feishu_runtime::Timestamp;
///
/// let start: Timestamp = "2021-04-20T14:00:00+08:00".parse()?;
/// let end = start + Duration::from_secs(45 * 60);
/// assert_eq!(end.to_string(), "2021-04-20T06:45:00.000Z");
/// # Ok::<(), feishu_runtime::DateTimeError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The earliest timestamp, about 292 million years before the Unix epoch.
    pub const MIN: Self = Self(i64::MIN);

    /// The latest timestamp, about 292 million years after the Unix epoch.
    pub const MAX: Self = Self(i64::MAX);

    /// Creates a timestamp from milliseconds since the Unix epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Creates a timestamp from seconds since the Unix epoch. Saturates at [`MIN`](Self::MIN) and [`MAX`](Self::MAX).
    #[must_use]
    pub const fn from_secs(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// Returns the current time of the system clock.
    #[must_use]
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Returns the milliseconds since the Unix epoch.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }
}

/// Rounds down to milliseconds.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let nanos = |span: Duration| i128::try_from(span.as_nanos()).unwrap_or(i128::MAX);
        millis_of_nanos(match time.duration_since(UNIX_EPOCH) {
            Ok(after) => nanos(after),
            Err(before) => -nanos(before.duration()),
        })
    }
}

/// A time that the system cannot represent is converted to the Unix epoch.
impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> Self {
        let span = Duration::from_millis(time.0.unsigned_abs());
        let moment = if time.0 >= 0 { UNIX_EPOCH.checked_add(span) } else { UNIX_EPOCH.checked_sub(span) };
        moment.unwrap_or(UNIX_EPOCH)
    }
}

/// Converts nanoseconds since the Unix epoch to a timestamp. Rounds down to milliseconds, and saturates.
fn millis_of_nanos(nanos: i128) -> Timestamp {
    let end = if nanos < 0 { Timestamp::MIN } else { Timestamp::MAX };
    i64::try_from(nanos.div_euclid(1_000_000)).map_or(end, Timestamp)
}

/// Formats as RFC 3339 in UTC with milliseconds: `2021-04-20T06:16:16.474Z`.
///
/// A year outside 0000 to 9999 gets a sign and at least six digits (`+012345`), as in ISO 8601.
impl fmt::Debug for Timestamp {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

impl fmt::Display for Timestamp {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, millis) = (self.0.div_euclid(86_400_000), self.0.rem_euclid(86_400_000));
        let (year, month, day) = civil_from_days(days);
        let (seconds, millis) = (millis / 1000, millis % 1000);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        match year {
            0..=9999 => write!(f, "{year:04}")?,
            _ => write!(f, "{year:+07}")?,
        }
        write!(f, "-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
    }
}

impl Slot for Timestamp {
    fn vacant() -> Self {
        Self(0)
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, ReadError> {
        let Some(number) = read_integer(from)? else {
            self.0 = 0;
            return Ok(false);
        };
        let millis = if from.reads_seconds() { number.checked_mul(1000) } else { Some(number) };
        self.0 = millis.ok_or_else(|| from.value_mismatch("a time in seconds", "another number"))?;
        Ok(true)
    }

    fn clear(&mut self) {
        self.0 = 0;
    }

    fn view(&self) -> View<'_> {
        View::Integer(self.0)
    }
}

crate::serde_traits!(Timestamp);

/// Timestamps in the years -9998 to 9998, which every date library supports, a prime number of milliseconds apart.
#[cfg(all(test, any(feature = "chrono", feature = "jiff", feature = "time")))]
fn samples() -> impl Iterator<Item = i64> {
    const FIRST: i64 = -377_673_580_800_000;
    (0..=20_000).map(|step| FIRST + step * 31_543_999_997).chain(-2000..2000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_formatted_in_utc() {
        let cases = [
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_618_899_376_474, "2021-04-20T06:16:16.474Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (-62_167_219_200_001, "-000001-12-31T23:59:59.999Z"),
            (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
            (253_402_300_800_000, "+010000-01-01T00:00:00.000Z"),
            (i64::MIN, "-292275055-05-16T16:47:04.192Z"),
            (i64::MAX, "+292278994-08-17T07:12:55.807Z"),
        ];
        for (millis, shown) in cases {
            assert_eq!(Timestamp::from_millis(millis).to_string(), shown);
        }
    }

    #[test]
    fn the_smallest_and_largest_timestamps_convert_without_a_panic() {
        for millis in [i64::MIN, i64::MAX] {
            let _ = SystemTime::from(Timestamp::from_millis(millis));
        }
        let time = Timestamp::from_millis(-1500);
        assert_eq!(Timestamp::from(SystemTime::from(time)), time);
    }

    #[test]
    fn fractions_of_a_millisecond_are_rounded_down() {
        for (nanos, millis) in [(0, 0), (1, 0), (999_999, 0), (1_000_000, 1)] {
            let span = Duration::from_nanos(nanos);
            assert_eq!(Timestamp::from(UNIX_EPOCH + span), Timestamp(millis), "{nanos}");
            let earlier = if nanos == 0 { 0 } else { -1 };
            assert_eq!(Timestamp::from(UNIX_EPOCH - span), Timestamp(earlier), "-{nanos}");
        }
    }
}
