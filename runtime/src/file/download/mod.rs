//! Files on their way down.

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

/// The largest file that Feishu takes, in bytes: 300 MB.
const LARGEST: u64 = 300 * 1024 * 1024;

/// How long to wait before each further attempt; as many attempts as there are waits.
const WAITS: [Duration; 2] = [Duration::from_millis(150), Duration::from_millis(450)];

/// Most bytes that are set aside because a server announces them.
const SET_ASIDE: usize = 1024 * 1024;

/// A file to be downloaded, from the link in an answer.
///
/// Nothing is fetched until [`to_file`](Self::to_file), [`to_writer`](Self::to_writer), [`bytes`](Self::bytes) or
/// [`stream`](Self::stream) is awaited.
///
/// The link is the permission: whoever has it gets the file, for 30 minutes. So no token is sent with it, to no host, and neither errors nor
/// `Debug` show more of it than its host. It must be https (plain http is for this machine alone), and so must every redirect,
/// of which five are followed.
///
/// Until the first byte was handed on, a failed connection and an HTTP status of 500 or more are tried again, twice.
/// A file has no time in which it must be whole, for it may be large; but when no byte comes for as long as the client gives an attempt
/// (`attempt_timeout`), the download ends with [`ErrorKind::Timeout`].
///
/// # Errors
/// All four ways to take the file fail with these kinds:
///
/// - [`ErrorKind::InvalidParameter`]: the answer holds no link, or one that must not be followed; nothing was sent.
/// - [`ErrorKind::LinkExpired`]: the link has ended (HTTP 400, 401, 403, 404 or 410); call the operation again for a new one.
/// - [`ErrorKind::TooLarge`]: the file is larger than [`max_size`](Self::max_size).
/// - [`ErrorKind::Decode`]: another media type than the response declared, or a redirect that must not be followed.
/// - [`ErrorKind::Http`]: another HTTP status than success; see [`Error::status`].
/// - [`ErrorKind::Connect`], [`ErrorKind::Timeout`], [`ErrorKind::Transport`]: the connection failed, was silent or was cut; a file shorter than
///   announced is one that was cut.
/// - [`ErrorKind::Io`]: the file or writer that was to take it failed.
#[derive(Clone)]
#[must_use = "nothing is fetched until `to_file`, `to_writer`, `bytes` or `stream`"]
pub struct Download {
    client: Client,
    /// Absent when the answer has none, which is told when the download is started.
    link: Option<Url>,
    name: Option<String>,
    expected: Expected,
    max_size: u64,
    observer: Observer,
}

/// A file that came whole.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Downloaded {
    /// Size in bytes.
    pub bytes: u64,
    /// The media type as the file's server told it; absent when it told none.
    pub content_type: Option<String>,
}

impl Download {
    /// What an answer tells of a file.
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

    /// Refuses a larger file; 300 MB (314,572,800 bytes), the most that Feishu takes, unless told. In bytes.
    ///
    /// A file that is announced larger is refused before any of it is read, another one once it has grown beyond.
    pub fn max_size(mut self, bytes: u64) -> Self {
        self.max_size = bytes;
        self
    }

    /// Has `tell` called each time that a piece of the file came. A second call takes the place of the first.
    ///
    /// When [`to_file`](Self::to_file) has to start anew, the count starts from zero. `tell` runs on the task that downloads; keep it short.
    pub fn on_progress(mut self, tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.observer = Observer::new(tell);
        self
    }

    /// Takes a file of any media type.
    ///
    /// Otherwise the type that the file's server tells must be the one that Feishu's answer declared, so that no error page is taken for a
    /// candidate's file. Parameters (`; charset=…`) and case do not count, and nothing is compared when either side tells nothing or
    /// `application/octet-stream`.
    pub fn any_type(mut self) -> Self {
        self.expected = Expected::Any;
        self
    }

    /// The file's name as the answer has it, made safe to be joined to a folder: what divides folders, and control characters, become `_`.
    ///
    /// Absent when the answer has no name, or none that a file can have.
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
            return Err(Error::new(ErrorKind::InvalidParameter, "the answer holds no link to the file"));
        };
        let answer = open::open(self.client.http(), &Link::parse(url.as_str())?).await?;
        self.expected.check(&answer)?;
        DownloadStream::new(answer, self.max_size, self.client.http().attempt_timeout, self.observer)
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
