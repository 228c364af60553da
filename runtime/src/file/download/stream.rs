//! A file as it comes.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use futures_core::Stream;
use tokio::time::Sleep;

use super::{
    Downloaded,
    fetch::{Head, Incoming},
};
use crate::{Error, ErrorKind, Result, file::progress::Observer};

/// A file as it comes: a stream of its bytes, which ends after the last of them or after the first error.
///
/// A file that was cut short is an error, so that a stream without one gave the whole of it.
#[must_use = "a stream gives nothing unless it is polled"]
pub struct DownloadStream {
    /// Absent once the file or an error has come.
    incoming: Option<Incoming>,
    idle: Idle,
    content_type: Option<String>,
    announced: Option<u64>,
    max_size: u64,
    /// How many bytes came.
    bytes: u64,
    observer: Observer,
}

impl DownloadStream {
    pub(super) fn new(head: Head, max_size: u64, longest_silence: Duration, observer: Observer) -> Result<Self> {
        if head.length.is_some_and(|length| length > max_size) {
            return Err(too_large(max_size).with_answer(&head.metadata));
        }
        Ok(Self {
            incoming: Some(head.body),
            idle: Idle::new(longest_silence),
            content_type: head.content_type,
            announced: head.length,
            max_size,
            bytes: 0,
            observer,
        })
    }

    /// How large the file is, in bytes; absent when its server does not say.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.announced
    }

    /// The media type as the file's server told it; absent when it told none.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The next piece; nothing after the last one, or after an error.
    ///
    /// # Errors
    /// [`ErrorKind::Transport`] when the connection was cut, [`ErrorKind::Timeout`] when no byte came in time,
    /// [`ErrorKind::TooLarge`] when the file grew beyond the size that the caller takes.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    pub(super) fn into_downloaded(self) -> Downloaded {
        Downloaded { bytes: self.bytes, content_type: self.content_type }
    }

    fn count(&mut self, piece: Bytes) -> Result<Bytes> {
        self.bytes = self.bytes.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if self.bytes > self.max_size {
            return Err(too_large(self.max_size));
        }
        self.observer.tell(self.bytes, self.announced);
        Ok(piece)
    }
}

fn too_large(max_size: u64) -> Error {
    Error::new(ErrorKind::TooLarge, format!("the file is larger than {max_size} bytes, the most that is taken"))
}

impl Stream for DownloadStream {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(incoming) = &mut self.incoming else { return Poll::Ready(None) };
        let next = match incoming.poll_next(cx) {
            Poll::Ready(next) => {
                self.idle.over();
                // The HTTP library holds the end against `Content-Length`: what is too short ends with an error.
                next.map(|piece| piece.and_then(|piece| self.count(piece)))
            }
            Poll::Pending => match self.idle.poll(cx) {
                Poll::Ready(error) => Some(Err(error)),
                Poll::Pending => return Poll::Pending,
            },
        };
        if !matches!(next, Some(Ok(_))) {
            self.incoming = None;
        }
        Poll::Ready(next)
    }
}

/// How long nothing has come, counted only while somebody waits: a slow reader is no silent server.
struct Idle {
    limit: Duration,
    wait: Wait,
}

enum Wait {
    NoOne,
    Since(Pin<Box<Sleep>>),
}

impl Idle {
    fn new(limit: Duration) -> Self {
        Self { limit, wait: Wait::NoOne }
    }

    fn over(&mut self) {
        self.wait = Wait::NoOne;
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        let limit = self.limit;
        let sleep = match &mut self.wait {
            Wait::Since(sleep) => sleep,
            wait @ Wait::NoOne => {
                *wait = Wait::Since(Box::pin(tokio::time::sleep(limit)));
                return self.poll(cx);
            }
        };
        sleep.as_mut().poll(cx).map(|()| Error::late(limit))
    }
}

/// Nothing of the file itself.
impl fmt::Debug for DownloadStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DownloadStream")
            .field("size", &self.announced)
            .field("content_type", &self.content_type)
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}
