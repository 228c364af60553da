//! The clients that are connected to a gateway.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::{mpsc, oneshot, watch},
    time::timeout,
};

use super::DeliveryAttempt;
use crate::{
    event::{Frame, Incoming, WebSocket},
    random,
};

/// The prefix of every app id. Some SDKs require 16 hexadecimal digits after it.
const APP_ID: &str = "cli_";
const APP_SECRET: &str = "secret-of-the-mock";

/// The credentials in URLs. Tests look for them in logs.
const ACCESS_KEY: &str = "access-key-of-the-mock";

/// Maximum size of a message from a client, in bytes.
const MAX_SIZE: usize = 1024 * 1024;

/// A way in which the gateway refuses a connection attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The request for the URL fails with this error code.
    Code(i64),
    /// The request for the URL fails with this HTTP status.
    Status(u16),
    /// The handshake fails with status 403: the app is blocked.
    Forbidden,
    /// The handshake fails with status 514 and code 1000040350.
    TooManyConnections,
    /// The handshake fails with status 514 and another code. Another attempt may succeed.
    AuthenticationFailed,
}

/// All connected clients, and the settings of the gateway.
pub(super) struct Peers {
    pub(super) settings: Mutex<Settings>,
    /// The number of connected clients.
    pub(super) connected: watch::Sender<usize>,
    clients: Mutex<HashMap<String, mpsc::UnboundedSender<Command>>>,
    /// Events without a response so far, by message id.
    pending: Mutex<HashMap<String, PendingEvent>>,
    counts: Mutex<Counts>,
}

/// The settings of the gateway.
pub(super) struct Settings {
    pub(super) config: Value,
    /// The configuration in pongs, if it differs.
    pub(super) config_of_pongs: Option<Value>,
    pub(super) refusals: VecDeque<Refusal>,
}

/// Counters of requests from clients.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) attempts: usize,
    pub(super) pings: usize,
}

/// An event without a response so far.
struct PendingEvent {
    client: String,
    response: oneshot::Sender<u16>,
}

/// A command for the task of a connection.
enum Command {
    Send(Vec<u8>),
    Silence,
    Disconnect,
}

impl Default for Peers {
    fn default() -> Self {
        let config = json!({ "ReconnectCount": -1, "ReconnectInterval": 0, "ReconnectNonce": 0, "PingInterval": 1 });
        Self {
            settings: Mutex::new(Settings { config, config_of_pongs: None, refusals: VecDeque::new() }),
            connected: watch::Sender::new(0),
            clients: Mutex::default(),
            pending: Mutex::default(),
            counts: Mutex::default(),
        }
    }
}

impl Peers {
    /// Returns status and body of the response to a request for a URL.
    pub(super) fn endpoint(&self, body: &[u8], socket_url: &str) -> (u16, Value) {
        lock(&self.counts).attempts += 1;
        let mut settings = lock(&self.settings);
        let is_of_endpoint = |refusal: &&Refusal| matches!(refusal, Refusal::Code(_) | Refusal::Status(_));
        if settings.refusals.front().filter(is_of_endpoint).is_some() {
            return match settings.refusals.pop_front() {
                Some(Refusal::Status(status)) => (status, json!({ "msg": "system busy" })),
                Some(Refusal::Code(code)) => (200, json!({ "code": code, "msg": "refused" })),
                _ => (500, Value::Null),
            };
        }
        let request: Value = serde_json::from_slice(body).unwrap_or_default();
        let is_app = request.get("AppID").and_then(Value::as_str).is_some_and(|id| id.starts_with(APP_ID));
        if !is_app || request.get("AppSecret") != Some(&json!(APP_SECRET)) {
            return (200, json!({ "code": 10003, "msg": "invalid param" }));
        }
        let device = random::hex();
        let url =
            format!("{socket_url}?device_id={device}&service_id=33554678&access_key={ACCESS_KEY}&ticket={ACCESS_KEY}");
        (200, json!({ "code": 0, "msg": "success", "data": { "URL": url, "ClientConfig": settings.config } }))
    }

    /// Returns status and headers of a refused handshake.
    pub(super) fn handshake_refusal(&self) -> Option<(u16, Vec<(&'static str, String)>)> {
        let (status, code) = match lock(&self.settings).refusals.pop_front()? {
            Refusal::Forbidden => (403, None),
            Refusal::TooManyConnections => (514, Some(1_000_040_350)),
            Refusal::AuthenticationFailed => (514, Some(1_000_040_000)),
            Refusal::Status(status) => (status, None),
            Refusal::Code(_) => (500, None),
        };
        let mut headers = vec![("handshake-status", status.to_string()), ("handshake-msg", "refused".to_owned())];
        headers.extend(code.map(|code: u32| ("handshake-autherrcode", code.to_string())));
        Some((status, headers))
    }

    pub(super) fn counts(&self) -> Counts {
        *lock(&self.counts)
    }

    pub(super) fn silence(&self) {
        lock(&self.clients).values().for_each(|client| drop(client.send(Command::Silence)));
    }

    pub(super) fn disconnect_all(&self) {
        lock(&self.clients).values().for_each(|client| drop(client.send(Command::Disconnect)));
    }

    pub(super) fn send_to_all(&self, bytes: &[u8]) {
        lock(&self.clients).values().for_each(|client| drop(client.send(Command::Send(bytes.to_vec()))));
    }

    /// Sends an event to one client. Returns the status of its response.
    pub(super) async fn emit(&self, payload: &[u8], parts: usize, limit: Duration) -> DeliveryAttempt {
        let (client, commands) =
            fastrand::choice(lock(&self.clients).iter()).map(|(name, to)| (name.clone(), to.clone()))?;
        let id = random::hex();
        let (sender, response) = oneshot::channel();
        lock(&self.pending).insert(id.clone(), PendingEvent { client, response: sender });
        let parts = parts.max(1);
        let chunks: Vec<_> = payload.chunks(payload.len().div_ceil(parts).max(1)).collect();
        for (index, chunk) in chunks.iter().enumerate() {
            // If the client has just disconnected, there is no response either.
            let _ = commands.send(Command::Send(data_frame(&id, chunks.len(), index, chunk).encode()));
        }
        let response = timeout(limit, response).await;
        lock(&self.pending).remove(&id);
        response.ok()?.ok()
    }

    /// Records the response to an event.
    fn accept_response(&self, frame: &Frame) {
        let payload: Value = serde_json::from_slice(frame.payload.as_deref().unwrap_or_default()).unwrap_or_default();
        let code = payload.get("code").and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok());
        let pending = frame.header("message_id").and_then(|id| lock(&self.pending).remove(id));
        if let (Some(code), Some(pending)) = (code, pending) {
            // The caller may have been dropped.
            let _ = pending.response.send(code);
        }
    }

    fn pong(&self, ping: &Frame) -> Frame {
        lock(&self.counts).pings += 1;
        let headers = vec![("type".to_owned(), "pong".to_owned())];
        let settings = lock(&self.settings);
        let config = settings.config_of_pongs.as_ref().unwrap_or(&settings.config).to_string().into_bytes();
        Frame { service: ping.service, method: Frame::CONTROL, headers, payload: Some(config), ..Frame::default() }
    }
}

/// A client, from its accepted handshake until its connection ends.
pub(super) struct Client {
    peers: Arc<Peers>,
    name: String,
    commands: mpsc::UnboundedReceiver<Command>,
}

impl Client {
    /// Registers a client. Call this before accepting its handshake, so that the client gets all events from then on.
    pub(super) fn register(peers: Arc<Peers>) -> Self {
        let (sender, commands) = mpsc::unbounded_channel();
        let name = random::hex();
        lock(&peers.clients).insert(name.clone(), sender);
        peers.connected.send_modify(|connected| *connected += 1);
        Self { peers, name, commands }
    }

    /// Serves the client until its connection ends.
    pub(super) async fn serve<S: AsyncRead + AsyncWrite + Unpin>(mut self, stream: S) {
        let mut socket = WebSocket::server(stream, MAX_SIZE);
        while serve_next(&mut socket, &mut self.commands, &self.peers).await.is_some() {}
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        lock(&self.peers.clients).remove(&self.name);
        lock(&self.peers.pending).retain(|_, pending| pending.client != self.name);
        self.peers.connected.send_modify(|connected| *connected -= 1);
    }
}

/// Handles the next message or command. Returns `None` at the end of the connection.
async fn serve_next<S: AsyncRead + AsyncWrite + Unpin>(
    socket: &mut WebSocket<S>,
    commands: &mut mpsc::UnboundedReceiver<Command>,
    peers: &Peers,
) -> Option<()> {
    tokio::select! {
        incoming = socket.next() => match incoming.ok()?? {
            Incoming::Binary(bytes) => match Frame::decode(&bytes) {
                Ok(frame) if frame.method == Frame::CONTROL => socket.send(peers.pong(&frame).encode()).await.ok(),
                Ok(frame) => {
                    peers.accept_response(&frame);
                    Some(())
                }
                Err(_) => None,
            },
            Incoming::Close => None,
            Incoming::Other => Some(()),
        },
        command = commands.recv() => match command? {
            Command::Send(bytes) => socket.send(bytes).await.ok(),
            Command::Disconnect => None,
            Command::Silence => {
                while !matches!(commands.recv().await, None | Some(Command::Disconnect)) {}
                None
            }
        },
    }
}

/// A part of an event, with the headers that Feishu sends.
fn data_frame(id: &str, sum: usize, seq: usize, payload: &[u8]) -> Frame {
    let headers = [
        ("type", "event".to_owned()),
        ("message_id", id.to_owned()),
        ("sum", sum.to_string()),
        ("seq", seq.to_string()),
        ("trace_id", random::hex()),
        ("timestamp", crate::Timestamp::now().as_millis().to_string()),
        ("instance_id", "mock".to_owned()),
    ];
    let headers = headers.map(|(key, value)| (key.to_owned(), value)).to_vec();
    Frame {
        seq_id: 1,
        service: 33_554_678,
        method: Frame::DATA,
        headers,
        payload: Some(payload.to_vec()),
        ..Frame::default()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A client may consider itself connected before the gateway serves it.
    #[tokio::test]
    async fn an_event_waits_for_a_client_that_is_not_served_yet() {
        let peers = Arc::new(Peers::default());
        let client = Client::register(Arc::clone(&peers));
        let (server, stream) = tokio::io::duplex(1024);
        let respond = async {
            let mut socket = WebSocket::client(stream, MAX_SIZE);
            let Ok(Some(Incoming::Binary(event))) = socket.next().await else { return };
            let frame = Frame::decode(&event).expect("a frame");
            let response = Frame { payload: Some(br#"{"code":200}"#.to_vec()), ..frame };
            socket.send(response.encode()).await.expect("sent");
        };
        let emit = peers.emit(b"{}", 1, Duration::from_secs(30));
        let serve = async { tokio::join!(client.serve(server), respond) };
        let (attempt, _) = tokio::join!(emit, serve);
        assert_eq!((attempt, lock(&peers.clients).len()), (Some(200), 0));
    }
}
