//! Long connections: the endpoint, the handshake, and events to connected clients.

use std::{
    fmt, io,
    net::Ipv4Addr,
    sync::{Arc, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{
    Request as HttpRequest, Response, StatusCode,
    body::Incoming,
    header::{CONNECTION, HeaderName, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, UPGRADE},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::{
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};

use super::{
    DeliveryAttempt, Event,
    peer::{Client, Peers, Refusal},
};
use crate::event::accept_key;

const ENDPOINT: &str = "/callback/ws/endpoint";
const SOCKET: &str = "/ws/v2";

/// A server for long connections. Its [`base_url`](Self::base_url) is for [`EventStreamBuilder`](crate::event::EventStreamBuilder) and the official
/// SDKs. Dropping it closes all connections.
///
/// Default configuration of clients: one ping per second, and immediate reconnection without a limit.
#[must_use = "the gateway stops when it is dropped"]
pub struct Gateway {
    peers: Arc<Peers>,
    base_url: String,
    socket_url: Arc<str>,
    task: JoinHandle<()>,
}

impl Gateway {
    /// Starts a gateway on a free port of the loopback interface, in the current tokio runtime.
    ///
    /// # Errors
    /// Returns an error if no port is available.
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let peers = Arc::new(Peers::default());
        let socket_url: Arc<str> = format!("ws://{address}{SOCKET}").into();
        let task = tokio::spawn(accept(listener, Arc::clone(&peers), Arc::clone(&socket_url)));
        Ok(Self { peers, base_url: format!("http://{address}"), socket_url, task })
    }

    /// Returns the base URL for clients: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Returns status and body of the response to a request for the URL of a connection. Returns `None` for another path.
    pub(super) fn endpoint(&self, path: &str, body: &[u8]) -> Option<(u16, Value)> {
        (path == ENDPOINT).then(|| self.peers.endpoint(body, &self.socket_url))
    }

    /// Sets the configuration that clients get with their URL and with each pong, such as `{"PingInterval": 90}`.
    pub fn configure(&self, config: Value) {
        let mut settings = self.peers.settings.lock().unwrap_or_else(PoisonError::into_inner);
        (settings.config, settings.config_of_pongs) = (config, None);
    }

    /// Sets another configuration that clients get with each pong, to change it while they are connected.
    pub fn configure_connected(&self, config: Value) {
        self.peers.settings.lock().unwrap_or_else(PoisonError::into_inner).config_of_pongs = Some(config);
    }

    /// Refuses this number of connection attempts, after the refusals that are already queued.
    pub fn refuse_next(&self, attempts: usize, refusal: Refusal) {
        let mut settings = self.peers.settings.lock().unwrap_or_else(PoisonError::into_inner);
        settings.refusals.extend(std::iter::repeat_n(refusal, attempts));
    }

    /// Makes all connections silent, like half-open connections: the gateway neither reads from them nor sends to them, and events for them are lost.
    /// New connections are not affected.
    pub fn silence(&self) {
        self.peers.silence();
    }

    /// Closes all connections without a close message.
    pub fn disconnect_all(&self) {
        self.peers.disconnect_all();
    }

    /// Waits until this number of clients is connected.
    pub async fn wait_for_connections(&self, count: usize) {
        // The sender lives as long as `peers`, so this cannot fail.
        let _ = self.peers.connected.subscribe().wait_for(|connected| *connected == count).await;
    }

    /// Returns the number of connection attempts, which are requests for a URL.
    #[must_use]
    pub fn attempts(&self) -> usize {
        self.peers.counts().attempts
    }

    /// Returns the number of pings received.
    #[must_use]
    pub fn pings(&self) -> usize {
        self.peers.counts().pings
    }

    /// Sends an event to one of the connected clients, chosen at random. Returns the status of its response. Returns `None` without a
    /// connected client, if its connection ends, or if there is no response within 3 s.
    pub async fn emit(&self, event: &Event) -> DeliveryAttempt {
        self.emit_in_parts(event, 1).await
    }

    /// Like [`emit`](Self::emit), with the event split into this number of frames.
    pub async fn emit_in_parts(&self, event: &Event, parts: usize) -> DeliveryAttempt {
        self.peers.emit(event.envelope("").as_bytes(), parts, Duration::from_secs(3)).await
    }

    /// Sends bytes to all connected clients, for example an invalid frame.
    pub fn send_bytes(&self, bytes: &[u8]) {
        self.peers.send_to_all(bytes);
    }

    /// Delivers an event, and repeats the delivery after this pause until it is acknowledged. Returns all attempts.
    pub async fn deliver(&self, event: &Event, pause: Duration) -> Vec<DeliveryAttempt> {
        let mut attempts = vec![self.emit(event).await];
        while attempts.last() != Some(&Some(200)) {
            tokio::time::sleep(pause).await;
            attempts.push(self.emit(event).await);
        }
        attempts
    }
}

/// Accepts connections until it is dropped, which closes them.
async fn accept(listener: TcpListener, peers: Arc<Peers>, socket_url: Arc<str>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(serve_connection(stream, Arc::clone(&peers), Arc::clone(&socket_url)));
        while connections.try_join_next().is_some() {}
    }
}

async fn serve_connection(stream: TcpStream, peers: Arc<Peers>, socket_url: Arc<str>) {
    let service = service_fn(|request| {
        let (peers, socket_url) = (Arc::clone(&peers), Arc::clone(&socket_url));
        async move { respond(request, &peers, &socket_url).await }
    });
    // An error means that the client disconnected.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).with_upgrades().await;
}

/// An error makes hyper close the connection without a response.
async fn respond(
    request: HttpRequest<Incoming>,
    peers: &Arc<Peers>,
    socket_url: &str,
) -> hyper::Result<Response<Full<Bytes>>> {
    match request.uri().path() {
        ENDPOINT => {
            let request = request.into_body().collect().await?.to_bytes();
            let (status, body) = peers.endpoint(&request, socket_url);
            Ok(reply(status, [], body.to_string()))
        }
        SOCKET => Ok(open(request, peers)),
        _ => Ok(reply(404, [], String::new())),
    }
}

/// Changes the protocol, unless the client is refused.
fn open(mut request: HttpRequest<Incoming>, peers: &Arc<Peers>) -> Response<Full<Bytes>> {
    if let Some((status, headers)) = peers.handshake_refusal() {
        let headers = headers.into_iter().map(|(name, value)| (HeaderName::from_static(name), value));
        return reply(status, headers, String::new());
    }
    let Some(key) = request.headers().get(SEC_WEBSOCKET_KEY).and_then(|key| key.to_str().ok()) else {
        return reply(400, [], String::new());
    };
    let accepted = accept_key(key);
    let (upgrade, client) = (hyper::upgrade::on(&mut request), Client::register(Arc::clone(peers)));
    tokio::spawn(async move {
        if let Ok(stream) = upgrade.await {
            client.serve(TokioIo::new(stream)).await;
        }
    });
    let headers =
        [(CONNECTION, "Upgrade".to_owned()), (UPGRADE, "websocket".to_owned()), (SEC_WEBSOCKET_ACCEPT, accepted)];
    reply(101, headers, String::new())
}

fn reply(status: u16, headers: impl IntoIterator<Item = (HeaderName, String)>, body: String) -> Response<Full<Bytes>> {
    let builder = Response::builder().status(status);
    let builder = headers.into_iter().fold(builder, |builder, (name, value)| builder.header(name, value));
    builder.body(Full::from(body)).unwrap_or_else(|_| {
        let mut response = Response::new(Full::default());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.task.abort();
        self.peers.disconnect_all();
    }
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
