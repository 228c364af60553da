//! A file of the emitted crate.

use super::part::Part;

/// One file of the emitted crate.
#[derive(Debug)]
pub(crate) struct Unit {
    /// Relative to the crate: `src/types/common.rs`.
    pub(crate) path: String,
    /// Its source in the schema: `schema/types/common.yaml`.
    pub(crate) origin: String,
    pub(crate) content: Content,
}

#[derive(Debug)]
pub(crate) enum Content {
    Rust(Vec<Part>),
    /// Copied unchanged.
    Verbatim(String),
}
