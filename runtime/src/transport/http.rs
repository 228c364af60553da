//! Sends one request and receives one response. Only this file, the builder and the transfer of files (`upload/failure.rs`, `download/fetch.rs`)
//! use the HTTP library.

use std::{fmt::Display, time::Duration};

use bytes::Bytes;
use reqwest::{
    Request,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue},
};

use crate::{
    Error, ErrorKind, Metadata, Result,
    file::upload::{self, Multipart},
    operation::Method,
    response::raw::RawResponse,
    token::secret::Token,
    transport::{
        base::Base,
        clients::HttpClients,
        obstacle::Obstacles,
        timer::{Timer, UploadClock, UploadTime},
        tls::Tls,
    },
};

/// Maximum length of a response body in bytes. Pages of Feishu are much shorter.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// The HTTP clients, and the settings of every request.
#[derive(Clone)]
pub(crate) struct Http {
    pub(crate) clients: HttpClients,
    pub(crate) base: Base,
    pub(crate) attempt_timeout: Duration,
    obstacles: Obstacles,
}

/// The parts of a request to send.
pub(crate) struct Outgoing<'a> {
    pub(crate) method: Method,
    /// The complete URL, encoded.
    pub(crate) url: &'a str,
    pub(crate) token: Option<&'a Token>,
    pub(crate) body: &'a Body,
    /// Accumulates the time in which the body makes progress.
    pub(crate) upload: &'a UploadTime,
}

/// The body of a request.
#[derive(Clone, Default)]
pub(crate) enum Body {
    /// No body and no `Content-Type`.
    #[default]
    None,
    /// JSON.
    Json(Bytes),
    /// `multipart/form-data`.
    Form(Multipart),
}

/// Maximum number of bytes that the system may buffer: the largest send buffer of Linux, which is larger than those of other systems.
const MAX_SEND_BUFFER: u64 = 4 * 1024 * 1024;

/// The minimum speed of a connection that can empty this buffer in time, in bytes per second.
const MIN_UPLOAD_SPEED: u64 = 32 * 1024;

impl Body {
    /// Returns the time by which the timeout is extended for an upload without visible progress.
    ///
    /// A body is passed to the system long before it is sent. The progress of the buffered bytes is not visible, and the response arrives only after
    /// the buffers are empty.
    pub(crate) fn hidden_time(&self) -> Duration {
        match self {
            Self::None | Self::Json(_) => Duration::ZERO,
            Self::Form(form) => Duration::from_millis(form.size().min(MAX_SEND_BUFFER) * 1000 / MIN_UPLOAD_SPEED),
        }
    }
}

impl Http {
    /// Sets up TLS and the HTTP clients. They use no proxy if `base` is on this machine.
    pub(crate) fn new(base: Base, connect_timeout: Duration, attempt_timeout: Duration) -> Result<Self> {
        let Tls { config, missing_certificates } = Tls::set_up()?;
        let uses_proxies = !base.is_loopback();
        let obstacles = Obstacles::new(missing_certificates, uses_proxies);
        obstacles.check(base.as_str())?;
        let clients = HttpClients::new(config, connect_timeout, uses_proxies)?;
        Ok(Self { clients, base, attempt_timeout, obstacles })
    }

    /// Uses an HTTP client supplied by the user.
    #[cfg(feature = "reqwest")]
    pub(crate) fn with_client(client: reqwest::Client, base: Base, attempt_timeout: Duration) -> Self {
        Self { clients: HttpClients::Supplied(client), base, attempt_timeout, obstacles: Obstacles::default() }
    }

    /// Returns an error if settings of this machine prevent every request to `url`.
    pub(crate) fn check_reachable(&self, url: &str) -> Result<()> {
        self.obstacles.check(url)
    }

    /// Adds the proxy on the way to `url` to the error of a failed connection.
    pub(crate) fn explain(&self, url: &str, error: Error) -> Error {
        self.obstacles.explain(url, error)
    }

    /// Makes one attempt within the attempt timeout, which does not count the time in which the body makes progress.
    pub(crate) async fn send(&self, outgoing: Outgoing<'_>) -> Result<RawResponse> {
        let limit = self.attempt_timeout.saturating_add(outgoing.body.hidden_time());
        let timer = Timer::start(limit, outgoing.upload.clone());
        let client = self.clients.current()?;
        let request = request(&outgoing)?;
        let asked = request.url().clone();
        let response = timer
            .run(client.execute(request))
            .await?
            .map_err(|error| self.explain(outgoing.url, upload::failure(error)))?;
        let metadata = Metadata::from_headers(response.status().as_u16(), response.headers());
        if *response.url() != asked {
            // An HTTP client supplied by the user has followed a redirect. The response of another host does not come from Feishu.
            let message = "the HTTP client followed a redirect; build it with `redirect(Policy::none())`";
            return Err(Error::new(ErrorKind::Decode, message).with_metadata(&metadata));
        }
        // The error of a broken body also contains the status and the log id.
        match timer.run(read_body(response)).await.and_then(|body| body) {
            Ok(body) => Ok(RawResponse { metadata, body }),
            Err(error) => Err(error.with_metadata(&metadata)),
        }
    }
}

fn request(outgoing: &Outgoing<'_>) -> Result<Request> {
    let invalid =
        |error: &dyn Display| Error::new(ErrorKind::InvalidParameter, format!("the request cannot be built: {error}"));
    let method = match outgoing.method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
    };
    let url = outgoing.url.parse().map_err(|error| invalid(&error))?;
    let mut request = Request::new(method, url);
    if let Some(token) = outgoing.token {
        request.headers_mut().insert(AUTHORIZATION, token.header());
    }
    let (content_type, body) = match outgoing.body {
        Body::None => return Ok(request),
        Body::Json(bytes) => (HeaderValue::from_static("application/json; charset=utf-8"), bytes.clone().into()),
        Body::Form(form) => {
            let stream = form.stream(UploadClock::new(outgoing.upload.clone()));
            let content_type = HeaderValue::try_from(form.content_type()).map_err(|error| invalid(&error))?;
            (content_type, reqwest::Body::wrap(stream))
        }
    };
    request.headers_mut().insert(CONTENT_TYPE, content_type);
    *request.body_mut() = Some(body);
    Ok(request)
}

/// Reads the whole body. A body that arrives in a single chunk, like most bodies, is not copied.
async fn read_body(mut response: reqwest::Response) -> Result<Bytes> {
    let too_long = || Error::new(ErrorKind::Decode, format!("the response is longer than {MAX_BODY} bytes"));
    let announced = usize::try_from(response.content_length().unwrap_or(0)).unwrap_or(usize::MAX);
    if announced > MAX_BODY {
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
        if joined.len() + chunk.len() > MAX_BODY {
            return Err(too_long());
        }
        joined.extend_from_slice(&chunk);
    }
    let body = if joined.is_empty() { first } else { Bytes::from(joined) };
    if body.len() > MAX_BODY { Err(too_long()) } else { Ok(body) }
}
