//! Known discrepancies.

/// A known discrepancy between documentation page, sample and observed behavior. `check` rejects quirks that are not needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quirk {
    pub at: String,
    pub kind: &'static str,
    /// A short description of the discrepancy.
    pub summary: &'static str,
    /// The documented codes, for `fewer_values`.
    pub values: Vec<String>,
    /// The undocumented fields, for `fewer_fields`.
    pub fields: Vec<String>,
    pub because: String,
    pub docs: String,
    pub observed: String,
}
