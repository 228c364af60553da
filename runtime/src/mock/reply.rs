//! Responses, and Feishu's error responses.

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::{ReceivedRequest, check::Violation, delivery::Delivery, link, rejection::RateLimited};
use crate::error::code;

/// A response of the mock server.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
    pub(super) delivery: Delivery,
}

impl Reply {
    pub(super) fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::new(status, "application/json; charset=utf-8", body.into())
    }

    /// Creates the response of Feishu's gateway to an unknown path or method.
    pub(super) fn not_found() -> Self {
        Self::new(404, "text/plain", Bytes::from_static(b"404 page not found"))
    }

    /// Creates the response of an operation that the test has configured incorrectly, with an explanation.
    pub(super) fn misconfigured(why: &str) -> Self {
        Self::new(500, "text/plain; charset=utf-8", format!("mock: {why}").into())
    }

    /// Creates a response with HTTP 400 and a general error code.
    pub(super) fn rejected(error: (i64, &str), log_id: &str) -> Self {
        Self::error(400, error, log_id, Vec::new())
    }

    /// Creates the response to a call that exceeds a rate limit.
    pub(super) fn rate_limited(exceeded: &RateLimited, log_id: &str) -> Self {
        let mut reply = Self::error(exceeded.status, code::RATE_LIMITED[0], log_id, Vec::new());
        reply.set_header("x-ogw-ratelimit-limit", exceeded.limit.to_string());
        reply.set_header("x-ogw-ratelimit-reset", exceeded.reset.to_string());
        reply
    }

    /// Creates the response to a call with an unknown id.
    pub(super) fn unknown_id(status: u16, code: i64, message: &str, log_id: &str) -> Self {
        Self::error(status, (code, message), log_id, Vec::new())
    }

    /// Creates the response to a call with invalid parameters, with HTTP 400.
    pub(super) fn invalid_parameters(code: i64, violations: Vec<Violation>, log_id: &str) -> Self {
        Self::error(400, (code, "field validation failed"), log_id, violations)
    }

    fn error(status: u16, (code, message): (i64, &str), log_id: &str, violations: Vec<Violation>) -> Self {
        let troubleshooter = format!("{}/search?from=openapi&log_id={log_id}&code={code}", link::PLACEHOLDER);
        let mut error = Map::new();
        error.insert("log_id".to_owned(), log_id.into());
        error.insert("troubleshooter".to_owned(), troubleshooter.into());
        if !violations.is_empty() {
            error.insert("field_violations".to_owned(), violations.into_iter().map(Value::from).collect());
        }
        Self::json(status, json!({ "code": code, "msg": message, "error": error }).to_string())
    }

    pub(super) fn new(status: u16, content_type: &str, body: Bytes) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self { status, headers, body, delivery: Delivery::default() }
    }

    /// Sets a header and replaces an existing one.
    pub(super) fn set_header(&mut self, name: &str, value: String) {
        self.headers.retain(|(set, _)| !set.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value));
    }

    /// Replaces the placeholder in the links of the body by the host name that the client used.
    pub(super) fn insert_host(&mut self, received: &ReceivedRequest) {
        if let Ok(text) = str::from_utf8(&self.body)
            && text.contains(link::PLACEHOLDER)
        {
            let host = received.header("host").filter(|host| is_host(host)).unwrap_or_default();
            self.body = text.replace(link::PLACEHOLDER, &format!("http://{host}")).into();
        }
    }
}

/// Whether a `Host` header is safe to insert into JSON.
fn is_host(host: &str) -> bool {
    host.chars()
        .all(|character| character.is_ascii_alphanumeric() || matches!(character, '.' | ':' | '-' | '_' | '[' | ']'))
}
