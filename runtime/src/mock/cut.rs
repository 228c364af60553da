//! Bodies of answers, and connections that are cut.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// Where the connection is cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Cut {
    /// Nowhere.
    #[default]
    Never,
    /// Before the first byte of the answer.
    BeforeAnswer,
    /// After so many bytes of the body; its whole length was announced before.
    InBody(usize),
}

/// What tells hyper to close the connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct CutConnection;

impl fmt::Display for CutConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is cut")
    }
}

impl std::error::Error for CutConnection {}

/// The body of an answer; it is announced in full, and may end early.
#[derive(Debug)]
pub(super) struct ReplyBody {
    /// What is still to be sent.
    rest: Bytes,
    /// How much more is announced than will be sent.
    missing: usize,
    /// Whether what was sent had its chance to leave the buffer.
    flushed: bool,
}

impl ReplyBody {
    pub(super) fn new(mut body: Bytes, cut: Cut) -> Self {
        let whole = body.len();
        if let Cut::InBody(bytes) = cut {
            body.truncate(bytes);
        }
        Self { missing: whole - body.len(), rest: body, flushed: false }
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = CutConnection;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, CutConnection>>> {
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.rest)))));
        }
        if self.missing == 0 {
            return Poll::Ready(None);
        }
        if !self.flushed {
            // hyper flushes when a body has nothing at the moment, and not before it fails.
            self.flushed = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(CutConnection)))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.missing == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact((self.rest.len() + self.missing) as u64)
    }
}
