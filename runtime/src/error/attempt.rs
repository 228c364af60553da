//! The failed attempts of a call.

use std::{fmt, time::Duration};

use super::ErrorKind;

/// A failed attempt of a call.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    pub(super) kind: ErrorKind,
    pub(super) message: String,
    pub(super) status: Option<u16>,
    pub(super) code: Option<i64>,
    pub(super) log_id: Option<String>,
    pub(super) sent: bool,
    pub(super) duration: Duration,
}

impl Attempt {
    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the message, like [`Error::message`](crate::Error::message).
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the HTTP status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns Feishu's error code, if the response has one.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        self.code
    }

    /// Returns the id of the request in Feishu's logs, if there was a response.
    #[must_use]
    pub fn log_id(&self) -> Option<&str> {
        self.log_id.as_deref()
    }

    /// Returns whether the request may have reached Feishu.
    ///
    /// It is `false` if the attempt failed before sending, for example without a connection or a token.
    #[must_use]
    pub fn was_sent(&self) -> bool {
        self.sent
    }

    /// Returns the duration of the attempt, excluding the waits before and after it.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.duration
    }
}

impl fmt::Debug for Attempt {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = [
            self.status.map(|status| format!("HTTP {status}")),
            self.code.map(|code| format!("code {code}")),
            self.log_id.as_ref().map(|log_id| format!("log id {log_id}")),
        ];
        write!(f, "{:?} after {:?}: {}", self.kind, self.duration, self.message)?;
        facts.into_iter().flatten().try_for_each(|fact| write!(f, ", {fact}"))
    }
}
