//! Chinese descriptions of parameters.

use std::collections::BTreeMap;

use crate::source::Span;

/// Chinese descriptions by the English ones.
pub type Translations = BTreeMap<String, Translation>;

/// A Chinese description.
#[derive(Clone, Debug)]
pub struct Translation {
    pub zh: String,
    pub span: Span,
}
