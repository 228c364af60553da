//! Conversions to and from the dates of the crate `time`.

use ::time::Month;

use super::{Date, NOT_A_DAY};
use crate::wire::DateTimeError;

/// Fails outside the years 0 to 9999.
impl TryFrom<::time::Date> for Date {
    type Error = DateTimeError;

    fn try_from(date: ::time::Date) -> Result<Self, DateTimeError> {
        Self::new(date.year(), date.month().into(), date.day())
    }
}

/// Fails if the text is not a calendar day.
impl TryFrom<&Date> for ::time::Date {
    type Error = DateTimeError;

    fn try_from(date: &Date) -> Result<Self, DateTimeError> {
        let (year, month, day) = date.ymd().ok_or(NOT_A_DAY)?;
        let month = Month::try_from(month).map_err(|_| NOT_A_DAY)?;
        Self::from_calendar_date(year, month, day).map_err(|_| NOT_A_DAY)
    }
}

/// Fails if the text is not a calendar day.
impl TryFrom<Date> for ::time::Date {
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
            let other = ::time::Date::try_from(&date)?;
            assert_eq!(Some((other.year(), other.month().into(), other.day())), date.ymd());
            assert_eq!(Date::try_from(other)?, date);
        }
        for date in malformed() {
            assert!(::time::Date::try_from(date.clone()).is_err(), "{date}");
        }
        assert!(Date::try_from(::time::Date::MIN).is_err());
        Ok(())
    }
}
