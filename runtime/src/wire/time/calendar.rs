//! The proleptic Gregorian calendar: conversion between days since 1970-01-01 and year, month and day.

/// Returns year, month and day of a day number, counted from 1970-01-01.
///
/// Uses eras of 400 years that start on 1 March, so that the leap day is the last day of a year.
/// The day number must be at least 719,468 below `i64::MAX`.
pub(in crate::wire) fn civil_from_days(days: i64) -> (i64, u8, u8) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    // Month and day are at most 31, so the conversions cannot fail.
    (year, u8::try_from(month).unwrap_or_default(), u8::try_from(day).unwrap_or_default())
}

/// Returns the number of days from 1970-01-01 to a calendar day, whose year must have at most nine digits.
pub(in crate::wire) fn days_from_civil(year: i64, month: u8, day: u8) -> i64 {
    let (month, day) = (i64::from(month), i64::from(day));
    let shifted_year = year - i64::from(month <= 2);
    let (era, year_of_era) = (shifted_year.div_euclid(400), shifted_year.rem_euclid(400));
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Returns the number of days of a month; 0 for a month that does not exist.
pub(in crate::wire) fn days_in_month(year: i64, month: u8) -> u8 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consecutive_day_numbers_are_consecutive_days() {
        let (mut year, mut month, mut day) = (-801, 1, 1);
        let first = days_from_civil(year, month, day);
        for days in first..first + 3 * 400 * 366 {
            assert_eq!(civil_from_days(days), (year, month, day));
            assert_eq!(days_from_civil(year, month, day), days);
            day += 1;
            if day > days_in_month(year, month) {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
    }

    #[test]
    fn february_has_29_days_in_leap_years() {
        for (year, days) in [(2023, 28), (2024, 29), (1900, 28), (2000, 29), (0, 29), (-4, 29), (-100, 28), (-400, 29)]
        {
            assert_eq!(days_in_month(year, 2), days, "{year}");
        }
        assert_eq!((days_in_month(2024, 0), days_in_month(2024, 13)), (0, 0));
    }
}
