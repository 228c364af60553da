//! One request for a link, and the body behind its answer. Nothing else of a download knows which HTTP library does it.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::Body as _;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, HeaderName, LOCATION};

use super::link::Link;
use crate::{Error, Metadata, Result, transport::http::Http};

/// The beginning of an answer, and what is still to come.
pub(super) struct Answer {
    pub(super) metadata: Metadata,
    /// Where it says that the file is.
    pub(super) location: Option<String>,
    pub(super) content_type: Option<String>,
    /// In bytes; absent when the server does not say, or packs the body.
    pub(super) length: Option<u64>,
    pub(super) body: Incoming,
}

/// The bytes that are still to come.
pub(super) struct Incoming(reqwest::Body);

/// Asks once, without any credentials, and waits as long for the answer as an attempt may take.
///
/// The body is asked for as it is: packed, its size would be another one.
pub(super) async fn get(http: &Http, link: &Link) -> Result<Answer> {
    http.check_reachable(link.as_str())?;
    let request = http.client.get(link.as_str()).header(ACCEPT_ENCODING, "identity").send();
    let Ok(outcome) = tokio::time::timeout(http.attempt_timeout, request).await else {
        return Err(Error::late(http.attempt_timeout));
    };
    let response = outcome.map_err(Error::transport)?;
    // A caller's own HTTP client may have followed redirects by itself.
    link.moved_to(response.url())?;
    let text = |name: HeaderName| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    Ok(Answer {
        metadata: Metadata::from_headers(response.status().as_u16(), response.headers()),
        location: text(LOCATION),
        content_type: text(CONTENT_TYPE),
        length: response.content_length(),
        body: Incoming(response.into()),
    })
}

impl Incoming {
    /// The next piece; nothing at the end.
    pub(super) fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        loop {
            return Poll::Ready(match ready!(Pin::new(&mut self.0).poll_frame(cx)) {
                None => None,
                Some(Err(error)) => Some(Err(Error::transport(error))),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => Some(Ok(bytes)),
                    // Trailers say nothing of a file.
                    Err(_) => continue,
                },
            });
        }
    }
}
