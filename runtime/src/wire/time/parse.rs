//! Parses timestamps from RFC 3339 text.

use std::str::FromStr;

use super::{
    DateTimeError, Timestamp,
    calendar::days_from_civil,
    scan::{ParseProblem, Scanner, TRAILING_TEXT},
};

const EXPECTED: &str = "RFC 3339 with an offset from UTC, such as 2021-04-20T14:16:16.474+08:00";

/// Parses RFC 3339, such as `2021-04-20T06:16:16Z` or `2021-04-20 14:16:16.474+08:00`.
///
/// - The offset is required, because a local time is ambiguous.
/// - Fractions of a millisecond are ignored.
/// - A leap second (`23:59:60` in UTC) is read as the following second, as in Unix time.
/// - Years outside 0000 to 9999 have a sign and six to nine digits, as [`Display`](std::fmt::Display) writes them.
/// - A plain number is an error, because its unit is unknown; use [`Timestamp::from_millis`] or
///   [`Timestamp::from_secs`].
///
/// # Examples
///
/// ```
/// use feishu_runtime::Timestamp;
///
/// let time: Timestamp = "2021-04-20T14:16:16.474+08:00".parse()?;
/// assert_eq!(time, Timestamp::from_millis(1_618_899_376_474));
/// assert!("1618899376474".parse::<Timestamp>().is_err());
/// # Ok::<(), feishu_runtime::DateTimeError>(())
/// ```
impl FromStr for Timestamp {
    type Err = DateTimeError;

    fn from_str(text: &str) -> Result<Self, DateTimeError> {
        parse(text).map_err(|problem| DateTimeError::malformed(problem, EXPECTED))
    }
}

fn parse(text: &str) -> Result<Timestamp, ParseProblem> {
    let magnitude = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !magnitude.is_empty() && magnitude.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("a plain number has no unit; use `Timestamp::from_millis` or `from_secs`");
    }
    let mut scanner = Scanner::new(text);
    let year = year(&mut scanner)?;
    let (month, day) = scanner.month_and_day(year)?;
    scanner.one_of(b"Tt ").ok_or("the time of day is missing")?;
    let time = time_of_day(&mut scanner)?;
    let offset = offset(&mut scanner)?;
    if !scanner.is_at_end() {
        return Err(TRAILING_TEXT);
    }
    let seconds = days_from_civil(year, month, day) * 86_400 + time.seconds - offset;
    if time.is_leap_second && seconds.rem_euclid(86_400) != 0 {
        return Err("a leap second ends a day in UTC");
    }
    let millis = i128::from(seconds) * 1000 + i128::from(time.millis);
    i64::try_from(millis).map(Timestamp).map_err(|_| "the year is out of range")
}

fn year(scanner: &mut Scanner<'_>) -> Result<i64, ParseProblem> {
    let Some(sign) = scanner.one_of(b"+-") else {
        return scanner.digits(4).ok_or("the year must have four digits");
    };
    let count = scanner.count_digits();
    let year = scanner.digits(count).filter(|_| (6..=9).contains(&count));
    let year = year.ok_or("a year with a sign must have six to nine digits")?;
    Ok(if sign == b'-' { -year } else { year })
}

struct TimeOfDay {
    seconds: i64,
    millis: i64,
    is_leap_second: bool,
}

fn time_of_day(scanner: &mut Scanner<'_>) -> Result<TimeOfDay, ParseProblem> {
    let hour = scanner.two_digits(0, 23).ok_or("the hour must be 00 to 23")?;
    scanner.one_of(b":").ok_or("a colon must follow the hour")?;
    let minute = scanner.two_digits(0, 59).ok_or("the minute must be 00 to 59")?;
    scanner.one_of(b":").ok_or("a colon must follow the minute")?;
    let second = scanner.two_digits(0, 60).ok_or("the second must be 00 to 59, or 60 for a leap second")?;
    let millis = match scanner.one_of(b".") {
        None => 0,
        Some(_) => fraction(scanner)?,
    };
    let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    let is_leap_second = second == 60;
    // Unix time cannot represent fractions of a leap second.
    Ok(TimeOfDay { seconds, millis: if is_leap_second { 0 } else { millis }, is_leap_second })
}

/// Reads the digits of a fraction and returns whole milliseconds.
fn fraction(scanner: &mut Scanner<'_>) -> Result<i64, ParseProblem> {
    let mut millis = 0;
    let mut weight = 100;
    if scanner.count_digits() == 0 {
        return Err("a digit must follow the decimal point");
    }
    while let Some(digit) = scanner.digits(1) {
        millis += digit * weight;
        weight /= 10;
    }
    Ok(millis)
}

/// Reads an offset from UTC and returns seconds.
fn offset(scanner: &mut Scanner<'_>) -> Result<i64, ParseProblem> {
    const FORM: ParseProblem = "the offset must be Z or up to 23:59, such as +08:00";
    let sign = match scanner.one_of(b"Zz+-") {
        Some(b'Z' | b'z') => return Ok(0),
        Some(b'-') => -1,
        Some(_) => 1,
        None if scanner.is_at_end() => return Err("the offset from UTC is missing"),
        None => return Err(FORM),
    };
    let hour = scanner.two_digits(0, 23).ok_or(FORM)?;
    scanner.one_of(b":").ok_or(FORM)?;
    let minute = scanner.two_digits(0, 59).ok_or(FORM)?;
    Ok(sign * (i64::from(hour) * 3600 + i64::from(minute) * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_of_rfc_3339_are_parsed() {
        let cases = [
            ("2021-04-20T06:16:16.474Z", 1_618_899_376_474),
            ("2021-04-20t06:16:16.474z", 1_618_899_376_474),
            ("2021-04-20 14:16:16.474+08:00", 1_618_899_376_474),
            ("2021-04-19T20:46:16.474-09:30", 1_618_899_376_474),
            ("2021-04-20T06:16:16.4749999999999999999999Z", 1_618_899_376_474),
            ("2021-04-20T06:16:16.4-00:00", 1_618_899_376_400),
            ("2021-04-20T06:16:16Z", 1_618_899_376_000),
            ("2024-02-29T23:59:59Z", 1_709_251_199_000),
            ("1969-12-31T23:59:59.999Z", -1),
            ("1969-12-31T23:59:59.9999Z", -1),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000),
            ("+012345-01-01T00:00:00Z", 327_403_382_400_000),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000),
            ("2017-01-01T07:59:60.9+08:00", 1_483_228_800_000),
        ];
        for (text, millis) in cases {
            assert_eq!(text.parse(), Ok(Timestamp(millis)), "{text}");
        }
    }

    #[test]
    fn errors_describe_the_problem() {
        let cases = [
            ("", "the year must have four digits"),
            ("1618899376474", "a plain number"),
            ("-5", "a plain number"),
            ("99-01-01T00:00:00Z", "the year must have four digits"),
            ("+2021-01-01T00:00:00Z", "a year with a sign"),
            ("+9999999999-01-01T00:00:00Z", "a year with a sign"),
            ("+999999999-01-01T00:00:00Z", "the year is out of range"),
            ("-999999999-01-01T00:00:00Z", "the year is out of range"),
            ("2021/04/20", "a hyphen must follow the year"),
            ("2021-13-01T00:00:00Z", "the month must be 01 to 12"),
            ("2021-1-01T00:00:00Z", "the month must be 01 to 12"),
            ("2021-01-00T00:00:00Z", "the day must be 01 to 31"),
            ("2023-02-29T00:00:00Z", "the month has fewer days"),
            ("2024-02-30T00:00:00Z", "the month has fewer days"),
            ("2021-04-20", "the time of day is missing"),
            ("2021-04-20T24:00:00Z", "the hour must be"),
            ("2021-04-20T06:60:00Z", "the minute must be"),
            ("2021-04-20T06:16Z", "a colon must follow the minute"),
            ("2021-04-20T06:16:61Z", "the second must be"),
            ("2021-04-20T06:16:60Z", "a leap second ends a day"),
            ("2021-04-20T06:16:16.Z", "a digit must follow"),
            ("2021-04-20T06:16:16,5Z", "the offset must be"),
            ("2021-04-20T06:16:16", "the offset from UTC is missing"),
            ("2021-04-20T06:16:16+0800", "the offset must be"),
            ("2021-04-20T06:16:16+24:00", "the offset must be"),
            ("2021-04-20T06:16:16Z ", "unexpected text at the end"),
            ("2021-04-20T06:16:16+08:00[Asia/Shanghai]", "unexpected text at the end"),
            ("二〇二一年", "the year must have four digits"),
        ];
        for (text, problem) in cases {
            let error = text.parse::<Timestamp>().map_err(|error| error.to_string()).expect_err(text);
            assert!(error.starts_with(problem) && error.contains("expected RFC 3339"), "{text}: {error}");
        }
    }

    /// Returns timestamps at intervals of a prime number of milliseconds, and those around every power of two.
    fn many() -> impl Iterator<Item = i64> {
        let steps = (-40_000..40_000).map(|step| step * 7_919_000_003);
        let powers = (0..63).map(|shift| 1_i64 << shift).flat_map(|power| [power - 1, power, power + 1, -power]);
        steps.chain(powers).chain([i64::MIN, i64::MIN + 1, i64::MAX])
    }

    #[test]
    fn timestamps_round_trip_through_text() {
        for millis in many() {
            let text = Timestamp(millis).to_string();
            assert_eq!(text.parse(), Ok(Timestamp(millis)), "{text}");
        }
    }

    /// Replaces or removes each byte in turn. The result is ignored; the test only detects panics.
    #[test]
    fn invalid_text_does_not_panic() {
        for text in ["2021-04-20T14:16:16.474+08:00", "+292278994-08-17T07:12:55.807Z"] {
            for (at, _) in text.char_indices() {
                let (before, after) = text.split_at_checked(at).unwrap_or_default();
                assert!(before.parse::<Timestamp>().is_err(), "{before}");
                for other in ["", "0", "9", "-", "+", ":", ".", "Z", " ", "\0", "é", "日"] {
                    let _ = format!("{before}{other}{}", after.get(1..).unwrap_or_default()).parse::<Timestamp>();
                    let _ = format!("{before}{other}{after}").parse::<Timestamp>();
                }
            }
        }
    }
}
