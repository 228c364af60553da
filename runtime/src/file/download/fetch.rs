//! Sends one request for a link and reads the body of its response. No other file in this folder uses the HTTP library to send requests.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::Body as _;
use percent_encoding::{CONTROLS, percent_encode};
use reqwest::{
    StatusCode,
    header::{ACCEPT_ENCODING, CONTENT_TYPE, IF_RANGE, LOCATION, RANGE},
};

use super::{
    link::Link,
    rest::{Rest, Resumable},
};
use crate::{Error, Metadata, Result, response::header_text, transport::http::Http};

/// The head of a response, and its body.
pub(super) struct Head {
    pub(super) metadata: Metadata,
    /// Target of a redirect.
    pub(super) location: Option<String>,
    pub(super) content_type: Option<String>,
    /// Whether the body is the requested rest of the file.
    pub(super) is_rest: bool,
    pub(super) resumable: Option<Resumable>,
    /// Size in bytes; absent if the server does not state it or compresses the body.
    pub(super) length: Option<u64>,
    pub(super) body: Incoming,
}

/// The body of a response.
pub(super) struct Incoming(reqwest::Body);

/// Sends one request for the file, or for its rest, without credentials. The attempt timeout applies until the head of the response arrives.
///
/// The request asks for an uncompressed response, so that sizes and ranges refer to the file itself.
#[inline]
pub(super) async fn get(http: &Http, link: &Link, rest: Option<&Rest>) -> Result<Head> {
    http.check_reachable(link.as_str())?;
    let mut request = http.clients.current()?.get(link.as_str()).header(ACCEPT_ENCODING, "identity");
    if let Some(rest) = rest {
        request = request.header(RANGE, rest.range()).header(IF_RANGE, rest.condition());
    }
    let Ok(outcome) = tokio::time::timeout(http.attempt_timeout, request.send()).await else {
        return Err(Error::response_timeout(http.attempt_timeout));
    };
    let response = outcome.map_err(|error| http.explain(link.as_str(), Error::transport(error)))?;
    // An HTTP client supplied by the user may have followed redirects itself.
    link.moved_to(response.url())?;
    let headers = response.headers();
    Ok(Head {
        metadata: Metadata::from_headers(response.status().as_u16(), response.headers()),
        location: headers.get(LOCATION).map(|location| encode_location(location.as_bytes())),
        content_type: headers.get(CONTENT_TYPE).and_then(header_text),
        is_rest: response.status() == StatusCode::PARTIAL_CONTENT
            && rest.is_some_and(|rest| rest.is_sent_by(response.headers())),
        resumable: Resumable::from_headers(response.headers(), response.content_length()),
        length: response.content_length(),
        body: Incoming(response.into()),
    })
}

/// Returns a `Location` as ASCII. Other bytes are percent-encoded unchanged, regardless of their charset, because the server expects the same bytes.
#[inline]
fn encode_location(location: &[u8]) -> String {
    percent_encode(location, CONTROLS).to_string()
}

impl Incoming {
    /// Returns the next piece; `None` at the end.
    #[inline]
    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        loop {
            return Poll::Ready(match ready!(Pin::new(&mut self.0).poll_frame(cx)) {
                None => None,
                Some(Err(error)) => Some(Err(Error::transport(error))),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => Some(Ok(bytes)),
                    // Trailers are not part of the file.
                    Err(_) => continue,
                },
            });
        }
    }
}
