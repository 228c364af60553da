//! The headers of a request that its signature consists of.

/// The headers of a webhook request that a [`Receiver`](super::Receiver) needs.
///
/// Converts from `&http::HeaderMap`, which axum, hyper, tonic and warp use. For another framework, use [`new`](Self::new) with a look-up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Headers<'a> {
    pub(super) timestamp: Option<&'a str>,
    pub(super) nonce: Option<&'a str>,
    pub(super) signature: Option<&'a str>,
}

impl<'a> Headers<'a> {
    /// Looks up the headers by their names, which are in lower case.
    ///
    /// # Examples
    ///
    /// ```
    /// use feishu_runtime::event::Headers;
    ///
    /// let request = [("X-Lark-Signature", "5bd6…"), ("Content-Type", "application/json")];
    /// let find = |name: &str| request.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
    /// let headers = Headers::new(find);
    /// ```
    #[must_use]
    pub fn new(look_up: impl Fn(&str) -> Option<&'a str>) -> Self {
        Self {
            timestamp: look_up("x-lark-request-timestamp"),
            nonce: look_up("x-lark-request-nonce"),
            signature: look_up("x-lark-signature"),
        }
    }

    /// Returns no headers, for an app without an encrypt key: its requests have no signature.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }
}

impl<'a> From<&'a http::HeaderMap> for Headers<'a> {
    fn from(headers: &'a http::HeaderMap) -> Self {
        Self::new(|name| headers.get(name).and_then(|value| value.to_str().ok()))
    }
}
