//! Sends one request and reads one response. Only this file, the client builder, `upload/failure.rs` and `download/fetch.rs` use the HTTP
//! library.

use std::time::{Duration, Instant};

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};

use crate::{
    Error, ErrorKind, Metadata, Result,
    file::upload::{self, Multipart},
    operation::Method,
    response::raw::RawResponse,
    token::secret::Token,
    transport::base::Base,
};

/// The maximum size of a response body in bytes, far above any page of Feishu.
const LONGEST_BODY: usize = 64 * 1024 * 1024;

/// The HTTP client, with the settings of every request.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    pub(crate) client: reqwest::Client,
    pub(crate) base: Base,
    pub(crate) attempt_timeout: Duration,
}

/// A request.
pub(crate) struct Outgoing<'a> {
    pub(crate) method: Method,
    /// The complete URL, encoded.
    pub(crate) url: &'a str,
    pub(crate) token: Option<&'a Token>,
    pub(crate) body: &'a Body,
}

/// The body of a request.
#[derive(Clone, Default)]
pub(crate) enum Body {
    /// None, and no `Content-Type` either.
    #[default]
    None,
    /// JSON.
    Json(Bytes),
    /// `multipart/form-data`.
    Form(Multipart),
}

/// An upload adds 1 s to the timeout for this many bytes.
const BYTES_PER_SECOND: u64 = 256 * 1024;

impl Body {
    /// The time that the body adds to a timeout.
    pub(crate) fn allowance(&self) -> Duration {
        match self {
            Self::None | Self::Json(_) => Duration::ZERO,
            Self::Form(form) => Duration::from_secs(form.size() / BYTES_PER_SECOND),
        }
    }
}

impl Http {
    /// Sends one attempt, within its timeout.
    pub(crate) async fn send(&self, outgoing: Outgoing<'_>) -> Result<RawResponse> {
        let time = Time::new(self.attempt_timeout.saturating_add(outgoing.body.allowance()));
        let request = self.request(&outgoing)?;
        let asked = request.url().clone();
        let response = time.bounds(self.client.execute(request)).await?.map_err(upload::failure)?;
        let metadata = Metadata::from_headers(response.status().as_u16(), response.headers());
        if *response.url() != asked {
            // Only a caller's own HTTP client follows redirects. The response is not from Feishu.
            let message = "the HTTP client followed a redirect; build it with `redirect(Policy::none())`";
            return Err(Error::new(ErrorKind::Decode, message).with_answer(&metadata));
        }
        // Even if the body fails, status and log id are known.
        match time.bounds(read_body(response)).await.and_then(|body| body) {
            Ok(body) => Ok(RawResponse { metadata, body }),
            Err(error) => Err(error.with_answer(&metadata)),
        }
    }

    fn request(&self, outgoing: &Outgoing<'_>) -> Result<reqwest::Request> {
        let method = match outgoing.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut request = self.client.request(method, outgoing.url);
        if let Some(token) = outgoing.token {
            request = request.header(AUTHORIZATION, token.header());
        }
        request = match outgoing.body {
            Body::None => request,
            Body::Json(bytes) => request.header(CONTENT_TYPE, "application/json; charset=utf-8").body(bytes.clone()),
            Body::Form(form) => {
                request.header(CONTENT_TYPE, form.content_type()).body(reqwest::Body::wrap(form.stream()))
            }
        };
        request.build().map_err(Error::transport)
    }
}

/// The timeout of an attempt, over all its steps.
struct Time {
    start: Instant,
    limit: Duration,
}

impl Time {
    fn new(limit: Duration) -> Self {
        Self { start: Instant::now(), limit }
    }

    async fn bounds<T>(&self, step: impl Future<Output = T>) -> Result<T> {
        let left = self.limit.saturating_sub(self.start.elapsed());
        tokio::time::timeout(left, step).await.map_err(|_| Error::late(self.limit))
    }
}

/// Reads the complete body. A body of a single chunk, which most are, is not copied.
async fn read_body(mut response: reqwest::Response) -> Result<Bytes> {
    let too_long = || Error::new(ErrorKind::Decode, format!("the response is longer than {LONGEST_BODY} bytes"));
    let announced = usize::try_from(response.content_length().unwrap_or(0)).unwrap_or(usize::MAX);
    if announced > LONGEST_BODY {
        return Err(too_long());
    }
    let mut first = Bytes::new();
    let mut joined = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Error::transport)? {
        if first.is_empty() {
            first = chunk;
            continue;
        }
        if joined.is_empty() {
            joined.reserve_exact(announced.max(first.len() + chunk.len()));
            joined.extend_from_slice(&first);
        }
        if joined.len() + chunk.len() > LONGEST_BODY {
            return Err(too_long());
        }
        joined.extend_from_slice(&chunk);
    }
    let body = if joined.is_empty() { first } else { Bytes::from(joined) };
    if body.len() > LONGEST_BODY { Err(too_long()) } else { Ok(body) }
}
