//! Accepts connections and converts the requests and responses of hyper.

use std::{sync::Arc, time::Duration};

use http_body_util::BodyExt;
use hyper::{Request, Response, body::Incoming, header::HeaderMap, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use super::{
    ReceivedRequest,
    body::ReplyBody,
    delivery::{Delivery, Disconnect, Disconnected},
    pipeline::Shared,
    reply::Reply,
};

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
async fn respond(shared: &Shared, request: Request<Incoming>) -> Result<Response<ReplyBody>, Disconnected> {
    let received = receive(request).await?;
    let reply = shared.respond(received).await;
    if reply.delivery.disconnect == Disconnect::BeforeResponse {
        return Err(Disconnected);
    }
    Ok(response(reply))
}

async fn receive(request: Request<Incoming>) -> Result<ReceivedRequest, Disconnected> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Disconnected)?.to_bytes();
    Ok(ReceivedRequest {
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
