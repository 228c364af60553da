//! A local file, and a stream of its content that detects changes of its size.

use std::{
    future::Future,
    io,
    path::PathBuf,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::{
    fs::{self, File},
    io::AsyncReadExt,
};

/// Maximum number of bytes per read.
pub(super) const PIECE: usize = 64 * 1024;

/// A local file, with its size at the time when the upload was created.
pub(super) struct LocalFile {
    path: PathBuf,
    size: u64,
    /// Opens the file. A function pointer, so that only programs that call [`find`](Self::find) compile the code that reads files.
    open: fn(PathBuf, u64) -> ByteStream,
}

/// The content of a file.
pub(super) type ByteStream = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send + Sync>>;

impl LocalFile {
    #[inline]
    pub(super) async fn find(path: PathBuf) -> io::Result<Self> {
        let size = regular_size(&fs::metadata(&path).await?)?;
        Ok(Self { path, size, open: FileStream::open })
    }

    /// Returns the size in bytes.
    #[inline]
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Returns a stream of exactly [`size`](Self::size) bytes, or an error.
    #[inline]
    pub(super) fn content(&self) -> ByteStream {
        (self.open)(self.path.clone(), self.size)
    }
}

impl PartialEq for LocalFile {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        (&self.path, self.size) == (&other.path, other.size)
    }
}

impl Eq for LocalFile {}

#[inline]
fn regular_size(metadata: &std::fs::Metadata) -> io::Result<u64> {
    if metadata.is_file() {
        Ok(metadata.len())
    } else {
        // A pipe or a device has no size and may never end.
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"))
    }
}

/// A stream of the content of a file.
struct FileStream(Option<Next>);

/// The next bytes of a file, and the reader of the remaining ones; `None` at the end.
type Next = Pin<Box<dyn Future<Output = io::Result<Option<(Bytes, Reading)>>> + Send + Sync>>;

impl FileStream {
    #[inline]
    fn open(path: PathBuf, size: u64) -> ByteStream {
        Box::pin(Self(Some(Box::pin(async move { Reading::start(path, size).await?.next().await }))))
    }
}

impl Stream for FileStream {
    type Item = io::Result<Bytes>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(next) = &mut self.0 else { return Poll::Ready(None) };
        let read = ready!(next.as_mut().poll(cx)).transpose();
        // A future must not be polled again after it is ready.
        self.0 = None;
        Poll::Ready(read.map(|read| {
            read.map(|(bytes, reading)| {
                self.0 = Some(Box::pin(reading.next()));
                bytes
            })
        }))
    }
}

/// A reader of a file. It returns exactly the expected number of bytes, or an error.
struct Reading {
    file: File,
    left: u64,
}

impl Reading {
    #[inline]
    async fn start(path: PathBuf, size: u64) -> io::Result<Self> {
        let file = File::open(path).await?;
        if regular_size(&file.metadata().await?)? != size {
            return Err(changed());
        }
        Ok(Self { file, left: size })
    }

    /// Returns the next bytes, and the reader of the remaining ones; `None` at the end.
    #[inline]
    async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
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

#[inline]
fn changed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "its size has changed since the upload was created")
}
