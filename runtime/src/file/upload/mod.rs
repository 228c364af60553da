//! Uploads, and the multipart form that contains them.

mod body;
mod failure;
mod form;
mod local;

use std::{fmt, path::PathBuf, sync::Arc};

use bytes::Bytes;

use crate::{Error, Progress, Result, file::progress::Observer, transport::executor::require_tokio};
pub(crate) use failure::failure;
pub(crate) use form::{Form, Multipart};
use local::LocalFile;

/// A file to send, from memory or from a disk.
///
/// Two uploads are equal if they have the same name, media type and content (for a file on a disk: path and size).
#[derive(Clone)]
pub struct Upload {
    file_name: String,
    content_type: String,
    content: Content,
    observer: Observer,
}

/// Where the bytes are.
#[derive(Clone, PartialEq, Eq)]
enum Content {
    Memory(Bytes),
    Disk(Arc<LocalFile>),
}

impl Upload {
    /// Creates an upload with this file name and content.
    ///
    /// A call with a file that has no name or no content is refused before it is sent.
    pub fn new(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::of(file_name.into(), Content::Memory(content.into()))
    }

    /// Creates an upload of a local file, with its name.
    ///
    /// The file is read while it is sent, and again for each retry. It is never in memory as a whole. If its size changes after this
    /// call, the upload fails with [`ErrorKind::Io`](crate::ErrorKind::Io).
    /// The media type is not guessed; see [`content_type`](Self::content_type).
    ///
    /// No timeout counts the time in which the upload makes progress; see [`ClientBuilder::attempt_timeout`](crate::ClientBuilder::attempt_timeout).
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file does not exist, is not accessible or is not a regular file. The message does not
    /// contain the path. [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) outside of a Tokio runtime.
    pub async fn from_file(path: impl Into<PathBuf>) -> Result<Self> {
        require_tokio()?;
        let path = path.into();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file = LocalFile::find(path).await.map_err(|error| Error::io(failure::UNREADABLE, error))?;
        Ok(Self::of(file_name, Content::Disk(Arc::new(file))))
    }

    fn of(file_name: String, content: Content) -> Self {
        let content_type = "application/octet-stream".to_owned();
        Self { file_name, content_type, content, observer: Observer::default() }
    }

    /// Sets the media type. Default: `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Calls `listener` each time a piece of the file is passed to the connection. Only bytes of the file count, not those of the form.
    /// Replaces a previous listener.
    ///
    /// A retry sends the file from its beginning, and the count starts from zero. `listener` runs on the task that sends and must not
    /// block.
    #[must_use]
    pub fn on_progress(mut self, listener: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.observer = Observer::new(listener);
        self
    }

    /// Returns the size in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        match &self.content {
            Content::Memory(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Content::Disk(file) => file.size(),
        }
    }
}

impl PartialEq for Upload {
    fn eq(&self, other: &Self) -> bool {
        (&self.file_name, &self.content_type, &self.content) == (&other.file_name, &other.content_type, &other.content)
    }
}

impl Eq for Upload {}

/// Without name and content, which are personal data.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("content_type", &self.content_type)
            .field("size", &self.size())
            .finish_non_exhaustive()
    }
}
