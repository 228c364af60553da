//! Date arithmetic.

use super::Date;
use crate::wire::time::calendar::{civil_from_days, days_from_civil};

impl Date {
    /// Adds a number of days, or subtracts it if it is negative.
    ///
    /// Returns `None` if this date is not a calendar day, or if the result is outside the years 0 to 9999.
    ///
    /// # Examples
    ///
    /// ```
    /// use feishu_runtime::Date;
    ///
    /// let date = Date::new(2024, 2, 28)?;
    /// assert_eq!(date.checked_add_days(2), Some(Date::new(2024, 3, 1)?));
    /// assert_eq!(date.checked_add_days(-59), Some(Date::new(2023, 12, 31)?));
    /// # Ok::<(), feishu_runtime::DateTimeError>(())
    /// ```
    #[must_use]
    pub fn checked_add_days(&self, days: i32) -> Option<Self> {
        let (year, month, day) = civil_from_days(self.days_since_epoch()? + i64::from(days));
        Self::new(i32::try_from(year).ok()?, month, day).ok()
    }

    /// Returns the number of days from `earlier` to this date; negative if `earlier` is later.
    ///
    /// Returns `None` if one of the two dates is not a calendar day.
    #[must_use]
    pub fn days_since(&self, earlier: &Self) -> Option<i64> {
        Some(self.days_since_epoch()? - earlier.days_since_epoch()?)
    }

    /// Returns the number of days since 1970-01-01, whose absolute value is below 3 million.
    fn days_since_epoch(&self) -> Option<i64> {
        let (year, month, day) = self.ymd()?;
        Some(days_from_civil(i64::from(year), month, day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adding_and_subtracting_days_round_trips() -> Result<(), Box<dyn std::error::Error>> {
        let (first, last) = (Date::new(0, 1, 1)?, Date::new(9999, 12, 31)?);
        assert_eq!(last.days_since(&first), Some(3_652_424));
        for days in (0..=3_652_424).step_by(97) {
            let date = first.checked_add_days(days).ok_or("a day of these years")?;
            assert_eq!(date.days_since(&first), Some(i64::from(days)));
            assert_eq!(date.checked_add_days(-days).as_ref(), Some(&first));
            assert_eq!(date.to_string().parse().as_ref(), Ok(&date));
        }
        Ok(())
    }

    #[test]
    fn dates_outside_the_range_are_none() -> Result<(), Box<dyn std::error::Error>> {
        let (first, last) = (Date::new(0, 1, 1)?, Date::new(9999, 12, 31)?);
        for days in [1, i32::MAX] {
            assert_eq!((last.checked_add_days(days), first.checked_add_days(-days)), (None, None));
        }
        assert_eq!(first.checked_add_days(i32::MIN), None);
        let none = Date::from("2024-02-30");
        assert_eq!((none.checked_add_days(1), none.days_since(&first), first.days_since(&none)), (None, None, None));
        Ok(())
    }
}
