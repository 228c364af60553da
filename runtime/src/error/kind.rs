//! The kinds of errors.

/// The kind of an error: what failed, and whether the request may have been executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The settings of the client are invalid.
    Configuration,
    /// A parameter is missing or invalid, or a request cannot be built. Nothing was sent.
    InvalidParameter,
    /// No token is available. The request was not sent.
    Token,
    /// The connection could not be established. The request was not sent.
    Connect,
    /// The call exceeded its timeout. [`was_sent`](crate::Error::was_sent) returns whether the request may have been executed.
    Timeout,
    /// The connection was lost. The request may have been executed.
    Transport,
    /// Feishu responded with an error code.
    Api,
    /// The response has an error status and no Feishu error code. It usually comes from a gateway or a proxy.
    Http,
    /// The response does not have the documented form, or does not come from Feishu.
    Decode,
    /// A listing ended early: there are more items, but no valid page token for them.
    /// To resume it, use [`page_token`](crate::Error::page_token).
    IncompleteListing,
    /// The link to a file has expired. Call the operation that returned it again to get a new link.
    LinkExpired,
    /// A file exceeds the maximum size that the caller set.
    TooLarge,
    /// An operation on a local file or a writer failed. The source is the [`std::io::Error`].
    Io,
}
