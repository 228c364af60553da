//! The body of a form, which is streamed without loading whole files into memory.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::{
    failure::Unreadable,
    local::{ByteStream, PIECE},
    piece::Piece,
};
use crate::{file::progress::Observer, transport::timer::UploadClock};

/// The body of a form. Its size is known, so the request has a `Content-Length`.
pub(crate) struct FormStream {
    pending: vec::IntoIter<Piece>,
    current: Source,
    observer: Observer,
    /// Bytes of the current piece that have been sent.
    sent: u64,
    /// Size of the current piece.
    size: u64,
    /// Bytes of all pieces that have not been sent yet.
    left: u64,
    clock: UploadClock,
}

/// The source of the next bytes.
enum Source {
    Memory(Bytes),
    Disk(ByteStream),
}

impl FormStream {
    #[inline]
    pub(super) fn new(pieces: Vec<Piece>, clock: UploadClock) -> Self {
        let left = pieces.iter().map(Piece::size).sum();
        let current = Source::Memory(Bytes::new());
        Self { pending: pieces.into_iter(), current, observer: Observer::default(), sent: 0, size: 0, left, clock }
    }

    #[inline]
    fn start(&mut self, piece: Piece) {
        (self.sent, self.size) = (0, piece.size());
        (self.current, self.observer) = match piece {
            Piece::Frame(bytes) => (Source::Memory(bytes), Observer::default()),
            Piece::Memory(bytes, observer) => (Source::Memory(bytes), observer),
            Piece::Disk(file, observer) => (Source::Disk(file.content()), observer),
        };
    }

    /// Returns bytes of the current piece; `None` at its end.
    #[inline]
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Option<Bytes>>> {
        match &mut self.current {
            Source::Memory(bytes) if bytes.is_empty() => Poll::Ready(Ok(None)),
            Source::Memory(bytes) => Poll::Ready(Ok(Some(bytes.split_to(bytes.len().min(PIECE))))),
            Source::Disk(content) => content.as_mut().poll_next(cx).map(Option::transpose),
        }
    }

    #[inline]
    fn count(&mut self, bytes: &Bytes) {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.sent = self.sent.saturating_add(length);
        self.left = self.left.saturating_sub(length);
        self.clock.record_progress();
        self.observer.report(self.sent, Some(self.size));
    }
}

impl http_body::Body for FormStream {
    type Data = Bytes;
    type Error = Unreadable;

    #[inline]
    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        loop {
            match ready!(self.poll_piece(cx)) {
                Ok(Some(bytes)) => {
                    self.count(&bytes);
                    return Poll::Ready(Some(Ok(Frame::data(bytes))));
                }
                Ok(None) => match self.pending.next() {
                    Some(piece) => self.start(piece),
                    None => return Poll::Ready(None),
                },
                Err(error) => return Poll::Ready(Some(Err(Unreadable(error)))),
            }
        }
    }

    #[inline]
    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    #[inline]
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
