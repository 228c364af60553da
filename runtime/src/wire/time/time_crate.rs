//! Conversions to and from the date-times of the crate `time`.

use ::time::OffsetDateTime;

use super::{DateTimeError, Timestamp, millis_of_nanos};

/// Drops the offset and rounds down to milliseconds.
impl From<OffsetDateTime> for Timestamp {
    fn from(time: OffsetDateTime) -> Self {
        millis_of_nanos(time.unix_timestamp_nanos())
    }
}

/// Converts to UTC. Fails outside the years -9999 to 9999.
impl TryFrom<Timestamp> for OffsetDateTime {
    type Error = DateTimeError;

    fn try_from(time: Timestamp) -> Result<Self, DateTimeError> {
        const OUT_OF_RANGE: DateTimeError =
            DateTimeError::new("the timestamp is out of range for `time::OffsetDateTime`");
        Self::from_unix_timestamp_nanos(i128::from(time.as_millis()) * 1_000_000).map_err(|_| OUT_OF_RANGE)
    }
}

#[cfg(test)]
mod tests {
    use ::time::UtcOffset;

    use super::*;
    use crate::wire::time::samples;

    #[test]
    fn timestamps_round_trip() -> Result<(), Box<dyn std::error::Error>> {
        let east = UtcOffset::from_hms(8, 0, 0)?;
        for millis in samples() {
            let time = Timestamp::from_millis(millis);
            let other = OffsetDateTime::try_from(time)?;
            assert_eq!((other.unix_timestamp_nanos(), Timestamp::from(other)), (i128::from(millis) * 1_000_000, time));
            if let Some(other) = other.checked_to_offset(east) {
                assert_eq!(Timestamp::from(other), time);
            }
        }
        Ok(())
    }

    #[test]
    fn timestamps_outside_the_range_are_errors() -> Result<(), Box<dyn std::error::Error>> {
        for millis in [i64::MIN, i64::MAX] {
            assert!(OffsetDateTime::try_from(Timestamp::from_millis(millis)).is_err());
        }
        assert_eq!(Timestamp::from(OffsetDateTime::from_unix_timestamp_nanos(-1)?).as_millis(), -1);
        Ok(())
    }
}
