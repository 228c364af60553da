//! The kinds of errors.

/// The step at which a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The settings of the client are invalid.
    Configuration,
    /// A parameter is missing or outside its documented limits. Nothing was sent.
    InvalidParameter,
    /// No token is available. The request was not sent.
    Token,
    /// The connection could not be established. The request was not sent.
    Connect,
    /// The call exceeded its timeout. [`was_sent`](crate::Error::was_sent) says whether the request may have been carried out.
    Timeout,
    /// The connection was lost. The request may have been carried out.
    Transport,
    /// Feishu responded with an error code.
    Api,
    /// The response has an HTTP status other than success and no error code of Feishu. It usually comes from a gateway or a proxy.
    Http,
    /// The response does not have the documented form, or does not come from Feishu.
    Decode,
    /// A listing ended early: there are more items, but no page token leads to them.
    /// [`page_token`](crate::Error::page_token) resumes the listing.
    IncompleteListing,
    /// The link to a file has expired. Call the operation that returned it again.
    LinkExpired,
    /// A file exceeds the maximum size that the caller set.
    TooLarge,
    /// A local file or a writer failed. The source is the [`std::io::Error`].
    Io,
}
