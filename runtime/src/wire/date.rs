//! Calendar days.

mod arithmetic;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
mod parse;
#[cfg(feature = "time")]
mod time_crate;

use std::fmt;

use super::{Text, text_newtype, time::calendar::days_in_month};

/// Largest year of a valid date, which has four digits.
const MAX_YEAR: i32 = 9999;

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
const NOT_A_DAY: super::DateTimeError = super::DateTimeError::new("the text is not a calendar day");

/// A calendar day in Feishu's format, such as `2024-01-31`.
///
/// - The text of a response is kept unchanged, even if it is not a calendar day. [`ymd`](Self::ymd) returns its year, month and day.
/// - `Date::from` also keeps its text unchanged. [`Date::new`] and [`FromStr`](std::str::FromStr) check that the day exists.
/// - Dates are compared by their text. For `YYYY-MM-DD`, this is the order of the calendar.
/// - The features `jiff`, `chrono` and `time` add conversions to and from `jiff::civil::Date`, `chrono::NaiveDate` and
///   `time::Date`.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(Text);

impl Date {
    /// Returns year, month and day; `None` if the text is not a calendar day.
    ///
    /// The leading zero of month and day may be missing.
    #[must_use]
    #[inline]
    pub fn ymd(&self) -> Option<(i32, u8, u8)> {
        // `parse` would accept a sign.
        if self.0.bytes().any(|byte| !byte.is_ascii_digit() && byte != b'-') {
            return None;
        }
        let mut parts = self.0.splitn(3, '-');
        let year = parts.next()?.parse().ok().filter(|year| (0..=MAX_YEAR).contains(year))?;
        let month = parts.next()?.parse().ok()?;
        let day = parts.next()?.parse().ok()?;
        (1..=days_in_month(i64::from(year), month)).contains(&day).then_some((year, month, day))
    }
}

text_newtype!(Date);

impl fmt::Debug for Date {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({})", self.0)
    }
}

/// Texts that are not a calendar day.
#[cfg(test)]
fn malformed() -> impl Iterator<Item = Date> {
    let texts = "|2024|2024-13-01|2024-00-01|2024-01-00|2024-01-32|2024-02-30|2023-02-29|2024-01-3x|31/01/2024|2024-01-+5|\
        +2024-01-05|-2024-01-05|10000-01-01|99999999999-01-01|2024-01-999|2024--01|2024-01-01-01|2024-01-01 |二〇二四-01-01";
    texts.split('|').map(Date::from)
}

/// Every 89th day of the years 0 to 9999, and every 29 February.
#[cfg(all(test, any(feature = "chrono", feature = "jiff", feature = "time")))]
fn samples() -> impl Iterator<Item = Date> {
    let steps = (0..41_000).filter_map(|step| Date::from("0000-01-01").checked_add_days(step * 89));
    steps.chain((0..=MAX_YEAR).filter_map(|year| Date::new(year, 2, 29).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ymd_returns_year_month_and_day() {
        assert_eq!(Date::from("2024-01-31").ymd(), Some((2024, 1, 31)));
        assert_eq!(Date::from("2024-1-5").ymd(), Some((2024, 1, 5)));
        for date in malformed() {
            assert_eq!(date.ymd(), None, "{date}");
        }
    }

    #[test]
    fn dates_are_in_the_order_of_the_calendar() -> Result<(), super::super::DateTimeError> {
        let mut dates = [Date::new(2024, 10, 1)?, Date::new(2024, 9, 30)?, Date::new(987, 12, 31)?];
        dates.sort();
        let texts: Vec<_> = dates.iter().map(Date::as_str).collect();
        assert_eq!(texts, ["0987-12-31", "2024-09-30", "2024-10-01"]);
        Ok(())
    }
}
