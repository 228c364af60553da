//! One request, one answer. Nothing outside this file and the builder knows which HTTP library does it.

use std::time::{Duration, Instant};

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};

use crate::{Error, ErrorKind, Metadata, Result, answer::Answer, base::Base, operation::Method, secret::Token};

/// A longer answer is refused: no page of Feishu comes near it.
const LONGEST_BODY: usize = 64 * 1024 * 1024;

/// The HTTP client with what is the same for every request.
#[derive(Clone, Debug)]
pub(crate) struct Http {
    pub(crate) client: reqwest::Client,
    pub(crate) base: Base,
    pub(crate) attempt_timeout: Duration,
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
#[derive(Clone, Debug, Default)]
pub(crate) enum Body {
    /// None, and no `Content-Type` either.
    #[default]
    None,
    /// JSON.
    Json(Bytes),
    /// `multipart/form-data`.
    Form { boundary: String, bytes: Bytes },
}

impl Http {
    /// One attempt, within its time.
    pub(crate) async fn send(&self, outgoing: Outgoing<'_>) -> Result<Answer> {
        let start = Instant::now();
        let request = self.request(&outgoing)?;
        let response = self.within(start, self.client.execute(request)).await?.map_err(Error::transport)?;
        let metadata = Metadata::new(response.status().as_u16(), response.headers());
        // Whatever becomes of the body, status and log id are known.
        match self.within(start, read_body(response)).await.and_then(|body| body) {
            Ok(body) => Ok(Answer { metadata, body }),
            Err(error) => Err(error.with_answer(&metadata)),
        }
    }

    /// What is left of the attempt's time.
    async fn within<T>(&self, start: Instant, step: impl Future<Output = T>) -> Result<T> {
        let limit = self.attempt_timeout;
        let left = limit.saturating_sub(start.elapsed());
        tokio::time::timeout(left, step).await.map_err(|_| Error::late(limit))
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
            Body::Form { boundary, bytes } => {
                request.header(CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}")).body(bytes.clone())
            }
        };
        request.build().map_err(Error::transport)
    }
}

async fn read_body(mut response: reqwest::Response) -> Result<Vec<u8>> {
    let too_long = || Error::new(ErrorKind::Decode, format!("the answer is longer than {LONGEST_BODY} bytes"));
    let announced = usize::try_from(response.content_length().unwrap_or(0)).unwrap_or(usize::MAX);
    if announced > LONGEST_BODY {
        return Err(too_long());
    }
    let mut body = Vec::with_capacity(announced);
    while let Some(chunk) = response.chunk().await.map_err(Error::transport)? {
        if body.len() + chunk.len() > LONGEST_BODY {
            return Err(too_long());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
