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
pub struct ReceivedRequest {
    /// The id of the requested operation. `None` for requests for tokens, files and unknown paths.
    pub operation: Option<&'static str>,
    /// The HTTP method.
    pub method: String,
    /// The path, percent-encoded.
    pub path: String,
    /// The query, percent-encoded. Empty if absent.
    pub query: String,
    /// The headers with lower-case names, in the order in which they were received.
    pub headers: Vec<(String, String)>,
    /// The body. Empty if absent.
    pub body: Bytes,
}

impl fmt::Debug for ReceivedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("ReceivedRequest");
        out.field("operation", &self.operation).field("method", &self.method).field("path", &self.path);
        out.field("query", &self.query).field("body_size", &self.body.len()).finish_non_exhaustive()
    }
}

impl ReceivedRequest {
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

/// The most recent requests, up to the capacity, in the order in which they were received.
#[derive(Debug, Default)]
pub(super) struct Log(Mutex<Entries>);

#[derive(Debug)]
struct Entries {
    requests: VecDeque<ReceivedRequest>,
    capacity: usize,
}

impl Default for Entries {
    fn default() -> Self {
        Self { requests: VecDeque::new(), capacity: usize::MAX }
    }
}

impl Entries {
    /// Drops the oldest requests beyond the limit.
    fn trim(&mut self) {
        let over = self.requests.len().saturating_sub(self.capacity);
        self.requests.drain(..over);
    }
}

impl Log {
    pub(super) fn add(&self, received: &ReceivedRequest) {
        let mut entries = self.entries();
        if entries.capacity > 0 {
            entries.requests.push_back(received.clone());
            entries.trim();
        }
    }

    pub(super) fn all(&self) -> Vec<ReceivedRequest> {
        self.matching(|_| true)
    }

    pub(super) fn matching(&self, wanted: impl Fn(&ReceivedRequest) -> bool) -> Vec<ReceivedRequest> {
        self.entries().requests.iter().filter(|received| wanted(received)).cloned().collect()
    }

    pub(super) fn clear(&self) {
        self.entries().requests.clear();
    }

    pub(super) fn set_capacity(&self, capacity: usize) {
        let mut entries = self.entries();
        entries.capacity = capacity;
        entries.trim();
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
