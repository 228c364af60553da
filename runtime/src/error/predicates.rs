//! Predicates of an error, from its kind, its code and its HTTP status.

use super::{Error, ErrorKind, code};

impl Error {
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
        self.0.kind == ErrorKind::InvalidParameter
            || self.has_code(&code::INVALID_PARAMETER)
            || self.has_code(&code::TOKEN_REQUEST_INVALID)
            || (self.has_code(&code::INTERNAL_OR_PARAMETER) && self.0.status == Some(400))
    }

    /// Returns whether the call exceeded the rate limit; see [`retry_after`](Self::retry_after).
    ///
    /// Either Feishu rejected the request, or the client sent nothing because it could not get a permit within the timeout of the call. In the
    /// second case, [`is_rate_limit_timeout`](Self::is_rate_limit_timeout) is true as well.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.0.waited_for_rate_limit
            || self.has_code(&code::RATE_LIMITED)
            || (self.0.status == Some(429) && self.has_no_known_code())
    }

    /// Returns whether the monthly quota of calls is exhausted. A retry fails until the next month.
    #[must_use]
    pub fn is_quota_exhausted(&self) -> bool {
        self.has_code(&code::QUOTA_EXHAUSTED)
    }

    /// Returns whether the app lacks a scope; see [`required_scopes`](Self::required_scopes).
    #[must_use]
    pub fn is_scope_missing(&self) -> bool {
        self.has_code(&code::SCOPE_MISSING)
    }

    /// Returns whether the IP address of this machine is not on the app's allow list.
    #[must_use]
    pub fn is_ip_refused(&self) -> bool {
        self.has_code(&code::IP_REFUSED)
    }

    /// Returns whether the call could not get a rate limit permit within its timeout. The request was not sent.
    ///
    /// If the wait would exceed the timeout, the call fails at once, and [`retry_after`](Self::retry_after) returns the length of the wait.
    ///
    /// To avoid this error, use a longer timeout or make fewer concurrent calls.
    #[must_use]
    pub fn is_rate_limit_timeout(&self) -> bool {
        self.0.waited_for_rate_limit
    }

    /// Returns whether Feishu does not accept the token: it is missing, malformed, expired, revoked, or of a kind that the
    /// operation does not accept.
    ///
    /// If the client fetched the token, it has already retried the call once with a new token. If you supplied the token, replace it.
    #[must_use]
    pub fn is_token_refused(&self) -> bool {
        self.is_tenant_token_invalid()
            || self.has_code(&code::TOKEN_MISSING)
            || self.has_code(&code::TOKEN_MALFORMED)
            || self.has_code(&code::USER_TOKEN_REFUSED)
            || self.has_code(&code::APP_TOKEN_REFUSED)
    }

    /// Whether a retry with another tenant token may succeed.
    pub(crate) fn is_tenant_token_invalid(&self) -> bool {
        self.has_code(&code::TENANT_TOKEN_REFUSED)
    }

    /// Returns whether the resource, or the endpoint itself, does not exist.
    ///
    /// The class of a known [`code`](Self::code) takes precedence over the HTTP status. The codes for invalid parameters mean an unknown id with
    /// status 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        let says_nothing_else = self.has_no_known_code() || self.has_code(&code::INVALID_PARAMETER);
        let is_of_link = self.0.kind == ErrorKind::LinkExpired;
        self.has_code(&code::NOT_FOUND) || (self.0.status == Some(404) && says_nothing_else && !is_of_link)
    }

    /// Returns whether the app id and app secret do not match, or the app is not available.
    #[must_use]
    pub fn is_app_refused(&self) -> bool {
        self.has_code(&code::APP_UNAVAILABLE) || self.has_code(&code::APP_SECRET_REFUSED)
    }

    /// Returns whether Feishu or a gateway failed internally. Retry the call only if it can be repeated safely.
    ///
    /// The class of a known [`code`](Self::code) takes precedence over the HTTP status. For example, Feishu rejects a second offer for the same
    /// application with status 500, which is not an internal failure.
    #[must_use]
    pub fn is_server_failure(&self) -> bool {
        let is_internal = self.has_code(&code::INTERNAL)
            || (self.has_code(&code::INTERNAL_OR_PARAMETER) && self.0.status != Some(400));
        is_internal || (self.0.status >= Some(500) && self.has_no_known_code())
    }

    /// Returns whether the link to a file has expired.
    ///
    /// Call the operation that returned the link again to get a new link. The documentation of the field with the link states how long it is
    /// valid: links to attachments for 30 minutes, links to background check reports for one hour, links to registration forms for seven days.
    #[must_use]
    pub fn is_link_expired(&self) -> bool {
        self.0.kind == ErrorKind::LinkExpired
    }

    /// Returns whether the same call may succeed later: the rate limit, the network, a gateway or Feishu itself failed, or another change of the
    /// same object was in progress.
    ///
    /// The class of a known [`code`](Self::code) takes precedence over the HTTP status.
    ///
    /// This does not mean that a retry is safe: a request that [was sent](Self::was_sent) may have been executed.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.is_rate_limited() || self.is_transient()
    }

    /// Whether the network, a gateway or Feishu itself failed temporarily or was busy.
    pub(crate) fn is_transient(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Token => true,
            ErrorKind::Api => self.is_server_failure() || self.has_code(&code::BUSY),
            ErrorKind::Http => self.0.status >= Some(500) || self.is_foreign_success(),
            ErrorKind::Decode => self.0.truncated || self.0.status >= Some(500) || self.is_foreign_success(),
            ErrorKind::Configuration
            | ErrorKind::InvalidParameter
            | ErrorKind::IncompleteListing
            | ErrorKind::LinkExpired
            | ErrorKind::TooLarge
            | ErrorKind::Io => false,
        }
    }

    /// Whether the response does not come from Feishu and has a success status. For a token request, any status counts.
    fn is_foreign_success(&self) -> bool {
        self.0.foreign && (!self.0.sent || self.0.status < Some(300))
    }

    /// Whether the meaning of the error follows from the HTTP status alone, because the code is absent, unknown or without a class.
    fn has_no_known_code(&self) -> bool {
        !code::CLASSES.iter().any(|class| self.has_code(class))
    }

    pub(crate) fn has_code(&self, class: &[(i64, &str)]) -> bool {
        self.0.code.is_some_and(|code| class.iter().any(|(known, _)| *known == code))
    }
}
