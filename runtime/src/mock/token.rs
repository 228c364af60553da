//! The endpoint that gives tenant tokens, and which tokens are good.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::{
    Received,
    fault::{Fault, Faults},
    reply::{Reply, code},
};
use crate::operation::{Operation, TokenKind};

/// The endpoint that gives tenant tokens: `t-1`, `t-2` and so on, a new one for each request.
///
/// A token is good until it is revoked; the server watches no clock.
#[derive(Clone, Copy, Debug)]
pub struct TokenEndpoint<'a> {
    state: &'a TokenState,
}

impl<'a> TokenEndpoint<'a> {
    pub(super) fn new(state: &'a TokenState) -> Self {
        Self { state }
    }

    /// Says of tokens to come that they are good for so many seconds; 7200 unless told.
    pub fn expire(self, seconds: i64) -> Self {
        self.state.lock().expire = seconds;
        self
    }

    /// Gives tokens to this app alone. Otherwise any app id and secret will do, as long as neither is empty.
    pub fn accept_only(self, app_id: impl Into<String>, app_secret: impl Into<String>) -> Self {
        self.state.lock().only = Some((app_id.into(), app_secret.into()));
        self
    }

    /// The next so many requests for a token get this fault; after those that already stand in line. `usize::MAX` is for ever.
    pub fn next(self, requests: usize, fault: Fault) -> Self {
        self.state.lock().faults.push(requests, fault);
        self
    }

    /// Makes every token given so far invalid.
    pub fn revoke(self) -> Self {
        let mut tokens = self.state.lock();
        tokens.revoked = tokens.given;
        self
    }
}

/// What the server knows of tokens.
#[derive(Debug, Default)]
pub(super) struct TokenState(Mutex<Tokens>);

#[derive(Debug)]
struct Tokens {
    /// The number of the last token given.
    given: u64,
    /// The number of the last token that is no longer good.
    revoked: u64,
    expire: i64,
    only: Option<(String, String)>,
    faults: Faults,
}

impl Default for Tokens {
    fn default() -> Self {
        Self { given: 0, revoked: 0, expire: 7200, only: None, faults: Faults::default() }
    }
}

impl TokenState {
    /// The fault of the request that is being answered.
    pub(super) fn take_fault(&self) -> Option<Fault> {
        self.lock().faults.take()
    }

    /// The answer to a request for a token. Its `Content-Type` does not matter: some clients send none.
    pub(super) fn give(&self, received: &Received, log_id: &str) -> Reply {
        let mut tokens = self.lock();
        if let Err(refusal) = tokens.check_app(&received.json().unwrap_or_default()) {
            return Reply::refused(refusal, log_id);
        }
        tokens.given += 1;
        let token = format!("t-{}", tokens.given);
        let granted = json!({ "code": 0, "msg": "ok", "tenant_access_token": token, "expire": tokens.expire });
        Reply::json(200, granted.to_string())
    }

    /// Whether a call may be made with the token that it bears.
    ///
    /// # Errors
    /// With the general error code that says why not.
    pub(super) fn check_bearer(&self, operation: &Operation, received: &Received) -> Result<(), (i64, &'static str)> {
        let header = received.header("authorization").unwrap_or_default();
        let token = match header.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
            _ => return Err(code::NEED_TOKEN),
        };
        if token.starts_with("u-") {
            return Err(code::INVALID_USER_TOKEN);
        }
        let number = token.strip_prefix("t-").ok_or(code::BAD_TOKEN_FORM)?;
        let takes_tenant_tokens = operation.tokens.is_empty() || operation.tokens.contains(&TokenKind::Tenant);
        if takes_tenant_tokens && self.lock().is_good(number) { Ok(()) } else { Err(code::INVALID_TOKEN) }
    }

    fn lock(&self) -> MutexGuard<'_, Tokens> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tokens {
    fn is_good(&self, number: &str) -> bool {
        number.parse().is_ok_and(|number: u64| number > self.revoked && number <= self.given)
    }

    fn check_app(&self, body: &Value) -> Result<(), (i64, &'static str)> {
        let text = |name| body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let (Some(app_id), Some(app_secret)) = (text("app_id"), text("app_secret")) else {
            return Err(code::BAD_APP_PARAMETER);
        };
        match &self.only {
            Some((known, _)) if known != app_id => Err(code::UNKNOWN_APP),
            Some((_, secret)) if secret != app_secret => Err(code::WRONG_SECRET),
            _ => Ok(()),
        }
    }
}
