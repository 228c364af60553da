//! The parts of a description.

/// The parts of a description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Description {
    /// The text without the other parts, on one line.
    pub(crate) text: String,
    pub(crate) example: Option<String>,
    pub(crate) default: Option<String>,
    /// Codes with their labels.
    pub(crate) options: Vec<(String, String)>,
    pub(crate) range: Limits,
    pub(crate) length: Limits,
    /// The scopes of which the app needs one to receive the field.
    pub(crate) scopes: Vec<String>,
}

/// The minimum and the maximum.
pub(crate) type Limits = (Option<i64>, Option<i64>);
