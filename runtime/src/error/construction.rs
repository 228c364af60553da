//! Creates errors and adds details to them.

use std::{error::Error as StdError, io, time::Duration};

use super::{Attempt, Detail, Error, ErrorKind, FieldViolation, Inner, Source};
use crate::{Metadata, RateLimit, operation::Operation};

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let sent = match kind {
            ErrorKind::Timeout
            | ErrorKind::Transport
            | ErrorKind::Api
            | ErrorKind::Http
            | ErrorKind::Decode
            | ErrorKind::IncompleteListing => true,
            ErrorKind::Configuration
            | ErrorKind::InvalidParameter
            | ErrorKind::Token
            | ErrorKind::Connect
            | ErrorKind::LinkExpired
            | ErrorKind::TooLarge
            | ErrorKind::Io => false,
        };
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            operation: None,
            status: None,
            code: None,
            log_id: None,
            rate_limit: RateLimit::default(),
            detail: Detail::default(),
            path: None,
            excerpt: None,
            page_token: None,
            sent,
            truncated: false,
            foreign: false,
            waited_for_rate_limit: false,
            retry_after: None,
            pause: None,
            attempts: Vec::new(),
            source: None,
        }))
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    pub(crate) fn invalid_parameters(violations: Vec<FieldViolation>) -> Self {
        let mut error = Self::new(ErrorKind::InvalidParameter, "refused before sending");
        error.0.detail.field_violations = violations;
        error
    }

    /// Converts an error of the HTTP client. The URL is removed, because its query may contain personal data.
    pub(crate) fn transport(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_connect() {
            Self::no_connection(&error)
        } else if error.is_timeout() {
            Self::new(ErrorKind::Timeout, "no response in time").with_source(error)
        } else if error.is_builder() {
            Self::new(ErrorKind::InvalidParameter, "the request cannot be built").with_source(error)
        } else if error.is_body() || error.is_decode() {
            Self::broken("the response body cannot be read to its end", &error)
        } else {
            Self::broken("the connection was lost", &error)
        }
    }

    /// Creates the error of a connection that could not be established. Its message contains the cause. The error has no source, so that printing the
    /// chain of errors shows the cause only once.
    pub(super) fn no_connection(cause: &(dyn StdError + 'static)) -> Self {
        Self::new(ErrorKind::Connect, format!("no connection: {}", root_cause(cause)))
    }

    /// Like [`no_connection`](Self::no_connection), for a request that was sent.
    pub(super) fn broken(what: &str, cause: &(dyn StdError + 'static)) -> Self {
        Self::new(ErrorKind::Transport, format!("{what}: {}", root_cause(cause)))
    }

    /// Creates the error of a local file. The cause is the source and not part of the message, because callers check its kind.
    pub(crate) fn io(what: &str, error: io::Error) -> Self {
        Self::new(ErrorKind::Io, what).with_source(error)
    }

    pub(crate) fn response_timeout(limit: Duration) -> Self {
        Self::new(ErrorKind::Timeout, format!("no response within {limit:?}"))
    }

    /// Creates the error of a call that exceeded its timeout before the request was sent. `missing` starts the message, such as "no token".
    pub(crate) fn timeout_before_sending(missing: &str, limit: Duration) -> Self {
        Self::new(ErrorKind::Timeout, format!("{missing} within {limit:?}")).unsent()
    }

    /// Creates the error of a call that exceeded its timeout while it waited for a rate limit permit.
    pub(crate) fn rate_limit_timeout(limit: Duration) -> Self {
        let mut error = Self::timeout_before_sending("no rate limit permit", limit);
        error.0.waited_for_rate_limit = true;
        error
    }

    /// Creates the error of a call that would have to wait for a rate limit permit for at least `wait`, which exceeds its timeout.
    pub(crate) fn wait_too_long(wait: Duration, timeout: Duration) -> Self {
        let wait = Duration::from_millis(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
        let message = format!("no rate limit permit for another {wait:?}, which exceeds the timeout of {timeout:?}");
        let mut error = Self::new(ErrorKind::Timeout, message).unsent().with_pause(wait);
        error.0.waited_for_rate_limit = true;
        error
    }

    pub(crate) fn link_expired() -> Self {
        Self::new(
            ErrorKind::LinkExpired,
            "the link to the file has expired; call the operation that returned it again for a new one",
        )
    }

    pub(crate) fn api(code: i64, message: String, detail: Detail) -> Self {
        let mut error = Self::new(ErrorKind::Api, message);
        error.0.code = Some(code);
        error.0.log_id = detail.log_id.clone();
        error.0.detail = detail;
        error
    }

    /// Creates the error of a response with this HTTP status and without a Feishu error code. `found` describes its body.
    pub(crate) fn http(status: u16, found: &str) -> Self {
        Self::new(ErrorKind::Http, format!("HTTP {status} from a gateway, not from Feishu: {found}"))
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_operation(mut self, operation: &'static Operation) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// Returns a copy of the error, for another caller that waited for the same result. The source is replaced by its text.
    pub(crate) fn duplicate(&self) -> Self {
        let inner = &self.0;
        Self(Box::new(Inner {
            kind: inner.kind,
            message: inner.message.clone(),
            operation: inner.operation,
            status: inner.status,
            code: inner.code,
            log_id: inner.log_id.clone(),
            rate_limit: inner.rate_limit,
            detail: inner.detail.clone(),
            path: inner.path.clone(),
            excerpt: inner.excerpt.clone(),
            page_token: inner.page_token.clone(),
            sent: inner.sent,
            truncated: inner.truncated,
            foreign: inner.foreign,
            waited_for_rate_limit: inner.waited_for_rate_limit,
            retry_after: inner.retry_after,
            pause: inner.pause,
            attempts: inner.attempts.clone(),
            source: inner.source.as_ref().map(|source| source.to_string().into()),
        }))
    }

    pub(crate) fn with_context(mut self, context: &str) -> Self {
        self.0.message = format!("{context}: {}", self.0.message);
        self
    }

    /// Adds the HTTP status, the log id and the rate limit of the response.
    pub(crate) fn with_metadata(mut self, metadata: &Metadata) -> Self {
        self.0.status = Some(metadata.status);
        self.0.rate_limit = metadata.rate_limit;
        self.0.retry_after = metadata.retry_after;
        if metadata.log_id.is_some() {
            self.0.log_id.clone_from(&metadata.log_id);
        }
        self
    }

    /// Adds the path of the invalid value and an excerpt around it.
    pub(crate) fn with_location(mut self, path: String, excerpt: String) -> Self {
        self.0.path = Some(path).filter(|path| !path.is_empty());
        self.0.excerpt = Some(excerpt).filter(|excerpt| !excerpt.is_empty());
        self
    }

    /// Adds the token of the page at which a listing stopped; `None` for the first page.
    pub(crate) fn with_page_token(mut self, token: Option<String>) -> Self {
        self.0.page_token = token;
        self
    }

    /// Marks the error as one that occurred before the request itself was sent.
    pub(crate) fn unsent(mut self) -> Self {
        self.0.sent = false;
        self
    }

    /// Marks the response as truncated. A retry may return a complete response.
    pub(crate) fn truncated(mut self) -> Self {
        self.0.truncated = true;
        self
    }

    /// Marks the response as one without Feishu's envelope, such as that of a proxy or a firewall. A retry may succeed.
    pub(crate) fn not_from_feishu(mut self) -> Self {
        self.0.foreign = true;
        self
    }

    /// Sets the time for which a retry cannot succeed.
    pub(crate) fn with_pause(mut self, pause: Duration) -> Self {
        self.0.pause = Some(pause);
        self
    }

    /// Returns this error as a failed attempt of a call.
    pub(crate) fn to_attempt(&self, duration: Duration) -> Attempt {
        Attempt {
            kind: self.kind(),
            message: self.message().to_owned(),
            status: self.status(),
            code: self.code(),
            log_id: self.log_id().map(str::to_owned),
            sent: self.0.sent,
            duration,
        }
    }

    pub(crate) fn with_attempts(mut self, attempts: Vec<Attempt>) -> Self {
        self.0.attempts = attempts;
        self
    }
}

/// Returns the text of the innermost cause, such as "connection refused", an untrusted certificate or an unknown host.
fn root_cause(error: &(dyn StdError + 'static)) -> String {
    match error.source() {
        Some(cause) => root_cause(cause),
        None => error.to_string(),
    }
}
