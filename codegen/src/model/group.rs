//! Groups of operations.

use std::collections::BTreeSet;

use crate::source::Span;

/// A group of operations, which is a feature of the emitted crate.
#[derive(Clone, Debug)]
pub struct Group {
    /// The name of the feature.
    pub name: String,
    pub zh: String,
    pub doc: String,
    pub resources: Vec<Resource>,
    pub span: Span,
}

/// A resource that a group lists.
#[derive(Clone, Debug)]
pub struct Resource {
    pub service: String,
    pub name: String,
    /// The title, a plural such as `Job requirements`.
    pub title: String,
    pub zh: String,
    pub doc: String,
    /// The Chinese description.
    pub doc_zh: Option<String>,
    pub span: Span,
}

/// The names of the groups whose operations use an item, directly or through other types.
pub type GroupNames = BTreeSet<String>;
