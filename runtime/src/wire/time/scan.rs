//! A scanner for the text of dates and times.

use super::calendar::days_in_month;

/// The description of a syntax error.
pub(in crate::wire) type ParseProblem = &'static str;

pub(in crate::wire) const TRAILING_TEXT: ParseProblem = "unexpected text at the end";

/// The part of a text that has not been read yet.
pub(in crate::wire) struct Scanner<'a>(&'a [u8]);

impl<'a> Scanner<'a> {
    pub(in crate::wire) fn new(text: &'a str) -> Self {
        Self(text.as_bytes())
    }

    /// Reads exactly `count` digits, at most 18.
    pub(in crate::wire) fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        let number = digits.iter().try_fold(0, |number: i64, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i64::from(digit.wrapping_sub(b'0')))
        })?;
        self.0 = rest;
        Some(number)
    }

    /// Reads two digits within bounds.
    pub(in crate::wire) fn two_digits(&mut self, least: u8, most: u8) -> Option<u8> {
        let number = u8::try_from(self.digits(2)?).ok()?;
        (least..=most).contains(&number).then_some(number)
    }

    /// Returns the number of digits that follow.
    pub(in crate::wire) fn count_digits(&self) -> usize {
        self.0.iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    /// Reads one of these bytes.
    pub(in crate::wire) fn one_of(&mut self, bytes: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        let found = bytes.contains(first).then_some(*first)?;
        self.0 = rest;
        Some(found)
    }

    pub(in crate::wire) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads a month and a day of this year: `-MM-DD`.
    pub(in crate::wire) fn month_and_day(&mut self, year: i64) -> Result<(u8, u8), ParseProblem> {
        self.one_of(b"-").ok_or("a hyphen must follow the year")?;
        let month = self.two_digits(1, 12).ok_or("the month must be 01 to 12")?;
        self.one_of(b"-").ok_or("a hyphen must follow the month")?;
        let day = self.two_digits(1, 31).ok_or("the day must be 01 to 31")?;
        if day > days_in_month(year, month) { Err("the month has fewer days") } else { Ok((month, day)) }
    }
}
