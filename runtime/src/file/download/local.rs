//! A file with a temporary name, which gets its final name when it is complete.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tokio::fs::File;

use super::name::{beginning, numbered};
use crate::{Error, random};

/// Maximum number of bytes of the final name in the temporary name. File systems accept names of 255 bytes.
const MAX_STEM: usize = 200;

/// The path of a file to write.
pub(super) struct Target {
    path: PathBuf,
    name: String,
}

/// An incomplete file. It is removed when this value is dropped.
pub(super) struct Part(PathBuf);

impl Target {
    #[inline]
    pub(super) fn new(path: &Path) -> io::Result<Self> {
        let Some(name) = path.file_name() else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"));
        };
        Ok(Self { path: path.to_owned(), name: name.to_string_lossy().into_owned() })
    }

    /// Creates a temporary file next to the final one.
    ///
    /// This does not run on another thread, which could create the file after the caller has dropped the download.
    #[inline]
    pub(super) fn create(&self) -> io::Result<(Part, File)> {
        let name = beginning(&self.name, MAX_STEM);
        let path = self.path.with_file_name(format!(".{name}.{}.part", random::hex()));
        let file = fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
        Ok((Part(path), File::from_std(file)))
    }

    /// Creates an empty file with the final name or, if that exists, with the first unused numbered name.
    #[inline]
    fn reserve(&self) -> io::Result<PathBuf> {
        let numbered_paths = (1..=u32::MAX).map(|number| self.path.with_file_name(numbered(&self.name, number)));
        for path in std::iter::once(self.path.clone()).chain(numbered_paths) {
            match fs::OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(_) => return Ok(path),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Part {
    /// Renames the file to its final name and replaces an existing file.
    #[inline]
    pub(super) async fn replace(self, target: Target) -> io::Result<PathBuf> {
        tokio::fs::rename(&self.0, &target.path).await?;
        Ok(target.path)
    }

    /// Renames the file to its final name, or to a numbered name if that exists, and returns the path.
    #[inline]
    pub(super) async fn keep_both(self, target: Target) -> io::Result<PathBuf> {
        // Both steps run in one blocking task, which continues if the caller drops the download. So no empty file remains.
        let rename = move || {
            let path = target.reserve()?;
            fs::rename(&self.0, &path).inspect_err(|_| drop(fs::remove_file(&path)))?;
            Ok(path)
        };
        tokio::task::spawn_blocking(rename).await.map_err(io::Error::other)?
    }
}

impl Drop for Part {
    #[inline]
    fn drop(&mut self) {
        // After the rename, no file has this name. A failure cannot be reported here.
        let _ = fs::remove_file(&self.0);
    }
}

/// Creates the error of a local file. It does not contain the path, because file names are personal data.
#[inline]
pub(super) fn failed(error: io::Error) -> Error {
    Error::io("the file cannot be written", error)
}
