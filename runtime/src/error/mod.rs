//! The error type of this crate: its kinds (`kind`), constructors (`construction`, and `fixture` for tests), predicates (`predicates`) and
//! formatting (`display`).

use std::{error::Error as StdError, time::Duration};

use crate::{RateLimit, operation::Operation};

mod attempt;
#[rustfmt::skip]
pub(crate) mod code;
mod construction;
mod detail;
mod display;
mod fixture;
mod kind;
mod predicates;
mod violation;

pub use attempt::Attempt;
pub(crate) use detail::{Detail, ErrorObject};
pub use detail::{Help, PermissionViolation};
pub use kind::ErrorKind;
pub use violation::FieldViolation;

/// The result type of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error of a call or a download.
///
/// To handle an error, check [`kind`](Self::kind), [`code`](Self::code) and the `is_…` methods. Do not parse messages, because they may change.
///
/// `Display` and `Debug` contain no token, app secret, sent value or response data, but they contain Feishu's `msg` unchanged.
/// `Display` contains the cause of a failed connection. `source` only returns a cause that `Display` does not contain.
///
/// Tests can create common errors with [`from_code`](Self::from_code), [`from_response`](Self::from_response),
/// [`rate_limited`](Self::rate_limited), [`connect_failed`](Self::connect_failed),
/// [`connection_lost`](Self::connection_lost), [`timed_out`](Self::timed_out),
/// [`timed_out_before_sending`](Self::timed_out_before_sending), [`wait_exceeds_timeout`](Self::wait_exceeds_timeout) and
/// [`expired_link`](Self::expired_link).
pub struct Error(Box<Inner>);

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
    /// The page at which a listing stopped.
    page_token: Option<String>,
    /// Whether the request itself may have reached Feishu.
    sent: bool,
    /// Whether the response was truncated.
    truncated: bool,
    /// Whether the response has no envelope, so that it does not come from Feishu.
    foreign: bool,
    /// Whether the call got no permit within its timeout.
    waited_for_rate_limit: bool,
    /// The `Retry-After` of the response.
    retry_after: Option<Duration>,
    /// The time for which a retry cannot succeed.
    pause: Option<Duration>,
    /// The failed attempts, including the last one.
    attempts: Vec<Attempt>,
    source: Option<Source>,
}

type Source = Box<dyn StdError + Send + Sync>;

impl Error {
    pub(crate) fn pause(&self) -> Option<Duration> {
        self.0.pause
    }

    /// Returns the `Retry-After` of the response.
    pub(crate) fn retry_after_header(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the id of the operation, such as `hire.v1.interview.list`, or `GET /open-apis/contact/v3/users/:user_id` for a
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

    /// Returns whether the request may have reached Feishu in any attempt.
    ///
    /// If `false`, the call was not executed and can be repeated safely.
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
    /// Feishu may change its messages; check [`code`](Self::code) instead.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the id of the request in Feishu's logs (`x-tt-logid`). Feishu's support asks for it.
    #[must_use]
    pub fn log_id(&self) -> Option<&str> {
        self.0.log_id.as_deref()
    }

    /// Returns the rate limit in the headers of the response, with the time until it resets.
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

    /// Returns the missing permissions, with the URLs of the pages to request them.
    #[must_use]
    pub fn permission_violations(&self) -> &[PermissionViolation] {
        &self.0.detail.permission_violations
    }

    /// Returns links to help pages.
    #[must_use]
    pub fn help_links(&self) -> &[Help] {
        &self.0.detail.helps
    }

    /// Returns the URL of Feishu's troubleshooter for this error.
    #[must_use]
    pub fn troubleshooter(&self) -> Option<&str> {
        self.0.detail.troubleshooter.as_deref()
    }

    /// Returns the scopes of which the app needs at least one; empty unless [`is_scope_missing`](Self::is_scope_missing).
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

    /// Returns the token of the page at which a listing stopped; `None` for the first page, and outside of listings.
    ///
    /// All pages before it were read. To resume, set this token as the page token of a new listing. If the kind is
    /// [`ErrorKind::IncompleteListing`], the page itself may have been read as well, and the new listing returns its items again.
    #[must_use]
    pub fn page_token(&self) -> Option<&str> {
        self.0.page_token.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Metadata;

    #[test]
    fn a_duplicate_has_the_same_text_and_source() {
        let violations = vec![FieldViolation::new("a", "no")];
        let mut error = Error::api(7, "no".to_owned(), Detail { field_violations: violations, ..Detail::default() });
        let metadata = Metadata { status: 400, log_id: Some("L1".to_owned()), ..Metadata::default() };
        error = error.with_metadata(&metadata).with_location("a".to_owned(), "b".to_owned());
        error = error.with_source("the cause");
        let duplicate = error.duplicate();
        let source = |error: &Error| StdError::source(error).map(ToString::to_string);
        assert_eq!((format!("{duplicate:?}"), duplicate.to_string()), (format!("{error:?}"), error.to_string()));
        assert_eq!((source(&duplicate), source(&error)), (Some("the cause".to_owned()), Some("the cause".to_owned())));
    }
}
