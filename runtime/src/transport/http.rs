//! One request, one answer. Nothing but this file, the builder and what carries files (`upload/failure.rs`, `download/fetch.rs`)
//! knows which HTTP library does it.

use std::time::{Duration, Instant};

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};

use crate::{
    Error, ErrorKind, Metadata, Result,
    file::upload::{self, Multipart},
    operation::Method,
    response::raw::RawResponse,
    token::secret::Token,
    transport::{base::Base, obstacle::Obstacles, tls::Tls},
};

/// A longer answer is refused: no page of Feishu comes near it.
const LONGEST_BODY: usize = 64 * 1024 * 1024;

/// Shorter than servers usually keep an idle connection: one that the server closes at the same time fails a write that must not be
/// repeated.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// More connections are of use in a burst of calls only, and are closed after it.
const MAX_IDLE_CONNECTIONS: usize = 32;

/// The HTTP client with what is the same for every request.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    pub(crate) client: reqwest::Client,
    pub(crate) base: Base,
    pub(crate) attempt_timeout: Duration,
    obstacles: Obstacles,
}

/// What is sent.
pub(crate) struct Outgoing<'a> {
    pub(crate) method: Method,
    /// The whole address, encoded.
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

/// A file gets a second more for each so many bytes: a slow line is no reason to give up.
const BYTES_PER_SECOND: u64 = 256 * 1024;

impl Body {
    /// How much more time than other calls it may take.
    pub(crate) fn allowance(&self) -> Duration {
        match self {
            Self::None | Self::Json(_) => Duration::ZERO,
            Self::Form(form) => Duration::from_secs(form.size() / BYTES_PER_SECOND),
        }
    }
}

impl Http {
    /// Creates an HTTP client. It follows no redirect: the API has none, and the token is for one host.
    ///
    /// On this machine (`base`) it uses no proxy.
    pub(crate) fn new(base: Base, connect_timeout: Duration, attempt_timeout: Duration) -> Result<Self> {
        let Tls { config, missing_certificates } = Tls::set_up()?;
        let uses_proxies = !base.is_loopback();
        let obstacles = Obstacles::new(missing_certificates, uses_proxies);
        obstacles.check(base.as_str())?;
        let builder = reqwest::Client::builder()
            .connect_timeout(connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_max_idle_per_host(MAX_IDLE_CONNECTIONS)
            .tls_backend_preconfigured(config)
            .user_agent(concat!("feishu-hire-rust/", env!("CARGO_PKG_VERSION")));
        let builder = if uses_proxies { builder } else { builder.no_proxy() };
        let failed = |error| Error::configuration("the HTTP client cannot be built").with_source(error);
        let client = builder.build().map_err(failed)?;
        Ok(Self { client, base, attempt_timeout, obstacles })
    }

    /// Uses an HTTP client of the consumer.
    #[cfg(feature = "reqwest")]
    pub(crate) fn with_client(client: reqwest::Client, base: Base, attempt_timeout: Duration) -> Self {
        Self { client, base, attempt_timeout, obstacles: Obstacles::default() }
    }

    /// Reports settings of this machine with which no request to `url` can succeed.
    pub(crate) fn check_reachable(&self, url: &str) -> Result<()> {
        self.obstacles.check(url)
    }

    /// One attempt, within its time.
    pub(crate) async fn send(&self, outgoing: Outgoing<'_>) -> Result<RawResponse> {
        let time = Time::new(self.attempt_timeout.saturating_add(outgoing.body.allowance()));
        let request = self.request(&outgoing)?;
        let asked = request.url().clone();
        let response = time.bounds(self.client.execute(request)).await?.map_err(upload::failure)?;
        let metadata = Metadata::from_headers(response.status().as_u16(), response.headers());
        if *response.url() != asked {
            // A caller's own HTTP client did that; what it sent cannot be taken back, but nobody elsewhere answers for Feishu.
            let told = "the HTTP client followed a redirect; build it with `redirect(Policy::none())`";
            return Err(Error::new(ErrorKind::Decode, told).with_answer(&metadata));
        }
        // Whatever becomes of the body, status and log id are known.
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

/// The time of an attempt, all its steps together.
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

/// Reads the whole body. One that comes in a single piece, as most do, is not copied.
async fn read_body(mut response: reqwest::Response) -> Result<Bytes> {
    let too_long = || Error::new(ErrorKind::Decode, format!("the answer is longer than {LONGEST_BODY} bytes"));
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
