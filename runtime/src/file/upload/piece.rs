//! The sections of a form.

use std::sync::Arc;

use bytes::Bytes;

use super::local::LocalFile;
use crate::file::progress::Observer;

/// A section of the body.
#[derive(Clone)]
pub(super) enum Piece {
    /// Everything except files: part headers, texts, boundaries.
    Frame(Bytes),
    Memory(Bytes, Observer),
    Disk(Arc<LocalFile>, Observer),
}

impl Piece {
    /// Returns the size in bytes.
    #[inline]
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::Frame(bytes) | Self::Memory(bytes, _) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Self::Disk(file, _) => file.size(),
        }
    }
}
