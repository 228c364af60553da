//! Conversions to and from the dates of `jiff`.

use ::jiff::civil;

use super::{Date, NOT_A_DAY};
use crate::wire::DateTimeError;

/// Fails for years before 0.
impl TryFrom<civil::Date> for Date {
    type Error = DateTimeError;

    fn try_from(date: civil::Date) -> Result<Self, DateTimeError> {
        Self::new(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs())
    }
}

/// Fails if the text is not a calendar day.
impl TryFrom<&Date> for civil::Date {
    type Error = DateTimeError;

    fn try_from(date: &Date) -> Result<Self, DateTimeError> {
        let (year, month, day) = date.ymd().ok_or(NOT_A_DAY)?;
        let year = i16::try_from(year).map_err(|_| NOT_A_DAY)?;
        Self::new(year, month.cast_signed(), day.cast_signed()).map_err(|_| NOT_A_DAY)
    }
}

/// Fails if the text is not a calendar day.
impl TryFrom<Date> for civil::Date {
    type Error = DateTimeError;

    fn try_from(date: Date) -> Result<Self, DateTimeError> {
        Self::try_from(&date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::date::{malformed, samples};

    #[test]
    fn dates_round_trip() -> Result<(), Box<dyn std::error::Error>> {
        for date in samples() {
            let other = civil::Date::try_from(&date)?;
            assert_eq!(other.to_string(), date.as_str());
            assert_eq!(Date::try_from(other)?, date);
        }
        for date in malformed() {
            assert!(civil::Date::try_from(date.clone()).is_err(), "{date}");
        }
        assert!(Date::try_from(civil::Date::MIN).is_err());
        assert_eq!(Date::try_from(civil::Date::MAX)?.as_str(), "9999-12-31");
        Ok(())
    }
}
