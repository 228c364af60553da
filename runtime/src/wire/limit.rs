//! The limits of values.

use std::fmt;

/// A limit on a parameter or a field. Bounds are inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Minimum and maximum of a number; milliseconds for a timestamp.
    Range(i64, i64),
    /// Minimum and maximum length of a string in characters.
    Length(usize, usize),
    /// Minimum and maximum number of items in a list.
    Items(usize, usize),
}

/// The property of a value that a limit restricts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// An integer.
    Number(i64),
    /// A decimal number.
    Float(f64),
    /// The number of characters of a text.
    Characters(usize),
    /// The number of items of a list or a map.
    Items(usize),
    /// A value that no limit restricts.
    Other,
}

impl Limit {
    /// Describes the violation of the limit, or returns `None` if there is none.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
    pub fn violation(self, measure: Measure) -> Option<String> {
        let fits = match (self, measure) {
            (Self::Range(min, max), Measure::Number(number)) => (min..=max).contains(&number),
            (Self::Range(min, max), Measure::Float(number)) => number >= min as f64 && number <= max as f64,
            (Self::Length(min, max), Measure::Characters(length)) => (min..=max).contains(&length),
            (Self::Items(min, max), Measure::Items(count)) => (min..=max).contains(&count),
            _ => true,
        };
        (!fits).then(|| format!("must be {self}"))
    }
}

impl fmt::Display for Limit {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Range(min, i64::MAX) => write!(f, "at least {min}"),
            Self::Range(i64::MIN, max) => write!(f, "at most {max}"),
            Self::Range(min, max) => write!(f, "between {min} and {max}"),
            Self::Length(0, max) => write!(f, "at most {max} characters long"),
            Self::Length(min, usize::MAX) => write!(f, "at least {min} characters long"),
            Self::Length(min, max) => write!(f, "{min} to {max} characters long"),
            Self::Items(0, max) => write!(f, "a list of at most {max} items"),
            Self::Items(min, usize::MAX) => write!(f, "a list of at least {min} items"),
            Self::Items(min, max) => write!(f, "a list of {min} to {max} items"),
        }
    }
}
