//! Error of invalid timestamps and dates.

use std::fmt;

/// Error for a text or value that is not a valid [`Timestamp`](super::Timestamp) or [`Date`](crate::Date).
///
/// The message contains the problem and the expected format. It does not contain the text, which may be personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTimeError {
    problem: &'static str,
    expected: Option<&'static str>,
}

impl DateTimeError {
    /// Creates an error for a value without a counterpart in the other type.
    pub(in crate::wire) const fn new(problem: &'static str) -> Self {
        Self { problem, expected: None }
    }

    /// Creates an error for a text with an invalid format.
    pub(in crate::wire) const fn malformed(problem: &'static str, expected: &'static str) -> Self {
        Self { problem, expected: Some(expected) }
    }
}

impl fmt::Display for DateTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.problem)?;
        self.expected.map_or(Ok(()), |expected| write!(f, "; expected {expected}"))
    }
}

impl std::error::Error for DateTimeError {}
