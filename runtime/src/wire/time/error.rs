//! Why a text or a value is no timestamp or date.

use std::fmt;

/// The error of a text or value that is not a valid [`Timestamp`](super::Timestamp) or [`Date`](crate::Date).
///
/// The message says what is wrong and which form is expected. It does not repeat the text, which may be personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTimeError {
    problem: &'static str,
    expected: Option<&'static str>,
}

impl DateTimeError {
    /// A value that has no counterpart in the other type.
    pub(in crate::wire) const fn new(problem: &'static str) -> Self {
        Self { problem, expected: None }
    }

    /// A text that does not have the expected form.
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
