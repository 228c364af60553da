//! An event of a long connection, and the response to it.

use std::{fmt, sync::Arc};

use serde_json::json;
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};

use super::frame::Frame;
use crate::event::{Claim, Deduplicator, DeduplicatorError, Envelope};

/// An event of a long connection.
///
/// Respond with [`ack`](Self::ack) when its result is durable, or with [`nack`](Self::nack) after a failure: Feishu then delivers it again, as it
/// does if there is no response.
#[must_use = "an event without a response is delivered again"]
pub struct Delivery<E> {
    /// The event with its header.
    pub envelope: Envelope<E>,
    responder: Responder,
}

/// Sends the response to one delivery.
pub(super) struct Responder {
    /// The last frame of the event, without its payload.
    pub(super) frame: Frame,
    pub(super) received: Instant,
    pub(super) replies: mpsc::Sender<Reply>,
    pub(super) claim: Option<(Arc<dyn Deduplicator>, Claim)>,
}

/// A response that waits to be sent.
pub(super) struct Reply {
    pub(super) frame: Frame,
    /// Notified when the response was sent.
    pub(super) sent: oneshot::Sender<()>,
}

/// The reason why a response did not reach Feishu, which will deliver the event again.
#[derive(Debug)]
#[non_exhaustive]
pub enum AckError {
    /// The connection was lost. With a deduplicator, the next delivery of an acknowledged event is not processed again.
    ConnectionLost,
    /// The deduplicator failed. The event was not acknowledged.
    Deduplicator(DeduplicatorError),
}

/// The response to a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Ack,
    Nack,
}

impl<E> Delivery<E> {
    pub(super) fn new(envelope: Envelope<E>, responder: Responder) -> Self {
        Self { envelope, responder }
    }

    /// Acknowledges the event: first to the deduplicator, then to Feishu. Returns when the response was sent.
    ///
    /// # Errors
    /// Fails if the connection was lost, or if the deduplicator failed. Feishu then delivers the event again.
    pub async fn ack(self) -> Result<(), AckError> {
        if let Some((events, claim)) = &self.responder.claim {
            events.confirm(claim).await.map_err(AckError::Deduplicator)?;
        }
        self.responder.respond(Verdict::Ack).await
    }

    /// Reports a failure: releases the event, so that its next delivery is processed.
    ///
    /// # Errors
    /// Fails if the connection was lost, or if the deduplicator failed. Feishu then delivers the event again.
    pub async fn nack(self) -> Result<(), AckError> {
        if let Some((events, claim)) = &self.responder.claim {
            events.release(claim).await.map_err(AckError::Deduplicator)?;
        }
        self.responder.respond(Verdict::Nack).await
    }

    /// Separates the event from the handle that acknowledges it.
    pub(super) fn into_parts(self) -> (Envelope<E>, Delivery<()>) {
        let Envelope { header, event, mismatches } = self.envelope;
        let rest = Envelope { header: header.clone(), event: (), mismatches: Vec::new() };
        (Envelope { header, event, mismatches }, Delivery { envelope: rest, responder: self.responder })
    }
}

impl Responder {
    async fn respond(self, verdict: Verdict) -> Result<(), AckError> {
        let (sent, is_sent) = oneshot::channel();
        let reply = Reply { frame: response(self.frame, self.received, verdict), sent };
        self.replies.send(reply).await.map_err(|_| AckError::ConnectionLost)?;
        is_sent.await.map_err(|_| AckError::ConnectionLost)
    }
}

/// Returns the response to an event: its frame with the processing time and a status.
pub(super) fn response(mut frame: Frame, received: Instant, verdict: Verdict) -> Frame {
    let code = match verdict {
        Verdict::Ack => 200,
        Verdict::Nack => 500,
    };
    frame.headers.push(("biz_rt".to_owned(), received.elapsed().as_millis().to_string()));
    frame.payload = Some(json!({ "code": code, "headers": {}, "data": "" }).to_string().into_bytes());
    frame
}

impl<E: fmt::Debug> fmt::Debug for Delivery<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery").field("envelope", &self.envelope).finish_non_exhaustive()
    }
}

impl fmt::Display for AckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ConnectionLost => f.write_str("the long connection was lost before the response was sent"),
            Self::Deduplicator(error) => write!(f, "the deduplicator failed: {error}"),
        }
    }
}

impl std::error::Error for AckError {}
