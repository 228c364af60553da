//! What was received.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use serde_json::Value;
use url::form_urlencoded;

use crate::token::CUSTOM_TENANT_TOKEN;

/// One request as it came. `Debug` shows neither headers nor body: a secret may be among them.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// The operation that it matched; none for the token endpoint and for what the server does not know.
    pub operation: Option<&'static str>,
    /// HTTP method.
    pub method: String,
    /// Path, still encoded.
    pub path: String,
    /// Query, still encoded; empty when there was none.
    pub query: String,
    /// Headers, their names in small letters, in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// Body, empty when there was none.
    pub body: Bytes,
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Received");
        out.field("operation", &self.operation).field("method", &self.method).field("path", &self.path);
        out.field("query", &self.query).field("body_size", &self.body.len()).finish_non_exhaustive()
    }
}

impl Received {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The first value of a parameter in the query, decoded.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(given, _)| given == name).map(|(_, value)| value.into_owned())
    }

    /// The body as JSON; `None` when it is not.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Whether this was a request for a token. Feishu's own examples write the path with a slash at the end as well as without.
    pub(super) fn is_for_token(&self) -> bool {
        self.method == "POST" && self.path.trim_end_matches('/') == CUSTOM_TENANT_TOKEN
    }
}

/// Everything received, in order.
#[derive(Debug, Default)]
pub(super) struct Log(Mutex<Vec<Received>>);

impl Log {
    pub(super) fn add(&self, received: Received) {
        self.entries().push(received);
    }

    pub(super) fn all(&self) -> Vec<Received> {
        self.entries().clone()
    }

    pub(super) fn which(&self, wanted: impl Fn(&Received) -> bool) -> Vec<Received> {
        self.entries().iter().filter(|received| wanted(received)).cloned().collect()
    }

    pub(super) fn forget(&self) {
        self.entries().clear();
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Received>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
