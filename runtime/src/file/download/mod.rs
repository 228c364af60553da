//! Downloads.

mod fetch;
mod link;
mod local;
mod media_type;
mod open;
mod stream;

use std::{fmt, path::Path, time::Duration};

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::{Client, Error, ErrorKind, Progress, Result, Url, file::progress::Observer};
use link::Link;
use local::{Target, failed};
use media_type::Expected;
pub use stream::DownloadStream;

/// The maximum file size of Feishu in bytes: 300 MB.
const LARGEST: u64 = 300 * 1024 * 1024;

/// The backoff before each retry.
const WAITS: [Duration; 2] = [Duration::from_millis(150), Duration::from_millis(450)];

/// Maximum number of bytes that are allocated for the size that a server states.
const SET_ASIDE: usize = 1024 * 1024;

/// A file to download, from the link in a response.
///
/// Nothing is fetched until [`to_file`](Self::to_file), [`to_writer`](Self::to_writer), [`bytes`](Self::bytes) or
/// [`stream`](Self::stream) is awaited.
///
/// - Link: whoever has it can download the file for 30 minutes. Therefore no token is sent with it, and errors and `Debug` show only its
///   host. It must use https, except for this machine. So must every redirect; up to five are followed.
/// - Retries: up to two, if a connection fails or the HTTP status is 500 or more, until the first byte was delivered.
/// - Timeout: the download as a whole has none. It ends with [`ErrorKind::Timeout`] if no byte arrives for as long as the client's
///   `attempt_timeout`.
///
/// # Errors
/// All four methods fail with these kinds:
///
/// - [`ErrorKind::InvalidParameter`]: the response has no link, or one that must not be followed. Nothing was sent.
/// - [`ErrorKind::LinkExpired`]: the link has expired (HTTP 400, 401, 403, 404 or 410). Call the operation again for a new one.
/// - [`ErrorKind::TooLarge`]: the file is larger than [`max_size`](Self::max_size).
/// - [`ErrorKind::Decode`]: another media type than the response declared, or a redirect that must not be followed.
/// - [`ErrorKind::Http`]: another HTTP status than success; see [`Error::status`].
/// - [`ErrorKind::Connect`], [`ErrorKind::Timeout`], [`ErrorKind::Transport`]: the connection failed, was silent or was lost. This includes
///   a file that is shorter than its stated size.
/// - [`ErrorKind::Io`]: the local file or the writer failed.
#[derive(Clone)]
#[must_use = "nothing is fetched until `to_file`, `to_writer`, `bytes` or `stream`"]
pub struct Download {
    client: Client,
    /// Absent if the response has none, which is an error when the download starts.
    link: Option<Url>,
    name: Option<String>,
    expected: Expected,
    max_size: u64,
    observer: Observer,
}

/// A complete file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Downloaded {
    /// Size in bytes.
    pub bytes: u64,
    /// Media type, as the file server states it; absent if it states none.
    pub content_type: Option<String>,
}

impl Download {
    /// Creates a download from the fields of a response.
    #[doc(hidden)]
    pub fn new(client: &Client, link: Option<&Url>, name: Option<&str>, media_type: Option<&str>) -> Self {
        Self {
            client: client.clone(),
            link: link.cloned(),
            name: name.map(str::to_owned),
            expected: Expected::declared(media_type),
            max_size: LARGEST,
            observer: Observer::default(),
        }
    }

    /// Sets the maximum size in bytes. Default: 300 MB (314,572,800 bytes), the maximum of Feishu.
    ///
    /// A file with a larger stated size is refused before it is read. Any other file is refused once it exceeds the maximum.
    pub fn max_size(mut self, bytes: u64) -> Self {
        self.max_size = bytes;
        self
    }

    /// Sets a function that is called for each received chunk. It replaces one that was set before.
    ///
    /// If [`to_file`](Self::to_file) starts again, the count starts from zero. The function runs on the task that downloads; keep it short.
    pub fn on_progress(mut self, listener: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.observer = Observer::new(listener);
        self
    }

    /// Accepts any media type.
    ///
    /// By default, the type that the file server states must be the one that Feishu's response declared, so that no error page is taken for
    /// a candidate's file. Parameters (`; charset=…`) and case are ignored. Nothing is compared if either side states no type or
    /// `application/octet-stream`.
    pub fn any_type(mut self) -> Self {
        self.expected = Expected::Any;
        self
    }

    /// Returns the file name of the response, safe to join to a folder: path separators and control characters become `_`.
    ///
    /// `None` if the response has no name, or one that a file cannot have.
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        self.name.as_deref().and_then(local::safe_name)
    }

    /// Downloads into a file.
    ///
    /// The bytes go into a file with a temporary name (`.name.….part`) in the same folder, which takes its final name once it is whole and on
    /// the disk. A file that is there already is replaced then, and not before. When the download fails or its future is dropped,
    /// nothing stands under the final name that did not before, and the temporary file is removed.
    ///
    /// A connection that is cut in the middle is tried again from the beginning, twice.
    ///
    /// # Errors
    /// See [`Download`].
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<Downloaded> {
        let target = Target::new(path.as_ref()).map_err(failed)?;
        for wait in WAITS {
            match self.clone().write_to(&target).await {
                Err(error) if error.kind() == ErrorKind::Transport => tokio::time::sleep(wait).await,
                outcome => return outcome,
            }
        }
        self.write_to(&target).await
    }

    async fn write_to(self, target: &Target) -> Result<Downloaded> {
        let stream = self.stream().await?;
        let (part, mut file) = target.create().map_err(failed)?;
        let downloaded = stream.write_into(&mut file).await?;
        file.sync_all().await.map_err(failed)?;
        // An open file cannot be renamed everywhere.
        drop(file.into_std().await);
        part.rename_to(target).await.map_err(failed)?;
        Ok(downloaded)
    }

    /// Downloads into a writer, which is flushed and not shut down. What was written before a failure stays there.
    ///
    /// # Errors
    /// See [`Download`].
    pub async fn to_writer<W: AsyncWrite + Unpin + ?Sized>(self, writer: &mut W) -> Result<Downloaded> {
        self.stream().await?.write_into(writer).await
    }

    /// Downloads into memory.
    ///
    /// # Errors
    /// See [`Download`].
    pub async fn bytes(self) -> Result<Bytes> {
        let mut stream = self.stream().await?;
        let announced = stream.size().and_then(|size| usize::try_from(size).ok()).unwrap_or(0);
        let mut bytes = BytesMut::with_capacity(announced.min(SET_ASIDE));
        while let Some(piece) = stream.try_next().await? {
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.freeze())
    }

    /// Starts the download and gives what comes, piece by piece. By then the status, the media type and the announced size are checked.
    ///
    /// # Errors
    /// See [`Download`].
    pub async fn stream(self) -> Result<DownloadStream> {
        let Some(url) = &self.link else {
            return Err(Error::new(ErrorKind::InvalidParameter, "the response has no link to the file"));
        };
        let head = open::open(self.client.http(), &Link::parse(url.as_str())?).await?;
        self.expected.check(&head)?;
        DownloadStream::new(head, self.max_size, self.client.http().attempt_timeout, self.observer)
    }
}

impl DownloadStream {
    async fn write_into<W: AsyncWrite + Unpin + ?Sized>(mut self, writer: &mut W) -> Result<Downloaded> {
        while let Some(piece) = self.try_next().await? {
            writer.write_all(&piece).await.map_err(failed)?;
        }
        writer.flush().await.map_err(failed)?;
        Ok(self.into_downloaded())
    }
}

/// Without link and name: one lets anyone in, the other tells of a person.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.link.as_ref().and_then(|url| Link::parse(url.as_str()).ok());
        f.debug_struct("Download")
            .field("link", &host)
            .field("expected", &self.expected)
            .field("max_size", &self.max_size)
            .finish_non_exhaustive()
    }
}
