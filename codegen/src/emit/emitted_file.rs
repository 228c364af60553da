//! The files of the emitted crate.

use super::part::Part;

/// One file of the emitted crate.
#[derive(Debug)]
pub(crate) struct EmittedFile {
    /// The path relative to the crate, such as `src/types/common.rs`.
    pub(crate) path: String,
    /// The source in the schema, such as `schema/types/common.yaml`.
    pub(crate) origin: String,
    pub(crate) content: Content,
}

#[derive(Debug)]
pub(crate) enum Content {
    Rust(Vec<Part>),
    /// Copied unchanged.
    Verbatim(String),
}
