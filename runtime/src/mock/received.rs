//! Recorded requests.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use serde_json::Value;
use url::form_urlencoded;

/// A received request. `Debug` shows neither headers nor body, because they may contain secrets.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// Id of the requested operation; `None` for requests for tokens, files and unknown paths.
    pub operation: Option<&'static str>,
    /// HTTP method.
    pub method: String,
    /// Path, percent-encoded.
    pub path: String,
    /// Query, percent-encoded; empty if absent.
    pub query: String,
    /// Headers with lower-case names, in the order in which they were received.
    pub headers: Vec<(String, String)>,
    /// Body; empty if absent.
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
    /// Returns the value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns the first value of a query parameter, decoded.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(given, _)| given == name).map(|(_, value)| value.into_owned())
    }

    /// Returns the body as JSON, or `None` if it is not JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// The most recent requests, in order.
#[derive(Debug, Default)]
pub(super) struct Log(Mutex<Entries>);

#[derive(Debug)]
struct Entries {
    kept: VecDeque<Received>,
    most: usize,
}

impl Default for Entries {
    fn default() -> Self {
        Self { kept: VecDeque::new(), most: usize::MAX }
    }
}

impl Entries {
    /// Drops the oldest requests beyond the limit.
    fn trim(&mut self) {
        let over = self.kept.len().saturating_sub(self.most);
        self.kept.drain(..over);
    }
}

impl Log {
    pub(super) fn add(&self, received: &Received) {
        let mut entries = self.entries();
        if entries.most > 0 {
            entries.kept.push_back(received.clone());
            entries.trim();
        }
    }

    pub(super) fn all(&self) -> Vec<Received> {
        self.which(|_| true)
    }

    pub(super) fn which(&self, wanted: impl Fn(&Received) -> bool) -> Vec<Received> {
        self.entries().kept.iter().filter(|received| wanted(received)).cloned().collect()
    }

    pub(super) fn forget(&self) {
        self.entries().kept.clear();
    }

    pub(super) fn keep(&self, most: usize) {
        let mut entries = self.entries();
        entries.most = most;
        entries.trim();
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
