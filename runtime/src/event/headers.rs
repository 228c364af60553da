//! The headers of a request that contain its signature.

/// The headers of a webhook request that a [`Receiver`](super::Receiver) needs.
///
/// It can be created from `&http::HeaderMap`, which axum, hyper, tonic and warp use. For other frameworks, use [`new`](Self::new).
#[derive(Clone, Copy, Debug, Default)]
pub struct Headers<'a> {
    pub(super) timestamp: Option<&'a str>,
    pub(super) nonce: Option<&'a str>,
    pub(super) signature: Option<&'a str>,
}

impl<'a> Headers<'a> {
    /// Creates the headers with a function that returns the value of a header. The names passed to it are in lower case.
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

    /// Creates an empty value, for an app without an encrypt key, whose requests are not signed.
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
