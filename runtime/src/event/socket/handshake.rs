//! Opens a WebSocket: an HTTP request of the same HTTP client as all calls, with its proxies and certificates, that changes the protocol.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{
    Response, StatusCode, Upgraded, Version,
    header::{CONNECTION, HeaderMap, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE},
};
use ring::{
    digest::{SHA1_FOR_LEGACY_USE_ONLY, digest},
    rand::{SecureRandom, SystemRandom},
};
use tokio::time::timeout;
use url::Url;

use super::{
    error::{SocketError, SocketErrorKind},
    websocket::WebSocket,
};
use crate::{
    Error,
    transport::{
        base::{PlainHttp, refuse_unsafe},
        http::Http,
    },
};

/// The GUID that RFC 6455 defines for the handshake.
const PROTOCOL_ID: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// The code for too many connections.
const TOO_MANY_CONNECTIONS: i64 = 1_000_040_350;

/// The reason why a connection was not opened.
#[derive(Debug)]
pub(super) enum Failure {
    /// Another attempt may succeed.
    Temporary(String),
    /// No other attempt can succeed.
    Final(SocketError),
}

/// Opens a WebSocket. No error shows the URL, which contains credentials.
pub(super) async fn open(
    http: &Http,
    url: &Url,
    limit: Duration,
    max_size: usize,
) -> Result<WebSocket<Upgraded>, Failure> {
    let opening = async {
        let mut key = [0; 16];
        SystemRandom::new().fill(&mut key).map_err(|_| passing("no random numbers"))?;
        let key = STANDARD.encode(key);
        let request = http.clients.current().map_err(passing)?.get(url.clone()).version(Version::HTTP_11);
        let request = request.header(CONNECTION, "Upgrade").header(UPGRADE, "websocket");
        let request = request.header(SEC_WEBSOCKET_VERSION, "13").header(SEC_WEBSOCKET_KEY, &key);
        let response = request.send().await.map_err(|error| passing(Error::transport(error)))?;
        check(&response, &key)?;
        let stream = response.upgrade().await.map_err(|error| passing(Error::transport(error)))?;
        Ok(WebSocket::client(stream, max_size))
    };
    timeout(limit, opening).await.unwrap_or_else(|_| Err(passing(format!("no handshake within {limit:?}"))))
}

/// Returns the URL of the HTTP request that opens a WebSocket; `None` for a URL to which no credentials may be sent.
pub(super) fn http_url(url: &str) -> Option<Url> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = match scheme {
        "wss" => "https",
        "ws" => "http",
        _ => return None,
    };
    Url::parse(&format!("{scheme}://{rest}")).ok().filter(|url| refuse_unsafe(url, &PlainHttp::default()).is_ok())
}

/// Returns the proof that a server knows the WebSocket protocol.
pub(crate) fn accept_key(key: &str) -> String {
    STANDARD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, format!("{key}{PROTOCOL_ID}").as_bytes()))
}

fn check(response: &Response, key: &str) -> Result<(), Failure> {
    let headers = response.headers();
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        return Err(
            refusal(headers).unwrap_or_else(|| passing(format!("handshake with HTTP {}", response.status().as_u16())))
        );
    }
    let accepted =
        headers.get(SEC_WEBSOCKET_ACCEPT).is_some_and(|accept| accept.as_bytes() == accept_key(key).as_bytes());
    if accepted { Ok(()) } else { Err(passing("the server does not speak WebSocket")) }
}

/// Returns the refusal in the headers.
fn refusal(headers: &HeaderMap) -> Option<Failure> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let number = |name| text(name).and_then(|text| text.parse::<i64>().ok());
    let message = text("handshake-msg").unwrap_or_default();
    let last = |kind, code| Some(Failure::Final(SocketError::new(kind, code, message)));
    match (number("handshake-status")?, number("handshake-autherrcode")) {
        (403, code) => last(SocketErrorKind::Forbidden, code),
        (514, Some(TOO_MANY_CONNECTIONS)) => last(SocketErrorKind::TooManyConnections, Some(TOO_MANY_CONNECTIONS)),
        (status, code) => {
            Some(passing(format!("handshake status {status}, code {}: {message}", code.unwrap_or_default())))
        }
    }
}

pub(super) fn passing(cause: impl ToString) -> Failure {
    Failure::Temporary(cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 6455, section 1.3.
    #[test]
    fn the_key_of_the_rfc_is_accepted() {
        assert_eq!(accept_key("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn credentials_are_sent_over_tls_or_on_this_machine_alone() {
        let url = |text| http_url(text).map(String::from);
        assert_eq!(url("wss://a.feishu.cn/ws/v2?x=1").as_deref(), Some("https://a.feishu.cn/ws/v2?x=1"));
        assert_eq!(url("ws://127.0.0.1:1/ws").as_deref(), Some("http://127.0.0.1:1/ws"));
        for refused in
            ["ws://a.feishu.cn/ws", "https://a.feishu.cn", "wss://u:p@a.feishu.cn", "a.feishu.cn", "wss://", ""]
        {
            assert_eq!(url(refused), None, "{refused}");
        }
    }
}
