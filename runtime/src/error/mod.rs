//! The error type of this crate.

use std::{error::Error as StdError, fmt, time::Duration};

use crate::{Metadata, RateLimit, operation::Operation};

mod attempt;
pub(crate) mod code;
mod detail;
mod fixture;

pub use attempt::Attempt;
pub(crate) use detail::{Detail, ErrorObject};
pub use detail::{FieldViolation, Help, PermissionViolation};

/// The result type of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed.
///
/// Decide by [`kind`](Self::kind), [`code`](Self::code) and the `is_…` methods; texts may change.
///
/// `Display` and `Debug` show no token, app secret, sent value or response data. They show Feishu's own `msg` unchanged.
///
/// Tests can create the common errors with [`from_code`](Self::from_code), [`from_response`](Self::from_response),
/// [`rate_limited`](Self::rate_limited), [`connect_failed`](Self::connect_failed),
/// [`connection_lost`](Self::connection_lost), [`timed_out`](Self::timed_out),
/// [`timed_out_before_sending`](Self::timed_out_before_sending), [`wait_exceeds_timeout`](Self::wait_exceeds_timeout) and
/// [`expired_link`](Self::expired_link).
pub struct Error(Box<Inner>);

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
    /// The call exceeded its timeout. [`was_sent`](Error::was_sent) says whether the request may have been carried out.
    Timeout,
    /// The connection was lost. The request may have been carried out.
    Transport,
    /// Feishu responded with an error code.
    Api,
    /// The response does not have the documented form, or does not come from Feishu.
    Decode,
    /// The link to a file has expired. Call the operation that returned it again.
    LinkExpired,
    /// A file exceeds the maximum size that the caller set.
    TooLarge,
    /// A local file or a writer failed. The source is the [`std::io::Error`].
    Io,
}

struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<&'static Operation>,
    status: Option<u16>,
    code: Option<i64>,
    log_id: Option<String>,
    rate_limit: RateLimit,
    detail: Detail,
    path: Option<String>,
    excerpt: Option<String>,
    /// Whether the request itself may have reached Feishu.
    sent: bool,
    /// Whether the answer ended too early.
    cut: bool,
    /// Whether the response does not come from Feishu: it has no envelope.
    foreign: bool,
    /// Whether the client's own rate limiter refused the call.
    limited: bool,
    /// The `Retry-After` of the response.
    retry_after: Option<Duration>,
    /// For how long trying again is pointless.
    pause: Option<Duration>,
    /// The attempts that failed, the last one included.
    attempts: Vec<Attempt>,
    source: Option<Source>,
}

type Source = Box<dyn StdError + Send + Sync>;

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
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
            sent: matches!(kind, ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Api | ErrorKind::Decode),
            cut: false,
            foreign: false,
            limited: false,
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

    /// The error of the HTTP client, without the URL: its query may contain personal data.
    pub(crate) fn transport(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_connect() {
            Self::no_connection(error)
        } else if error.is_timeout() {
            Self::new(ErrorKind::Timeout, "no answer in time").with_source(error)
        } else if error.is_builder() {
            Self::new(ErrorKind::InvalidParameter, "the request cannot be built").with_source(error)
        } else if error.is_body() || error.is_decode() {
            Self::broken("the body of the answer broke off", error)
        } else {
            Self::broken("the connection broke", error)
        }
    }

    fn no_connection(cause: impl Into<Source>) -> Self {
        let cause = cause.into();
        Self::new(ErrorKind::Connect, format!("no connection: {}", root_cause(&*cause))).with_source(cause)
    }

    fn broken(what: &str, cause: impl Into<Source>) -> Self {
        let cause = cause.into();
        Self::new(ErrorKind::Transport, format!("{what}: {}", root_cause(&*cause))).with_source(cause)
    }

    pub(crate) fn late(limit: Duration) -> Self {
        Self::new(ErrorKind::Timeout, format!("no answer within {limit:?}"))
    }

    /// The call was still waiting, for what `missing` names; the request was not sent.
    pub(crate) fn late_before_sending(missing: &str, limit: Duration) -> Self {
        Self::new(ErrorKind::Timeout, format!("{missing} within {limit:?}")).unsent()
    }

    /// The call would have waited for its rate limit permit for at least `wait`, which exceeds its timeout; the request was not sent.
    pub(crate) fn wait_too_long(wait: Duration, timeout: Duration) -> Self {
        let wait = Duration::from_millis(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX));
        let message = format!("no rate limit permit for another {wait:?}, which exceeds the timeout of {timeout:?}");
        let mut error = Self::new(ErrorKind::Timeout, message).unsent().with_pause(wait);
        error.0.limited = true;
        error
    }

    pub(crate) fn link_expired() -> Self {
        Self::new(
            ErrorKind::LinkExpired,
            "the link to the file has expired (it lasts 30 minutes); call the operation that returned it again for a new one",
        )
    }

    pub(crate) fn api(code: i64, message: String, detail: Detail) -> Self {
        let mut error = Self::new(ErrorKind::Api, message);
        error.0.code = Some(code);
        error.0.log_id = detail.log_id.clone();
        error.0.detail = detail;
        error
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_operation(mut self, operation: &'static Operation) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// Not from Feishu itself but from something on the way to it.
    pub(crate) fn into_gateway(mut self, status: u16) -> Self {
        self.0.message = format!("HTTP {status} from a gateway, not from Feishu: {}", self.0.message);
        self
    }

    /// The same failure, for another caller that waited for it.
    pub(crate) fn again(&self) -> Self {
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
            sent: inner.sent,
            cut: inner.cut,
            foreign: inner.foreign,
            limited: inner.limited,
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

    /// Where it came from: the HTTP status, the log id and the rate limit of the answer.
    pub(crate) fn with_answer(mut self, metadata: &Metadata) -> Self {
        self.0.status = Some(metadata.status);
        self.0.rate_limit = metadata.rate_limit;
        self.0.retry_after = metadata.retry_after;
        if metadata.log_id.is_some() {
            self.0.log_id.clone_from(&metadata.log_id);
        }
        self
    }

    pub(crate) fn with_place(mut self, path: String, excerpt: String) -> Self {
        self.0.path = Some(path).filter(|path| !path.is_empty());
        self.0.excerpt = Some(excerpt).filter(|excerpt| !excerpt.is_empty());
        self
    }

    /// It came before the request itself could be sent.
    pub(crate) fn unsent(mut self) -> Self {
        self.0.sent = false;
        self
    }

    /// The answer ended too early; whole, it might have been a good one.
    pub(crate) fn cut_short(mut self) -> Self {
        self.0.cut = true;
        self
    }

    /// The response has no envelope of Feishu: a proxy or a firewall answered, which a retry may pass.
    pub(crate) fn not_from_feishu(mut self) -> Self {
        self.0.foreign = true;
        self
    }

    /// Trying again is pointless for so long.
    pub(crate) fn with_pause(mut self, pause: Duration) -> Self {
        self.0.pause = Some(pause);
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: Vec<Attempt>) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn pause(&self) -> Option<Duration> {
        self.0.pause
    }

    /// The `Retry-After` of the response.
    pub(crate) fn retry_after_header(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the step at which the call failed.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the id of the operation, such as `hire.v1.interview.list`, or `GET /open-apis/hire/v1/todos` for a
    /// [`CustomRequest`](crate::CustomRequest); `None` outside a call.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.id)
    }

    /// Returns the failed attempts in order, including the last one; empty if there was none.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.0.attempts
    }

    /// Returns whether the request may have reached Feishu, in any attempt.
    ///
    /// If it did not, the call was not carried out and is safe to repeat.
    #[must_use]
    pub fn was_sent(&self) -> bool {
        self.0.sent || self.0.attempts.iter().any(Attempt::was_sent)
    }

    /// Returns the HTTP status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// Returns Feishu's error code, if the response has one.
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        self.0.code
    }

    /// Returns Feishu's `msg`, or the message of this client.
    ///
    /// Feishu changes its texts; decide by [`code`](Self::code).
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the id of the request in Feishu's logs (`x-tt-logid`), which Feishu's support asks for.
    #[must_use]
    pub fn log_id(&self) -> Option<&str> {
        self.0.log_id.as_deref()
    }

    /// Returns the rate limit that the response states, with the time until it resets.
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        self.0.rate_limit
    }

    /// Returns the time after which a retry may succeed, if it is known.
    ///
    /// It is the largest of:
    ///
    /// - the wait for a rate limit permit that would have exceeded the call's timeout;
    /// - the pause before the next token request;
    /// - the response's `x-ogw-ratelimit-reset` and `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.pause.max(self.0.retry_after).max(self.0.rate_limit.reset)
    }

    /// Returns the invalid parameters with their reasons.
    #[must_use]
    pub fn field_violations(&self) -> &[FieldViolation] {
        &self.0.detail.field_violations
    }

    /// Returns the missing permissions, with the pages on which to request them.
    #[must_use]
    pub fn permission_violations(&self) -> &[PermissionViolation] {
        &self.0.detail.permission_violations
    }

    /// Returns links to help pages.
    #[must_use]
    pub fn helps(&self) -> &[Help] {
        &self.0.detail.helps
    }

    /// Returns the URL of Feishu's troubleshooter for this error.
    #[must_use]
    pub fn troubleshooter(&self) -> Option<&str> {
        self.0.detail.troubleshooter.as_deref()
    }

    /// Returns the scopes of which the app needs one; empty unless [`is_scope_missing`](Self::is_scope_missing).
    #[must_use]
    pub fn required_scopes(&self) -> &'static [&'static str] {
        match self.0.operation {
            Some(operation) if self.is_scope_missing() => operation.scopes,
            _ => &[],
        }
    }

    /// Returns the JSON path of the invalid value in the response, such as `data.items[3].begin_time`.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// Returns the part of the response around [`json_path`](Self::json_path), with every value masked.
    #[must_use]
    pub fn excerpt(&self) -> Option<&str> {
        self.0.excerpt.as_deref()
    }

    /// Returns whether the connection could not be established.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Returns whether the call exceeded its timeout.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Returns whether a parameter was missing or invalid, according to this client or to Feishu.
    #[must_use]
    pub fn is_invalid_parameter(&self) -> bool {
        self.0.kind == ErrorKind::InvalidParameter || self.has_code(code::INVALID_PARAMETER)
    }

    /// Returns whether the call exceeded the rate limit; see [`retry_after`](Self::retry_after).
    ///
    /// Either Feishu refused the request, or the client sent nothing because the wait for a permit would have exceeded the call's timeout.
    /// In the second case the [`kind`](Self::kind) is [`ErrorKind::Timeout`].
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        // Some operations have a code of their own for it; what else a code says comes before the status.
        let says_other = self.is_final() || self.is_token_refused() || self.has_code(code::INTERNAL);
        self.0.limited || self.has_code(code::RATE_LIMITED) || (self.0.status == Some(429) && !says_other)
    }

    /// Returns whether the monthly quota of calls is exhausted. A retry does not help.
    #[must_use]
    pub fn is_quota_exhausted(&self) -> bool {
        self.has_code(code::QUOTA_EXHAUSTED)
    }

    /// Returns whether the app lacks a scope; see [`required_scopes`](Self::required_scopes).
    #[must_use]
    pub fn is_scope_missing(&self) -> bool {
        self.has_code(code::SCOPE_MISSING)
    }

    /// Returns whether the IP address of this machine is not on the app's allow list.
    #[must_use]
    pub fn is_ip_refused(&self) -> bool {
        self.has_code(code::IP_REFUSED)
    }

    /// Returns whether Feishu rejected the tenant access token.
    #[must_use]
    pub fn is_token_refused(&self) -> bool {
        self.has_code(code::TENANT_TOKEN_REFUSED)
    }

    /// Returns whether the app id and app secret do not match, or the app is not available.
    #[must_use]
    pub fn is_app_refused(&self) -> bool {
        self.has_code(code::APP_REFUSED)
    }

    /// Returns whether Feishu failed internally. Retry the call only if it is safe to repeat.
    #[must_use]
    pub fn is_server_failure(&self) -> bool {
        self.has_code(code::INTERNAL) || (self.0.code.is_none() && self.0.status.is_some_and(|status| status >= 500))
    }

    /// Returns whether the link to a file has expired, which happens after 30 minutes.
    ///
    /// Call the operation that returned the link again.
    #[must_use]
    pub fn is_link_expired(&self) -> bool {
        self.0.kind == ErrorKind::LinkExpired
    }

    /// It may be another time that another attempt goes well: the network, a gateway or Feishu itself failed.
    pub(crate) fn is_transient(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Token => true,
            ErrorKind::Api => self.has_code(code::INTERNAL) || (!self.is_final() && self.0.status >= Some(500)),
            ErrorKind::Decode => self.0.cut || self.0.status >= Some(500) || self.is_foreign_success(),
            ErrorKind::Configuration
            | ErrorKind::InvalidParameter
            | ErrorKind::LinkExpired
            | ErrorKind::TooLarge
            | ErrorKind::Io => false,
        }
    }

    /// A gateway responded instead of Feishu, and did not state an error. To a token request, whatever it stated.
    fn is_foreign_success(&self) -> bool {
        self.0.foreign && (!self.0.sent || self.0.status < Some(300))
    }

    /// Feishu has said why it will not do this, whatever its HTTP status.
    fn is_final(&self) -> bool {
        self.is_invalid_parameter()
            || self.is_scope_missing()
            || self.is_ip_refused()
            || self.is_app_refused()
            || self.is_quota_exhausted()
    }

    pub(crate) fn has_code(&self, codes: &[i64]) -> bool {
        self.0.code.is_some_and(|code| codes.contains(&code))
    }
}

/// What is at the bottom of it: "connection refused", a certificate that nobody trusts, a name that nobody knows.
fn root_cause(error: &dyn StdError) -> String {
    match error.source() {
        Some(cause) => root_cause(cause),
        None => error.to_string(),
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(operation) = self.operation() {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&inner.message)?;
        if let Some(path) = &inner.path {
            write!(f, " at {path}")?;
        }
        if let Some(excerpt) = &inner.excerpt {
            write!(f, " near {excerpt}")?;
        }
        for violation in self.field_violations() {
            write!(f, "; {violation}")?;
        }
        if !self.required_scopes().is_empty() {
            write!(f, "; the app needs one of {}", self.required_scopes().join(", "))?;
        }
        let facts = [
            inner.status.map(|status| format!("HTTP {status}")),
            inner.code.map(|code| format!("code {code}")),
            inner.log_id.as_ref().map(|log_id| format!("log id {log_id}")),
            inner.rate_limit.reset.map(|reset| format!("again in {} s", reset.as_secs())),
            Some(inner.attempts.len()).filter(|count| *count > 1).map(|count| format!("attempt {count}")),
        ];
        let facts: Vec<_> = facts.into_iter().flatten().collect();
        if !facts.is_empty() {
            write!(f, " ({})", facts.join(", "))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        let mut out = f.debug_struct("Error");
        out.field("kind", &inner.kind).field("message", &inner.message);
        let mut some = |name, value: Option<&dyn fmt::Debug>| {
            if let Some(value) = value {
                out.field(name, value);
            }
        };
        some("operation", self.operation().as_ref().map(|it| it as _));
        some("status", inner.status.as_ref().map(|it| it as _));
        some("code", inner.code.as_ref().map(|it| it as _));
        some("log_id", inner.log_id.as_ref().map(|it| it as _));
        some("path", inner.path.as_ref().map(|it| it as _));
        some("excerpt", inner.excerpt.as_ref().map(|it| it as _));
        some("source", inner.source.as_ref().map(|it| it as _));
        if !self.field_violations().is_empty() {
            out.field("field_violations", &self.field_violations());
        }
        if inner.attempts.len() > 1 {
            out.field("attempts", &inner.attempts);
        }
        if !self.permission_violations().is_empty() {
            out.field("permission_violations", &self.permission_violations());
        }
        out.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_failure_again_tells_the_same() {
        let violations = vec![FieldViolation::new("a", "no")];
        let mut error = Error::api(7, "no".to_owned(), Detail { field_violations: violations, ..Detail::default() });
        let metadata = Metadata { status: 400, log_id: Some("L1".to_owned()), ..Metadata::default() };
        error = error.with_answer(&metadata).with_place("a".to_owned(), "b".to_owned());
        error = error.with_source("the cause");
        let again = error.again();
        let source = |error: &Error| StdError::source(error).map(ToString::to_string);
        assert_eq!((format!("{again:?}"), again.to_string()), (format!("{error:?}"), error.to_string()));
        assert_eq!((source(&again), source(&error)), (Some("the cause".to_owned()), Some("the cause".to_owned())));
    }
}
