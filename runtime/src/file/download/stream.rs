//! The stream of a download.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::Sleep;

use super::{
    fetch::{Head, Incoming},
    open::Source,
    rest::{Rest, Resumable},
};
use crate::{Error, ErrorKind, Result, file::progress::Observer};

/// A complete download.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Downloaded {
    /// Size in bytes.
    pub bytes: u64,
    /// Media type from the header `Content-Type` of the file's server, if it sent one.
    pub content_type: Option<String>,
}

/// The state of a stream.
enum State {
    Receiving(Incoming),
    /// The connection was lost or silent, and the rest of the file is being requested.
    Resuming(Resumption),
    /// The file is complete, or the download has failed.
    Ended,
}

/// A request for the rest of the file. It returns the source, which counts the attempts.
type Resumption = Pin<Box<dyn Future<Output = (Source, Result<Head>)> + Send + Sync>>;

/// The bytes of a file as a stream, which ends after the last byte or after the first error.
///
/// A lost connection is an error. If the stream ends without an error, the file is complete.
#[must_use = "a stream does nothing unless it is polled"]
pub struct DownloadStream {
    state: State,
    source: Source,
    resumable: Option<Resumable>,
    idle: Idle,
    content_type: Option<String>,
    announced: Option<u64>,
    max_size: u64,
    /// Number of bytes that have been received.
    bytes: u64,
    observer: Observer,
}

impl DownloadStream {
    #[inline]
    pub(super) fn new(
        source: Source,
        head: Head,
        max_size: u64,
        idle_timeout: Duration,
        observer: Observer,
    ) -> Result<Self> {
        if head.length.is_some_and(|length| length > max_size) {
            return Err(too_large(max_size).with_metadata(&head.metadata));
        }
        Ok(Self {
            state: State::Receiving(head.body),
            source,
            resumable: head.resumable,
            idle: Idle::new(idle_timeout),
            content_type: head.content_type,
            announced: head.length,
            max_size,
            bytes: 0,
            observer,
        })
    }

    /// Returns the size of the file in bytes; `None` if the server does not announce it.
    #[must_use]
    #[inline]
    pub fn size(&self) -> Option<u64> {
        self.announced
    }

    /// Returns the media type from the header `Content-Type` of the file's server, if it sent one.
    #[must_use]
    #[inline]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns the next piece; `None` after the last one, or after an error.
    ///
    /// # Errors
    /// - [`ErrorKind::Transport`]: the connection was lost, and the rest of the file could not be requested.
    /// - [`ErrorKind::Timeout`]: no byte arrived in time, and the rest of the file could not be requested.
    /// - [`ErrorKind::TooLarge`]: the file exceeds the maximum size.
    /// - The errors of the request for the rest of the file; see [`Download`](super::Download).
    #[inline]
    pub async fn try_next(&mut self) -> Result<Option<Bytes>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    #[inline]
    pub(super) fn downloaded(&self) -> Downloaded {
        Downloaded { bytes: self.bytes, content_type: self.content_type.clone() }
    }

    /// Starts again from the beginning of the file after this error.
    #[inline]
    pub(super) async fn restart(mut self, error: Error) -> Result<Self> {
        let head = self.source.open_again(error).await?;
        Self::new(self.source, head, self.max_size, self.idle.limit, self.observer)
    }

    /// Starts the request for the rest of the file, or returns the error if that is not possible.
    #[inline]
    fn resume_after(&mut self, error: Error) -> Result<()> {
        let file = match &self.resumable {
            Some(file) if matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout) => file.clone(),
            _ => return Err(error),
        };
        let (mut source, rest) = (self.source.clone(), Rest { file, start: self.bytes });
        self.state = State::Resuming(Box::pin(async move {
            let outcome = source.resume(&rest, error).await;
            (source, outcome)
        }));
        Ok(())
    }

    #[inline]
    fn count(&mut self, piece: Bytes) -> Result<Bytes> {
        self.bytes = self.bytes.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if self.bytes > self.max_size {
            return Err(too_large(self.max_size));
        }
        self.observer.report(self.bytes, self.announced);
        Ok(piece)
    }
}

#[inline]
fn too_large(max_size: u64) -> Error {
    Error::new(ErrorKind::TooLarge, format!("the file is larger than {max_size} bytes, the maximum size"))
}

impl Stream for DownloadStream {
    type Item = Result<Bytes>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let next = match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Receiving(incoming) => match incoming.poll_next(cx) {
                    Poll::Ready(next) => {
                        self.idle.reset();
                        next
                    }
                    Poll::Pending => Some(Err(ready!(self.idle.poll(cx)))),
                },
                State::Resuming(resumption) => {
                    let (source, outcome) = ready!(resumption.as_mut().poll(cx));
                    self.source = source;
                    match outcome {
                        Ok(head) => {
                            self.idle.reset();
                            self.state = State::Receiving(head.body);
                            continue;
                        }
                        Err(error) => Some(Err(error)),
                    }
                }
            };
            // The HTTP library checks the size against `Content-Length`, so a body that is too short ends with an error.
            let next = match (next, &self.state) {
                (Some(Err(error)), State::Receiving(_)) => match self.resume_after(error) {
                    Ok(()) => continue,
                    Err(error) => Some(Err(error)),
                },
                (next, _) => next.map(|piece| piece.and_then(|piece| self.count(piece))),
            };
            if !matches!(next, Some(Ok(_))) {
                self.state = State::Ended;
            }
            return Poll::Ready(next);
        }
    }
}

/// The idle timeout. Only the time in which the reader waits for bytes counts, so a slow reader does not cause a timeout.
struct Idle {
    limit: Duration,
    wait: Wait,
}

enum Wait {
    None,
    Since(Pin<Box<Sleep>>),
}

impl Idle {
    #[inline]
    fn new(limit: Duration) -> Self {
        Self { limit, wait: Wait::None }
    }

    #[inline]
    fn reset(&mut self) {
        self.wait = Wait::None;
    }

    #[inline]
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        let limit = self.limit;
        let sleep = match &mut self.wait {
            Wait::Since(sleep) => sleep,
            wait @ Wait::None => {
                *wait = Wait::Since(Box::pin(tokio::time::sleep(limit)));
                return self.poll(cx);
            }
        };
        sleep.as_mut().poll(cx).map(|()| Error::response_timeout(limit))
    }
}

/// Omits the content and the link.
impl fmt::Debug for DownloadStream {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadStream")
            .field("size", &self.announced)
            .field("content_type", &self.content_type)
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}
