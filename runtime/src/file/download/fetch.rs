//! Sends one request for a link. Only this file of a download uses the HTTP library.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::Body as _;
use percent_encoding::{CONTROLS, percent_encode};
use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, LOCATION};

use super::link::Link;
use crate::{Error, Metadata, Result, response::header_text, transport::http::Http};

/// The head of a response, and its body.
pub(super) struct Head {
    pub(super) metadata: Metadata,
    /// The target of a redirect.
    pub(super) location: Option<String>,
    pub(super) content_type: Option<String>,
    /// In bytes; absent if the server does not state it or compresses the body.
    pub(super) length: Option<u64>,
    pub(super) body: Incoming,
}

/// The rest of the body.
pub(super) struct Incoming(reqwest::Body);

/// Sends one request without credentials. The timeout is that of an attempt.
///
/// The body is requested uncompressed, because a compressed one has another size.
pub(super) async fn get(http: &Http, link: &Link) -> Result<Head> {
    let request = http.client.get(link.as_str()).header(ACCEPT_ENCODING, "identity").send();
    let Ok(outcome) = tokio::time::timeout(http.attempt_timeout, request).await else {
        return Err(Error::late(http.attempt_timeout));
    };
    let response = outcome.map_err(Error::transport)?;
    // A caller's own HTTP client may have followed redirects.
    link.moved_to(response.url())?;
    let headers = response.headers();
    Ok(Head {
        metadata: Metadata::from_headers(response.status().as_u16(), headers),
        location: headers.get(LOCATION).map(|location| encode_location(location.as_bytes())),
        content_type: headers.get(CONTENT_TYPE).and_then(header_text),
        length: response.content_length(),
        body: Incoming(response.into()),
    })
}

/// A `Location` as ASCII. Other bytes are percent-encoded as they are, whatever their charset: the server that sent them expects them back.
fn encode_location(location: &[u8]) -> String {
    percent_encode(location, CONTROLS).to_string()
}

impl Incoming {
    /// The next chunk; nothing at the end.
    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        loop {
            return Poll::Ready(match ready!(Pin::new(&mut self.0).poll_frame(cx)) {
                None => None,
                Some(Err(error)) => Some(Err(Error::transport(error))),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => Some(Ok(bytes)),
                    // A trailer is no part of the file.
                    Err(_) => continue,
                },
            });
        }
    }
}
