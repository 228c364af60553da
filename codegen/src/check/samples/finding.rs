//! What a sample has that the schema does not say.

use crate::check::quirks::Kind;
use crate::diagnostic::Diagnostic;

/// A mistake, unless a quirk of that kind stands at that path.
pub(crate) struct Finding {
    pub(crate) at: String,
    pub(crate) kind: Kind,
    pub(crate) mistake: Diagnostic,
}
