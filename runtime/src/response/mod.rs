//! Responses: the raw one, whose envelope is read here (`raw`), the metadata beside the data (`metadata`, `retry_after`), and masked excerpts of a body
//! for error messages (`excerpt`).

pub(crate) mod excerpt;
mod metadata;
pub(crate) mod raw;
mod retry_after;

pub(crate) use metadata::header_text;
pub use metadata::{Metadata, RateLimit, Response};
