//! Differences between a sample and the schema.

use crate::check::quirks::Kind;
use crate::diagnostic::Diagnostic;

/// An error, unless a quirk of this kind exists at this path.
pub(crate) struct Finding {
    pub(crate) at: String,
    pub(crate) kind: Kind,
    pub(crate) diagnostic: Diagnostic,
}
