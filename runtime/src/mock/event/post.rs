//! Sends a request to the webhook of the program under test.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Request as HttpRequest, client::conn::http1, header::HOST};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::timeout};

use super::Request;

/// Sends a request to an `http://` URL. Returns status and body; `None` if there is no response within `limit`.
pub(super) async fn post(url: &str, request: &Request, limit: Duration) -> Option<(u16, Bytes)> {
    timeout(limit, send(url, request)).await.ok()?
}

async fn send(url: &str, request: &Request) -> Option<(u16, Bytes)> {
    let url = url::Url::parse(url).ok()?;
    let address = (url.host_str()?, url.port_or_known_default()?);
    let stream = TokioIo::new(TcpStream::connect(address).await.ok()?);
    // Some SDKs look the headers up by the names of the documentation, in title case.
    let (mut sender, connection) = http1::Builder::new().title_case_headers(true).handshake(stream).await.ok()?;
    let mut head = HttpRequest::post(url.path()).header(HOST, url.authority());
    for (name, value) in &request.headers {
        head = head.header(name, value);
    }
    // The connection ends when the sender is dropped.
    tokio::spawn(async move { drop(connection.await) });
    let response = sender.send_request(head.body(Full::new(request.body.clone())).ok()?).await.ok()?;
    let status = response.status().as_u16();
    Some((status, response.into_body().collect().await.ok()?.to_bytes()))
}
