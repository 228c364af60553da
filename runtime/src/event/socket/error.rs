//! Final errors, after which the client does not reconnect.

use std::fmt;

/// The final error of a long connection. Temporary errors are not reported: the client reconnects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SocketError {
    kind: SocketErrorKind,
    code: Option<i64>,
    message: String,
}

/// The kind of a final error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SocketErrorKind {
    /// Feishu refuses the app, for example because of a wrong app secret, or because it does not receive events by long connection.
    Refused,
    /// Feishu has blocked the app (handshake status 403).
    Forbidden,
    /// The app has the maximum number of connections, 50 (code 1000040350).
    TooManyConnections,
    /// The maximum number of attempts that Feishu allows has failed.
    RetriesExhausted,
}

impl SocketError {
    pub(super) fn new(kind: SocketErrorKind, code: Option<i64>, message: impl Into<String>) -> Self {
        Self { kind, code, message: message.into() }
    }

    /// Returns the kind of the error.
    #[must_use]
    pub const fn kind(&self) -> SocketErrorKind {
        self.kind
    }

    /// Returns Feishu's error code, if there is one.
    #[must_use]
    pub const fn code(&self) -> Option<i64> {
        self.code
    }
}

impl fmt::Display for SocketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            SocketErrorKind::Refused => "Feishu refuses the long connection",
            SocketErrorKind::Forbidden => "Feishu has blocked the long connections of the app",
            SocketErrorKind::TooManyConnections => "the app has the maximum number of long connections",
            SocketErrorKind::RetriesExhausted => "no long connection after as many attempts as Feishu allows",
        })?;
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        self.code.map_or(Ok(()), |code| write!(f, " (code {code})"))
    }
}

impl std::error::Error for SocketError {}
