//! Conversions to and from the dates of `chrono`.

use ::chrono::{Datelike, NaiveDate};

use super::{Date, NOT_A_DAY};
use crate::wire::DateTimeError;

/// Fails outside the years 0 to 9999.
impl TryFrom<NaiveDate> for Date {
    type Error = DateTimeError;

    fn try_from(date: NaiveDate) -> Result<Self, DateTimeError> {
        let part = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
        Self::new(date.year(), part(date.month()), part(date.day()))
    }
}

/// Fails if the text is not a calendar day.
impl TryFrom<&Date> for NaiveDate {
    type Error = DateTimeError;

    fn try_from(date: &Date) -> Result<Self, DateTimeError> {
        let (year, month, day) = date.ymd().ok_or(NOT_A_DAY)?;
        Self::from_ymd_opt(year, month.into(), day.into()).ok_or(NOT_A_DAY)
    }
}

/// Fails if the text is not a calendar day.
impl TryFrom<Date> for NaiveDate {
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
            let other = NaiveDate::try_from(&date)?;
            assert_eq!(other.to_string(), date.as_str());
            assert_eq!(Date::try_from(other)?, date);
        }
        for date in malformed() {
            assert!(NaiveDate::try_from(date.clone()).is_err(), "{date}");
        }
        for end in [NaiveDate::MIN, NaiveDate::MAX] {
            assert!(Date::try_from(end).is_err());
        }
        Ok(())
    }
}
