//! What became of each attempt of a call.

use std::{fmt, time::Duration};

use super::{Error, ErrorKind};

/// An attempt that failed.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    kind: ErrorKind,
    message: String,
    status: Option<u16>,
    code: Option<i64>,
    log_id: Option<String>,
    sent: bool,
    took: Duration,
}

impl Attempt {
    pub(crate) fn new(error: &Error, took: Duration) -> Self {
        Self {
            kind: error.kind(),
            message: error.message().to_owned(),
            status: error.status(),
            code: error.code(),
            log_id: error.log_id().map(str::to_owned),
            sent: error.0.sent,
            took,
        }
    }

    /// At which point it failed.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What was wrong, as in [`Error::message`].
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// HTTP status of the answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Feishu's error code, if it gave one.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        self.code
    }

    /// The id of the attempt in Feishu's logs, if it was answered.
    #[must_use]
    pub fn log_id(&self) -> Option<&str> {
        self.log_id.as_deref()
    }

    /// Whether the request itself may have reached Feishu. Otherwise there was no connection, or no token to send it with.
    #[must_use]
    pub fn was_sent(&self) -> bool {
        self.sent
    }

    /// How long it took, without the waits before and after it.
    #[must_use]
    pub fn took(&self) -> Duration {
        self.took
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = [
            self.status.map(|status| format!("HTTP {status}")),
            self.code.map(|code| format!("code {code}")),
            self.log_id.as_ref().map(|log_id| format!("log id {log_id}")),
        ];
        write!(f, "{:?} after {:?}: {}", self.kind, self.took, self.message)?;
        facts.into_iter().flatten().try_for_each(|fact| write!(f, ", {fact}"))
    }
}
