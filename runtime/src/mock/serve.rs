//! Accepts connections and converts the requests and responses of hyper.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use http_body_util::BodyExt;
use hyper::{Request, Response, body::Incoming, header::HeaderMap, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use super::{
    Received,
    body::ReplyBody,
    delivery::{Cut, CutConnection, Delivery},
    pipeline::Shared,
    reply::Reply,
};

/// Decides whether a connection is accepted.
#[derive(Debug, Default)]
pub(super) struct Admission {
    /// Number of connections to refuse from now on.
    refused: AtomicUsize,
}

impl Admission {
    pub(super) fn refuse_next(&self, connections: usize) {
        self.refused.store(connections, Ordering::Relaxed);
    }

    fn admits(&self) -> bool {
        self.refused.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
    }
}

/// Accepts connections until the future is dropped, which closes them.
pub(super) async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) if shared.admission.admits() => drop(connections.spawn(serve(stream, Arc::clone(&shared)))),
            Ok((stream, _)) => reset(stream),
            // Usually, there are no free file descriptors. Retry later.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

/// Closes a connection with a reset.
fn reset(stream: TcpStream) {
    // If this fails, the connection is closed normally.
    let _ = stream.set_zero_linger();
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    // Only affects latency, so an error is ignored.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let shared = Arc::clone(&shared);
        async move { respond(&shared, request).await }
    });
    // An error means that the client disconnected or that a fault closed the connection.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// Responds to a request. An error makes hyper close the connection without a response.
async fn respond(shared: &Shared, request: Request<Incoming>) -> Result<Response<ReplyBody>, CutConnection> {
    let received = receive(request).await?;
    let reply = shared.respond(received).await;
    if reply.delivery.cut == Cut::BeforeResponse {
        return Err(CutConnection);
    }
    Ok(response(reply))
}

async fn receive(request: Request<Incoming>) -> Result<Received, CutConnection> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| CutConnection)?.to_bytes();
    Ok(Received {
        operation: None,
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: headers(&head.headers),
        body,
    })
}

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes()))).collect()
}

fn response(reply: Reply) -> Response<ReplyBody> {
    let builder = Response::builder().status(reply.status);
    let builder = reply.headers.iter().fold(builder, |builder, (name, value)| builder.header(name, value));
    builder.body(ReplyBody::new(reply.body, reply.delivery)).unwrap_or_else(|error| {
        // The fault has an invalid status or header.
        let mut response = Response::new(ReplyBody::new(format!("mock: {error}").into(), Delivery::default()));
        *response.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}
