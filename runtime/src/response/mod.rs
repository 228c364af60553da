//! Responses: reading of the envelope and the data (`raw`), metadata (`metadata`, `retry_after`), and masked excerpts of a body for error messages
//! (`excerpt`).

pub(crate) mod excerpt;
mod metadata;
pub(crate) mod raw;
mod retry_after;

pub(crate) use metadata::header_text;
pub use metadata::{Metadata, RateLimit, Response};
