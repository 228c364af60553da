//! Response bodies.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::Sleep;

use super::delivery::{Delivery, Disconnect, Disconnected, Drip};

/// A response body. It may be shorter than its `Content-Length`.
#[derive(Debug)]
pub(super) struct ReplyBody {
    /// Bytes that are not sent yet.
    rest: Bytes,
    pace: Pace,
    /// The number of bytes in `Content-Length` that are never sent.
    missing: usize,
    /// Whether the body was pending once since the last chunk, so that hyper has flushed the chunk.
    flushed: bool,
}

/// The pace at which a body is sent.
#[derive(Debug)]
enum Pace {
    AtOnce,
    Drip(Drip, Option<Pin<Box<Sleep>>>),
}

impl ReplyBody {
    pub(super) fn new(mut body: Bytes, delivery: Delivery) -> Self {
        let announced = delivery.announced.unwrap_or(body.len());
        // hyper does not send more bytes than the `Content-Length` states.
        body.truncate(announced);
        if let Disconnect::InBody(bytes) = delivery.disconnect {
            body.truncate(bytes);
        }
        let pace = delivery.drip.map_or(Pace::AtOnce, |drip| Pace::Drip(drip, None));
        Self { missing: announced - body.len(), rest: body, pace, flushed: false }
    }
}

impl Pace {
    /// Takes the next chunk from the remaining body.
    fn poll_piece(&mut self, context: &mut Context<'_>, rest: &mut Bytes) -> Poll<Bytes> {
        let Self::Drip(drip, pause) = self else { return Poll::Ready(std::mem::take(rest)) };
        if let Some(pause) = pause {
            ready!(pause.as_mut().poll(context));
        }
        *pause = Some(Box::pin(tokio::time::sleep(drip.every)));
        Poll::Ready(rest.split_to(drip.bytes.min(rest.len())))
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = Disconnected;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Disconnected>>> {
        let body = &mut *self;
        if !body.rest.is_empty() {
            let piece = ready!(body.pace.poll_piece(context, &mut body.rest));
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
        if body.missing == 0 {
            return Poll::Ready(None);
        }
        if !body.flushed {
            // hyper flushes when a body is pending, but not before it fails.
            body.flushed = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(Disconnected)))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.missing == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact((self.rest.len() + self.missing) as u64)
    }
}
