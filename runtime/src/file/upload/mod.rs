//! Files on their way up, and the multipart form that carries them.

mod body;
mod failure;
mod form;
mod local;

use std::{fmt, path::PathBuf, sync::Arc};

use bytes::Bytes;

use crate::{Error, ErrorKind, Progress, Result, file::progress::Observer, transport::executor::require_tokio};
pub(crate) use failure::failure;
pub(crate) use form::{Form, Multipart};
use local::LocalFile;

/// A file to send: from memory or, piece by piece, from a disk.
///
/// Two uploads are equal when they send the same: name, media type, and content (for a file on a disk its path and size).
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
    /// A file of this name and content.
    pub fn new(file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::of(file_name.into(), Content::Memory(content.into()))
    }

    /// A file on a disk, named as it is there. It is read while it is sent, from its beginning for each attempt, and never held in memory whole.
    ///
    /// The size is what the file has now; when it has another one later, sending it fails with [`ErrorKind::Io`].
    /// The media type is not guessed; see [`content_type`](Self::content_type).
    ///
    /// No timeout counts the time in which the upload makes progress; see [`ClientBuilder::attempt_timeout`](crate::ClientBuilder::attempt_timeout).
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when there is no such file, it cannot be looked at, or it is not a regular file. The message does not hold the path.
    pub async fn from_file(path: impl Into<PathBuf>) -> Result<Self> {
        require_tokio()?;
        let path = path.into();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file = LocalFile::find(path).await.map_err(|error| {
            Error::new(ErrorKind::Io, format!("the file to upload cannot be read: {error}")).with_source(error)
        })?;
        Ok(Self::of(file_name, Content::Disk(Arc::new(file))))
    }

    fn of(file_name: String, content: Content) -> Self {
        let content_type = "application/octet-stream".to_owned();
        Self { file_name, content_type, content, observer: Observer::default() }
    }

    /// The file's media type; `application/octet-stream` unless told.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// Has `tell` called each time that a piece of the file was given to the connection, with the bytes of the file alone
    /// and not of the form around it. A second call takes the place of the first.
    ///
    /// A call that is tried again sends the file from its beginning, and the count starts from zero.
    /// `tell` runs on the task that sends; keep it short.
    #[must_use]
    pub fn on_progress(mut self, tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.observer = Observer::new(tell);
        self
    }

    /// Size in bytes.
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

/// Without name and content: both tell of a person.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("content_type", &self.content_type)
            .field("size", &self.size())
            .finish_non_exhaustive()
    }
}
