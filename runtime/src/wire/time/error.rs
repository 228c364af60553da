//! The error of invalid timestamps and dates.

use std::fmt;

/// The error of a text or a value that cannot be converted to or from a [`Timestamp`](super::Timestamp) or a [`Date`](crate::Date).
///
/// The message contains the problem and the expected format. It does not contain the text, which may be personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTimeError {
    problem: &'static str,
    expected: Option<&'static str>,
}

impl DateTimeError {
    /// Creates an error for a value that the other type cannot represent.
    pub(in crate::wire) const fn new(problem: &'static str) -> Self {
        Self { problem, expected: None }
    }

    /// Creates an error for a text with an invalid format.
    pub(in crate::wire) const fn malformed(problem: &'static str, expected: &'static str) -> Self {
        Self { problem, expected: Some(expected) }
    }
}

impl fmt::Display for DateTimeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.problem)?;
        self.expected.map_or(Ok(()), |expected| write!(f, "; expected {expected}"))
    }
}

impl std::error::Error for DateTimeError {}
