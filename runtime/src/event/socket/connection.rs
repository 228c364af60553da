//! One connection: reads events, sends responses and pings, and detects that the peer has disconnected.

use std::{io, sync::Arc, time::Duration};

use reqwest::Upgraded;
use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until, timeout},
};

use super::{
    delivery::{Reply, Responder, Verdict, response},
    error::SocketError,
    frame::Frame,
    pace::Pace,
    parts::Parts,
    websocket::{Incoming, WebSocket},
};
use crate::{
    RawJson,
    event::{
        Claim, ClaimState, Deduplicator, EventHeader,
        message::{Content, MAX_DEPTH, read_message},
    },
    log,
};

/// Timeout for sending a message. After it, the connection counts as lost.
const WRITE_LIMIT: Duration = Duration::from_secs(10);

/// Maximum number of queued responses. When the queue is full, their senders wait.
const WAITING_REPLIES: usize = 64;

/// An item that a connection passes to the stream.
pub(super) type Event = Result<(EventHeader, RawJson, Responder), SocketError>;

/// The settings of a connection.
pub(super) struct Settings {
    pub(super) deduplicator: Option<Arc<dyn Deduplicator>>,
    /// Maximum time between two pings, if it is shorter than the interval of the server.
    pub(super) ping_interval: Option<Duration>,
    /// Maximum delay of a frame after the ping interval.
    pub(super) grace: Duration,
    pub(super) max_size: usize,
}

/// Why a connection ended.
#[derive(Debug)]
pub(super) enum End {
    /// The receiver of the events was dropped.
    Dropped,
    /// The peer closed the connection.
    ClosedByPeer,
    /// No frame arrived in time.
    Silent,
    /// The connection failed.
    Failed(io::Error),
}

/// One connection.
pub(super) struct Connection<'a> {
    socket: WebSocket<Upgraded>,
    service: i32,
    settings: &'a Settings,
    pace: &'a mut Pace,
    parts: Parts,
    /// The event that waits for the consumer. While there is one, nothing is read.
    waiting: Option<(EventHeader, RawJson, Responder)>,
    replies: (mpsc::Sender<Reply>, mpsc::Receiver<Reply>),
    last_frame: Instant,
    frames: u64,
}

impl<'a> Connection<'a> {
    pub(super) fn new(socket: WebSocket<Upgraded>, service: i32, settings: &'a Settings, pace: &'a mut Pace) -> Self {
        Self {
            socket,
            service,
            settings,
            pace,
            parts: Parts::new(settings.max_size),
            waiting: None,
            replies: mpsc::channel(WAITING_REPLIES),
            last_frame: Instant::now(),
            frames: 0,
        }
    }

    /// Runs until the connection ends. Returns the reason, and whether any message has arrived.
    pub(super) async fn run(mut self, events: &mpsc::Sender<Event>) -> (End, bool) {
        let end = match self.run_until_end(events).await {
            Ok(end) => end,
            Err(error) => End::Failed(error),
        };
        if matches!(end, End::Dropped | End::ClosedByPeer) {
            // If this fails, the peer detects the end of the connection itself.
            let _ = timeout(WRITE_LIMIT, self.socket.close()).await;
        }
        (end, self.frames > 0)
    }

    async fn run_until_end(&mut self, events: &mpsc::Sender<Event>) -> io::Result<End> {
        self.ping().await?;
        let mut last_ping = Instant::now();
        loop {
            let is_waiting = self.waiting.is_some();
            // A pong may have changed the interval.
            let next_ping = last_ping + self.ping_interval();
            let deadline = self.last_frame + self.ping_interval() + self.settings.grace;
            tokio::select! {
                room = events.reserve(), if is_waiting => match room {
                    Ok(room) => self.hand_over(room).await?,
                    Err(_) => return Ok(End::Dropped),
                },
                incoming = self.socket.next(), if !is_waiting => match incoming? {
                    Some(incoming) => if let Some(end) = self.accept(incoming).await? { return Ok(end) },
                    None => return Ok(End::ClosedByPeer),
                },
                Some(reply) = self.replies.1.recv() => {
                    self.send(&reply.frame).await?;
                    // The caller of `ack` may no longer wait.
                    let _ = reply.sent.send(());
                }
                () = sleep_until(next_ping) => {
                    self.ping().await?;
                    last_ping = Instant::now();
                }
                () = sleep_until(deadline), if !is_waiting => return Ok(End::Silent),
                () = events.closed(), if !is_waiting => return Ok(End::Dropped),
            }
        }
    }

    fn ping_interval(&self) -> Duration {
        self.settings.ping_interval.map_or(self.pace.ping, |interval| interval.min(self.pace.ping))
    }

    async fn ping(&mut self) -> io::Result<()> {
        tracing::trace!(target: log::TARGET, "ping");
        let headers = vec![("type".to_owned(), "ping".to_owned())];
        self.send(&Frame { service: self.service, method: Frame::CONTROL, headers, ..Frame::default() }).await
    }

    async fn accept(&mut self, incoming: Incoming) -> io::Result<Option<End>> {
        self.last_frame = Instant::now();
        self.frames += 1;
        match incoming {
            Incoming::Binary(bytes) => match Frame::decode(&bytes) {
                Ok(frame) => self.accept_frame(frame).await?,
                Err(_) => {
                    tracing::warn!(target: log::TARGET, size = bytes.len(), "a message that is no frame was ignored")
                }
            },
            Incoming::Other => {}
            Incoming::Close => return Ok(Some(End::ClosedByPeer)),
        }
        Ok(None)
    }

    async fn accept_frame(&mut self, mut frame: Frame) -> io::Result<()> {
        match (frame.method, frame.header("type")) {
            (Frame::CONTROL, Some("pong")) => {
                self.pace.update_from(frame.payload.as_deref().unwrap_or_default());
                Ok(())
            }
            (Frame::DATA, Some("event")) => {
                let Some(payload) = self.parts.join(&frame, self.last_frame) else { return Ok(()) };
                frame.payload = None;
                self.accept_event(frame, &payload).await
            }
            (method, _) => {
                tracing::debug!(target: log::TARGET, method, "a frame of another kind was ignored");
                Ok(())
            }
        }
    }

    async fn accept_event(&mut self, frame: Frame, payload: &[u8]) -> io::Result<()> {
        let received = self.last_frame;
        let message = str::from_utf8(payload).ok().map(|text| read_message(text, MAX_DEPTH));
        match message {
            Some(Ok(message)) => match message.content {
                Content::Event { header, data } => {
                    let replies = self.replies.0.clone();
                    let responder = Responder { frame, received, replies, claim: None };
                    self.waiting = Some((header, data, responder));
                    Ok(())
                }
                // Feishu sends neither of them to a custom app by long connection.
                Content::Challenge(_) | Content::AppTicket { .. } => self.respond(frame, received, Verdict::Ack).await,
            },
            _ => {
                tracing::warn!(target: log::TARGET, size = payload.len(), "an event that cannot be read was refused");
                self.respond(frame, received, Verdict::Nack).await
            }
        }
    }

    /// Passes the waiting event to the consumer, unless it has already been processed.
    async fn hand_over(&mut self, room: mpsc::Permit<'_, Event>) -> io::Result<()> {
        // While the event waited, nothing was read, so no frame could arrive.
        self.last_frame = Instant::now();
        let Some((header, data, mut responder)) = self.waiting.take() else { return Ok(()) };
        if let Some(events) = &self.settings.deduplicator {
            let claim = Claim::new(&header);
            let state = events.claim(&claim).await;
            let verdict = match state {
                Ok(ClaimState::Claimed) => None,
                Ok(ClaimState::Processed) => Some(Verdict::Ack),
                Ok(ClaimState::InProgress) => Some(Verdict::Nack),
                Err(error) => {
                    tracing::warn!(target: log::TARGET, %error, event_id = ?header.event_id, "the deduplicator failed; the event was refused");
                    Some(Verdict::Nack)
                }
            };
            if let Some(verdict) = verdict {
                return self.respond(responder.frame, responder.received, verdict).await;
            }
            responder.claim = Some((Arc::clone(events), claim));
        }
        room.send(Ok((header, data, responder)));
        Ok(())
    }

    async fn respond(&mut self, frame: Frame, received: Instant, verdict: Verdict) -> io::Result<()> {
        self.send(&response(frame, received, verdict)).await
    }

    async fn send(&mut self, frame: &Frame) -> io::Result<()> {
        within_limit(self.socket.send(frame.encode())).await
    }
}

async fn within_limit(write: impl Future<Output = io::Result<()>>) -> io::Result<()> {
    timeout(WRITE_LIMIT, write).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}
