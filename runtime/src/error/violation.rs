//! A parameter that violates a rule.

use std::fmt;

/// An invalid parameter.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FieldViolation {
    pub(super) field: String,
    pub(super) value: String,
    pub(super) description: String,
}

impl FieldViolation {
    pub(crate) fn new(field: &str, description: impl Into<String>) -> Self {
        Self { field: field.to_owned(), value: String::new(), description: description.into() }
    }

    /// Returns the name of the parameter, or the path of a field in the body.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Returns the invalid value, which may contain personal data; empty if this client found the violation.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Returns a description of the violation.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }
}

impl fmt::Display for FieldViolation {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.description)
    }
}

impl fmt::Debug for FieldViolation {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
