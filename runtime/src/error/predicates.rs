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
    }

    /// Returns whether the call exceeded the rate limit; see [`retry_after`](Self::retry_after).
    ///
    /// Either Feishu rejected the request, or the client sent nothing because it could not get a permit within the timeout of the call. In the
    /// second case, [`is_rate_limit_timeout`](Self::is_rate_limit_timeout) is true as well.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        // Some operations have their own code for a rate limit, so the status 429 counts too. But a known code of another class takes precedence.
        let says_other = self.is_final() || self.has_code(&code::INTERNAL);
        self.0.waited_for_rate_limit
            || self.has_code(&code::RATE_LIMITED)
            || (self.0.status == Some(429) && !says_other)
    }

    /// Returns whether the monthly quota of calls is exhausted. A retry does not help.
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
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.has_code(&code::NOT_FOUND) || (self.0.kind != ErrorKind::LinkExpired && self.0.status == Some(404))
    }

    /// Returns whether the app id and app secret do not match, or the app is not available.
    #[must_use]
    pub fn is_app_refused(&self) -> bool {
        self.has_code(&code::APP_UNAVAILABLE) || self.has_code(&code::APP_SECRET_REFUSED)
    }

    /// Returns whether Feishu or a gateway failed internally. Retry the call only if it can be repeated safely.
    #[must_use]
    pub fn is_server_failure(&self) -> bool {
        self.has_code(&code::INTERNAL) || (self.0.code.is_none() && self.0.status.is_some_and(|status| status >= 500))
    }

    /// Returns whether the link to a file has expired, which happens after 30 minutes.
    ///
    /// Call the operation that returned the link again to get a new link.
    #[must_use]
    pub fn is_link_expired(&self) -> bool {
        self.0.kind == ErrorKind::LinkExpired
    }

    /// Returns whether the same call may succeed later: the rate limit, the network, a gateway or Feishu itself failed.
    ///
    /// This does not mean that a retry is safe: a request that [was sent](Self::was_sent) may have been carried out.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.is_rate_limited() || self.is_transient()
    }

    /// Whether the network, a gateway or Feishu itself failed temporarily.
    pub(crate) fn is_transient(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Token => true,
            ErrorKind::Api => self.has_code(&code::INTERNAL) || (!self.is_final() && self.0.status >= Some(500)),
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

    /// Whether Feishu stated a permanent reason, regardless of the HTTP status.
    fn is_final(&self) -> bool {
        self.is_invalid_parameter()
            || self.is_scope_missing()
            || self.is_ip_refused()
            || self.is_app_refused()
            || self.is_token_refused()
            || self.is_quota_exhausted()
            || self.has_code(&code::NOT_FOUND)
    }

    pub(crate) fn has_code(&self, class: &[(i64, &str)]) -> bool {
        self.0.code.is_some_and(|code| class.iter().any(|(known, _)| *known == code))
    }
}
