//! Creates checked dates from text and numbers.

use std::str::FromStr;

use super::{Date, MAX_YEAR};
use crate::wire::{
    DateTimeError,
    time::{
        calendar::days_in_month,
        scan::{ParseProblem, Scanner, TRAILING_TEXT},
    },
};

const EXPECTED: &str = "a calendar day such as 2024-01-31";

impl Date {
    /// Creates a date from its year (0 to 9999), month (1 to 12) and day.
    ///
    /// # Errors
    /// Returns an error if the day does not exist.
    ///
    /// # Examples
    ///
    /// ```
    /// use feishu_runtime::Date;
    ///
    /// assert_eq!(Date::new(2024, 2, 29)?.as_str(), "2024-02-29");
    /// assert!(Date::new(2023, 2, 29).is_err());
    /// # Ok::<(), feishu_runtime::DateTimeError>(())
    /// ```
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, DateTimeError> {
        let problem = if !(0..=MAX_YEAR).contains(&year) {
            "the year must be 0 to 9999"
        } else if !(1..=12).contains(&month) {
            "the month must be 1 to 12"
        } else if !(1..=days_in_month(i64::from(year), month)).contains(&day) {
            "the month has no such day"
        } else {
            return Ok(Self(format!("{year:04}-{month:02}-{day:02}").into()));
        };
        Err(DateTimeError::new(problem))
    }
}

/// Parses a calendar day such as `2024-01-31`, and checks that it exists.
///
/// To keep a text unchanged, use `Date::from`.
///
/// # Examples
///
/// ```
/// use feishu_runtime::Date;
///
/// assert!("2024-02-29".parse::<Date>().is_ok());
/// assert!("2024-02-30".parse::<Date>().is_err());
/// assert_eq!(Date::from("2024-02-30").as_str(), "2024-02-30");
/// ```
impl FromStr for Date {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        check(text).map_err(|problem| DateTimeError::malformed(problem, EXPECTED))?;
        Ok(Self(text.into()))
    }
}

fn check(text: &str) -> Result<(), ParseProblem> {
    let mut scanner = Scanner::new(text);
    let year = scanner.digits(4).ok_or("the year must have four digits")?;
    scanner.month_and_day(year)?;
    if scanner.is_at_end() { Ok(()) } else { Err(TRAILING_TEXT) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for year in [0, 1, 1900, 2000, 2023, 2024, 2100, 9999] {
            for (month, day) in (0..=13).flat_map(|month| (0..=32).map(move |day| (month, day))) {
                let text = format!("{year:04}-{month:02}-{day:02}");
                let exists = (1..=days_in_month(year, month)).contains(&day);
                let parsed = text.parse::<Date>();
                assert_eq!(parsed.is_ok(), exists, "{text}");
                let year = i32::try_from(year).expect("small");
                assert_eq!(Date::new(year, month, day).ok(), parsed.ok(), "{text}");
                assert_eq!(Date::from(text.as_str()).ymd(), exists.then_some((year, month, day)), "{text}");
            }
        }
    }

    #[test]
    fn errors_describe_the_problem() {
        let cases = [
            ("", "the year must have four digits"),
            ("24-01-31", "the year must have four digits"),
            ("+2024-01-31", "the year must have four digits"),
            ("2024/01/31", "a hyphen must follow the year"),
            ("2024-1-31", "the month must be 01 to 12"),
            ("2024-01", "a hyphen must follow the month"),
            ("2024-01-3x", "the day must be 01 to 31"),
            ("2024-02-30", "the month has fewer days"),
            ("2024-01-31T00:00:00Z", "unexpected text at the end"),
            ("2024年1月31日", "a hyphen must follow the year"),
        ];
        for (text, problem) in cases {
            let error = text.parse::<Date>().map_err(|error| error.to_string()).expect_err(text);
            assert_eq!(error, format!("{problem}; expected a calendar day such as 2024-01-31"), "{text}");
        }
        for (year, month, day) in [(-1, 1, 1), (10_000, 1, 1), (2024, 0, 1), (2024, 13, 1), (2024, 4, 31), (2024, 4, 0)]
        {
            assert!(Date::new(year, month, day).is_err(), "{year} {month} {day}");
        }
    }
}
