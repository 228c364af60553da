//! Downloads from the links in a response.

mod attempts;
mod fetch;
mod link;
mod local;
mod media_type;
mod name;
mod open;
mod rest;
mod stream;

use std::{
    fmt,
    path::{Path, PathBuf},
};

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::{
    Client, Error, ErrorKind, Progress, Result, Url, file::progress::Observer, transport::executor::require_tokio,
};
use link::Link;
use local::{Part, Target, failed};
use media_type::Expected;
use open::Source;
pub use stream::{DownloadStream, Downloaded};

/// The size of the largest file that Feishu accepts, in bytes (300 MB).
const DEFAULT_MAX_SIZE: u64 = 300 * 1024 * 1024;

/// The name of a file if the response contains none.
const UNNAMED: &str = "file";

/// Maximum number of bytes that are allocated in advance for an announced size.
const MAX_RESERVED: usize = 1024 * 1024;

/// A download from the link in a response.
///
/// Nothing is fetched until [`to_file`](Self::to_file), [`to_writer`](Self::to_writer), [`bytes`](Self::bytes) or
/// [`stream`](Self::stream) is awaited.
///
/// Everyone who has the link can download the file until the link expires; see [`Error::is_link_expired`](crate::Error::is_link_expired).
/// Therefore, the download sends no token, and errors and `Debug` contain only the host of the link. The link and all redirects must use
/// https; plain http is accepted for this machine, and for the host of [`insecure_base_url`](crate::ClientBuilder::insecure_base_url).
/// Up to five redirects are followed.
///
/// A download makes up to three attempts. It retries:
///
/// - failed connections;
/// - HTTP status 408, 425, 429 and 500 or more, after the time of `Retry-After`, if it ends within the client's
///   [`timeout`](crate::ClientBuilder::timeout).
///
/// If the connection is lost in the middle of the file and the server supports it (`Accept-Ranges` and a strong `ETag`), the next attempt
/// requests only the rest of the file.
///
/// The duration of a download is not limited, because a file may be large. If no byte arrives within the client's
/// [`attempt_timeout`](crate::ClientBuilder::attempt_timeout) and the download cannot be resumed, it fails with [`ErrorKind::Timeout`].
///
/// # Errors
/// All methods that download fail with these kinds:
///
/// - [`ErrorKind::InvalidParameter`]: the response contains no link, or one that must not be followed. Nothing was sent.
/// - [`ErrorKind::LinkExpired`]: the link has expired (HTTP 400, 401, 403, 404 or 410). Call the operation again for a new one.
/// - [`ErrorKind::TooLarge`]: the file is larger than [`max_size`](Self::max_size).
/// - [`ErrorKind::Http`]: another HTTP status; see [`Error::status`].
/// - [`ErrorKind::Decode`]: an error page instead of the file, or a redirect that must not be followed.
/// - [`ErrorKind::Connect`], [`ErrorKind::Timeout`], [`ErrorKind::Transport`]: the connection failed, was silent or was lost. A file
///   that is shorter than announced is a lost connection.
/// - [`ErrorKind::Io`]: the local file or the writer failed.
/// - [`ErrorKind::Configuration`]: there is no tokio runtime, there are no CA certificates, or a SOCKS proxy is set without the feature
///   `socks`.
#[derive(Clone)]
#[must_use = "nothing is fetched until `to_file`, `to_writer`, `bytes` or `stream`"]
pub struct Download {
    client: Client,
    /// `None` if the response contains no link, which is reported when the download starts.
    link: Option<Url>,
    name: Option<String>,
    expected: Expected,
    max_size: u64,
    observer: Observer,
}

impl Download {
    /// Creates a download from the fields of a response.
    #[doc(hidden)]
    #[inline]
    pub fn new(client: &Client, link: Option<&Url>, name: Option<&str>, media_type: Option<&str>) -> Self {
        Self {
            client: client.clone(),
            link: link.cloned(),
            name: name.map(str::to_owned),
            expected: Expected::declared(media_type),
            max_size: DEFAULT_MAX_SIZE,
            observer: Observer::default(),
        }
    }

    /// Sets the maximum size in bytes. Default: 300 MB (314,572,800 bytes), the size of the largest file that Feishu accepts.
    ///
    /// If the server announces a larger size, the download fails before it reads any of the file. Otherwise, it fails as soon as the file exceeds
    /// the maximum.
    #[inline]
    pub fn max_size(mut self, bytes: u64) -> Self {
        self.max_size = bytes;
        self
    }

    /// Calls `listener` each time a piece of the file arrives. Replaces a previous listener.
    ///
    /// If [`to_file`](Self::to_file) or [`to_folder`](Self::to_folder) restarts from the beginning, the count restarts from zero. `listener` runs
    /// on the task that downloads and must not block.
    #[inline]
    pub fn on_progress(mut self, listener: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.observer = Observer::new(listener);
        self
    }

    /// Accepts a response of any media type.
    ///
    /// By default, a response in HTML, JSON or XML is refused as an error page if Feishu declared another type for the file. Other differences are
    /// accepted, because a file format has many media types. The types are not compared if either of them is missing or
    /// `application/octet-stream`.
    #[inline]
    pub fn any_type(mut self) -> Self {
        self.expected = Expected::Any;
        self
    }

    /// Returns the name of the file from the response, changed so that it can safely be joined to a folder on every system.
    ///
    /// - Path separators, other characters that Windows forbids (`/\:<>"|?*`), control characters, invisible characters, and characters that change
    ///   the direction of text are replaced by `_`.
    /// - The name of a Windows device gets the prefix `_` (`_CON.pdf`).
    /// - Whitespace at both ends and dots at the end are removed.
    /// - A name of more than 255 bytes is shortened and keeps its extension.
    ///
    /// Returns `None` if the response contains no name, or if nothing remains of it. Two files may have the same name; see
    /// [`to_folder`](Self::to_folder).
    #[must_use]
    #[inline]
    pub fn file_name(&self) -> Option<String> {
        self.name.as_deref().and_then(name::safe_name)
    }

    /// Downloads into a file and replaces an existing file.
    ///
    /// The bytes are written to a file with a temporary name (`.name.….part`) in the same folder. It gets its final name when it is complete
    /// and synced to disk. If the download fails or its future is dropped, an existing file remains unchanged, and the temporary file is removed.
    ///
    /// If the connection is lost and the server cannot send the rest of the file, the next attempt starts from the beginning.
    ///
    /// # Errors
    /// See [`Download`].
    #[inline]
    pub async fn to_file(self, path: impl AsRef<Path>) -> Result<Downloaded> {
        let target = Target::new(path.as_ref()).map_err(failed)?;
        let (part, downloaded) = self.write_part(&target).await?;
        part.replace(target).await.map_err(failed)?;
        Ok(downloaded)
    }

    /// Downloads into a new file in a folder, under [`file_name`](Self::file_name), and returns its path.
    ///
    /// Existing files are never replaced, even by concurrent downloads: if `简历.pdf` exists, the new file is `简历 (1).pdf`, then `简历 (2).pdf`.
    /// A file without a name is called `file`. Otherwise, the method works like [`to_file`](Self::to_file).
    ///
    /// # Errors
    /// See [`Download`].
    #[inline]
    pub async fn to_folder(self, folder: impl AsRef<Path>) -> Result<PathBuf> {
        let name = self.file_name().unwrap_or_else(|| UNNAMED.to_owned());
        let target = Target::new(&folder.as_ref().join(name)).map_err(failed)?;
        let (part, _) = self.write_part(&target).await?;
        part.keep_both(target).await.map_err(failed)
    }

    /// Downloads into a temporary file next to the target.
    #[inline]
    async fn write_part(self, target: &Target) -> Result<(Part, Downloaded)> {
        let mut stream = self.stream().await?;
        loop {
            match stream.write_part(target).await {
                Err(error) if error.kind() == ErrorKind::Transport => stream = stream.restart(error).await?,
                outcome => return outcome,
            }
        }
    }

    /// Downloads into a writer, which is flushed but not shut down. After an error, the writer may have received part of the file.
    ///
    /// # Errors
    /// See [`Download`].
    #[inline]
    pub async fn to_writer<W: AsyncWrite + Unpin + ?Sized>(self, writer: &mut W) -> Result<Downloaded> {
        self.stream().await?.write_into(writer).await
    }

    /// Downloads into memory.
    ///
    /// # Errors
    /// See [`Download`].
    #[inline]
    pub async fn bytes(self) -> Result<Bytes> {
        let mut stream = self.stream().await?;
        let announced = stream.size().and_then(|size| usize::try_from(size).ok()).unwrap_or(0);
        let mut bytes = BytesMut::with_capacity(announced.min(MAX_RESERVED));
        while let Some(piece) = stream.try_next().await? {
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.freeze())
    }

    /// Starts the download and returns the file as a stream, after checking the status, the media type and the announced size.
    ///
    /// # Errors
    /// See [`Download`].
    #[inline]
    pub async fn stream(self) -> Result<DownloadStream> {
        require_tokio()?;
        let Some(url) = &self.link else {
            return Err(Error::new(ErrorKind::InvalidParameter, "the response contains no link to the file"));
        };
        let mut source =
            Source::new(&self.client, Link::parse(url.as_str(), self.client.base().plain_http())?, self.expected);
        let head = source.open().await?;
        DownloadStream::new(source, head, self.max_size, self.client.http().attempt_timeout, self.observer)
    }
}

impl DownloadStream {
    #[inline]
    async fn write_part(&mut self, target: &Target) -> Result<(Part, Downloaded)> {
        let (part, mut file) = target.create().map_err(failed)?;
        let downloaded = self.write_into(&mut file).await?;
        file.sync_all().await.map_err(failed)?;
        // Some systems cannot rename an open file.
        drop(file.into_std().await);
        Ok((part, downloaded))
    }

    #[inline]
    async fn write_into<W: AsyncWrite + Unpin + ?Sized>(&mut self, writer: &mut W) -> Result<Downloaded> {
        while let Some(piece) = self.try_next().await? {
            writer.write_all(&piece).await.map_err(failed)?;
        }
        writer.flush().await.map_err(failed)?;
        Ok(self.downloaded())
    }
}

/// Omits the path of the link, which gives access to the file, and the name, which is personal data.
impl fmt::Debug for Download {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.link.as_ref().and_then(|url| Link::parse(url.as_str(), self.client.base().plain_http()).ok());
        f.debug_struct("Download")
            .field("link", &host)
            .field("expected", &self.expected)
            .field("max_size", &self.max_size)
            .finish_non_exhaustive()
    }
}
