//! Conversions to and from the date-times of `chrono`.

use ::chrono::{DateTime, TimeZone, Utc};

use super::{DateTimeError, Timestamp};

/// Drops the time zone and rounds down to milliseconds. A leap second is converted to the following second.
impl<Tz: TimeZone> From<DateTime<Tz>> for Timestamp {
    fn from(time: DateTime<Tz>) -> Self {
        // chrono represents a leap second as the previous second with 1000 ms or more.
        if time.timestamp_subsec_millis() >= 1000 {
            return Self::from_secs(time.timestamp().saturating_add(1));
        }
        Self::from_millis(time.timestamp_millis())
    }
}

/// Converts to UTC. Fails outside the years -262143 to 262142.
impl TryFrom<Timestamp> for DateTime<Utc> {
    type Error = DateTimeError;

    fn try_from(time: Timestamp) -> Result<Self, DateTimeError> {
        const OUT_OF_RANGE: DateTimeError = DateTimeError::new("the timestamp is out of range for `chrono::DateTime`");
        Self::from_timestamp_millis(time.as_millis()).ok_or(OUT_OF_RANGE)
    }
}

#[cfg(test)]
mod tests {
    use ::chrono::{FixedOffset, NaiveDate};

    use super::*;
    use crate::wire::time::samples;

    #[test]
    fn timestamps_round_trip() -> Result<(), Box<dyn std::error::Error>> {
        let east = FixedOffset::east_opt(8 * 3600).ok_or("an offset")?;
        for millis in samples() {
            let time = Timestamp::from_millis(millis);
            let chrono = DateTime::<Utc>::try_from(time)?;
            assert_eq!((chrono.timestamp_millis(), Timestamp::from(chrono)), (millis, time));
            assert_eq!(Timestamp::from(chrono.with_timezone(&east)), time);
        }
        Ok(())
    }

    #[test]
    fn timestamps_outside_the_range_are_errors() {
        for millis in [i64::MIN, i64::MAX] {
            assert!(DateTime::<Utc>::try_from(Timestamp::from_millis(millis)).is_err());
        }
        for end in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            assert_eq!(Timestamp::from(end).as_millis(), end.timestamp_millis());
        }
        assert_eq!(
            DateTime::<Utc>::from_timestamp(-1, 999_999_999).map(Timestamp::from),
            Some(Timestamp::from_millis(-1))
        );
    }

    #[test]
    fn a_leap_second_is_converted_to_the_following_second() {
        let day = NaiveDate::from_ymd_opt(2016, 12, 31);
        let leap = day.and_then(|day| day.and_hms_milli_opt(23, 59, 59, 1_500)).map(|time| time.and_utc());
        assert_eq!(leap.map(Timestamp::from).map(Ok), Some("2016-12-31T23:59:60.5Z".parse()));
    }
}
