//! Conversions to and from the date-times of `jiff`.

use ::jiff::{Timestamp as JiffTimestamp, ZonedDateTime, tz::TimeZone};

use super::{DateTimeError, Timestamp, millis_of_nanos};

/// Rounds down to milliseconds.
impl From<JiffTimestamp> for Timestamp {
    fn from(time: JiffTimestamp) -> Self {
        millis_of_nanos(time.as_nanosecond())
    }
}

/// Drops the time zone and rounds down to milliseconds.
impl From<ZonedDateTime> for Timestamp {
    fn from(time: ZonedDateTime) -> Self {
        time.timestamp().into()
    }
}

/// Drops the time zone and rounds down to milliseconds.
impl From<&ZonedDateTime> for Timestamp {
    fn from(time: &ZonedDateTime) -> Self {
        time.timestamp().into()
    }
}

/// Fails outside the years -9999 to 9999.
impl TryFrom<Timestamp> for JiffTimestamp {
    type Error = DateTimeError;

    fn try_from(time: Timestamp) -> Result<Self, DateTimeError> {
        const OUT_OF_RANGE: DateTimeError = DateTimeError::new("the timestamp is out of range for `jiff::Timestamp`");
        Self::from_millisecond(time.as_millis()).map_err(|_| OUT_OF_RANGE)
    }
}

/// Converts to UTC. Fails outside the years -9999 to 9999.
impl TryFrom<Timestamp> for ZonedDateTime {
    type Error = DateTimeError;

    fn try_from(time: Timestamp) -> Result<Self, DateTimeError> {
        JiffTimestamp::try_from(time).map(|time| time.to_zoned_datetime(TimeZone::UTC))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::time::samples;

    #[test]
    fn timestamps_round_trip() -> Result<(), Box<dyn std::error::Error>> {
        for millis in samples() {
            let time = Timestamp::from_millis(millis);
            let jiff = JiffTimestamp::try_from(time)?;
            assert_eq!((jiff.as_millisecond(), Timestamp::from(jiff)), (millis, time));
            let zoned = jiff.to_zoned_datetime(TimeZone::fixed(::jiff::tz::offset(8)));
            assert_eq!((Timestamp::from(&zoned), Timestamp::from(zoned)), (time, time));
            assert_eq!(ZonedDateTime::try_from(time)?.timestamp(), jiff);
            assert_eq!(jiff.to_string().parse(), Ok(time));
        }
        Ok(())
    }

    #[test]
    fn timestamps_outside_the_range_are_errors() -> Result<(), Box<dyn std::error::Error>> {
        for millis in [i64::MIN, i64::MAX] {
            assert!(JiffTimestamp::try_from(Timestamp::from_millis(millis)).is_err());
            assert!(ZonedDateTime::try_from(Timestamp::from_millis(millis)).is_err());
        }
        assert_eq!(Timestamp::from(JiffTimestamp::MIN).as_millis(), JiffTimestamp::MIN.as_millisecond());
        assert_eq!(Timestamp::from(JiffTimestamp::from_nanosecond(-1)?).as_millis(), -1);
        Ok(())
    }
}
