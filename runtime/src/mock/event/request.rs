//! A webhook request.

use std::fmt;

use bytes::Bytes;

/// A webhook request, which can be sent or passed to a receiver. `Debug` shows neither headers nor body.
#[derive(Clone)]
pub struct Request {
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
}

impl Request {
    /// Returns a header by its name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Replaces a header, for example to forge the signature.
    #[must_use]
    pub fn with_header(self, name: &str, value: impl Into<String>) -> Self {
        let mut request = self.without_header(name);
        request.headers.push((name.to_owned(), value.into()));
        request
    }

    /// Removes a header.
    #[must_use]
    pub fn without_header(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    /// Replaces the body, without signing it again.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("size", &self.body.len()).finish_non_exhaustive()
    }
}
