//! Uploads, and the multipart forms that contain them.

mod body;
mod failure;
mod form;
mod local;
mod piece;

use std::{fmt, path::PathBuf, sync::Arc};

use bytes::Bytes;

use crate::{Error, Progress, Result, file::progress::Observer, transport::executor::require_tokio};
pub(crate) use failure::failure;
pub(crate) use form::{Form, Multipart};
use local::LocalFile;

/// A file to upload, from memory or from disk.
///
/// Two uploads are equal if they have the same name, media type and content. The content of a file on disk is compared by path and size.
#[derive(Clone)]
pub struct Upload {
    file_name: String,
    content_type: String,
    content: Content,
    observer: Observer,
}

/// The content of an upload.
#[derive(Clone, PartialEq, Eq)]
enum Content {
    Memory(Bytes),
    Disk(Arc<LocalFile>),
}

impl Upload {
    /// Creates an upload with this file name and content.
    ///
    /// A call with a file that has no name or no content fails with [`ErrorKind::InvalidParameter`](crate::ErrorKind::InvalidParameter) before it
    /// is sent.
    #[inline]
    pub fn new(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::of(file_name.into(), Content::Memory(content.into()))
    }

    /// Creates an upload of a local file, with the name of the file.
    ///
    /// The file is streamed from disk, and read again for each retry. If its size changes after this call, the upload fails with
    /// [`ErrorKind::Io`](crate::ErrorKind::Io). The media type is not guessed; set it with [`content_type`](Self::content_type).
    ///
    /// The time in which the upload makes progress does not count towards any timeout; see
    /// [`ClientBuilder::attempt_timeout`](crate::ClientBuilder::attempt_timeout).
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file does not exist, is not accessible or is not a regular file. The message does not
    /// contain the path. [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) outside of a tokio runtime.
    #[inline]
    pub async fn from_file(path: impl Into<PathBuf>) -> Result<Self> {
        require_tokio()?;
        let path = path.into();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file = LocalFile::find(path).await.map_err(|error| Error::io(failure::UNREADABLE, error))?;
        Ok(Self::of(file_name, Content::Disk(Arc::new(file))))
    }

    #[inline]
    fn of(file_name: String, content: Content) -> Self {
        let content_type = "application/octet-stream".to_owned();
        Self { file_name, content_type, content, observer: Observer::default() }
    }

    /// Sets the media type. Default: `application/octet-stream`.
    #[must_use]
    #[inline]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Calls `listener` each time a piece of the file is passed to the connection. Only bytes of the file count, not those of the form.
    /// Replaces a previous listener.
    ///
    /// A retry sends the file from the beginning, and the count restarts from zero. `listener` runs on the task that sends the request and must
    /// not block.
    #[must_use]
    #[inline]
    pub fn on_progress(mut self, listener: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.observer = Observer::new(listener);
        self
    }

    /// Returns the size in bytes.
    #[must_use]
    #[inline]
    pub fn size(&self) -> u64 {
        match &self.content {
            Content::Memory(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Content::Disk(file) => file.size(),
        }
    }
}

impl PartialEq for Upload {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        (&self.file_name, &self.content_type, &self.content) == (&other.file_name, &other.content_type, &other.content)
    }
}

impl Eq for Upload {}

/// Omits name and content, which are personal data.
impl fmt::Debug for Upload {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("content_type", &self.content_type)
            .field("size", &self.size())
            .finish_non_exhaustive()
    }
}
