//! A local file, and a reader that detects changes of its size.

use std::{
    io,
    path::{Path, PathBuf},
};

use bytes::{Bytes, BytesMut};
use tokio::{
    fs::{self, File},
    io::AsyncReadExt,
};

/// Maximum number of bytes per read.
pub(super) const PIECE: usize = 64 * 1024;

/// A local file, with its size at the time when the upload was created.
#[derive(PartialEq, Eq)]
pub(super) struct LocalFile {
    path: PathBuf,
    size: u64,
}

impl LocalFile {
    pub(super) async fn find(path: PathBuf) -> io::Result<Self> {
        let size = regular_size(&fs::metadata(&path).await?)?;
        Ok(Self { path, size })
    }

    /// Returns the size in bytes.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

fn regular_size(metadata: &std::fs::Metadata) -> io::Result<u64> {
    if metadata.is_file() {
        Ok(metadata.len())
    } else {
        // A pipe or a device has no size and may never end.
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"))
    }
}

/// A reader of a file. It returns exactly the expected number of bytes, or an error.
pub(super) struct Reading {
    file: File,
    left: u64,
}

impl Reading {
    pub(super) async fn start(path: PathBuf, size: u64) -> io::Result<Self> {
        let file = File::open(path).await?;
        if regular_size(&file.metadata().await?)? != size {
            return Err(changed());
        }
        Ok(Self { file, left: size })
    }

    /// Returns the next bytes, and the reader of the remaining ones; `None` at the end.
    pub(super) async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        let mut piece = BytesMut::with_capacity(PIECE);
        self.file.read_buf(&mut piece).await?;
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        match self.left.checked_sub(length) {
            Some(0) if length == 0 => Ok(None),
            // The file is shorter or longer than expected.
            None => Err(changed()),
            Some(_) if length == 0 => Err(changed()),
            Some(left) => {
                self.left = left;
                Ok(Some((piece.freeze(), self)))
            }
        }
    }
}

fn changed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "its size has changed since the upload was created")
}
