//! Days of the calendar.

use std::fmt;

use super::text_newtype;

/// A day as Feishu writes it: `2024-01-31`.
///
/// The text is kept as it came; [`Date::ymd`] takes it apart.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(String);

impl Date {
    /// Year, month and day; `None` when the text is no such date.
    #[must_use]
    pub fn ymd(&self) -> Option<(i32, u8, u8)> {
        let mut parts = self.0.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
        let day = parts.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
        Some((year, month, day))
    }
}

text_newtype!(Date);

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_a_date_apart() {
        assert_eq!(Date::from("2024-01-31").ymd(), Some((2024, 1, 31)));
        for text in ["", "2024", "2024-13-01", "2024-01-00", "2024-01-32", "2024-01-3x", "31/01/2024"] {
            assert_eq!(Date::from(text).ymd(), None, "{text}");
        }
    }
}
