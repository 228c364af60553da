//! The token endpoint of custom apps.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::error::code;

use super::{
    fault::{Fault, Faults},
    tenant::{Tenant, TenantTokens},
};

/// The token endpoint of custom apps.
///
/// Every request gets a new tenant token: `t-1`, `t-2` and so on. Tokens are valid until they are revoked.
#[derive(Clone, Copy, Debug)]
pub struct TokenEndpoint<'a> {
    state: &'a TokenState,
    tenant_tokens: &'a TenantTokens,
}

impl<'a> TokenEndpoint<'a> {
    pub(super) fn new(state: &'a TokenState, tenant_tokens: &'a TenantTokens) -> Self {
        Self { state, tenant_tokens }
    }

    /// Sets the lifetime that responses state, in seconds. Default: 7200.
    pub fn set_lifetime(self, seconds: i64) -> Self {
        self.state.lock().expire = seconds;
        self
    }

    /// Issues tokens only to this app. Default: any non-empty app id and secret are accepted.
    pub fn accept_only(self, app_id: impl Into<String>, app_secret: impl Into<String>) -> Self {
        self.state.lock().only = Some((app_id.into(), app_secret.into()));
        self
    }

    /// Queues this number of requests without a fault, after the faults that are already queued.
    pub fn pass(self, requests: usize) -> Self {
        self.state.lock().faults.pass(requests);
        self
    }

    /// Queues a fault for this number of requests, after the faults that are already queued. `usize::MAX` means all following requests.
    pub fn inject_fault(self, requests: usize, fault: Fault) -> Self {
        self.state.lock().faults.push(requests, fault);
        self
    }

    /// Revokes all tenant tokens issued so far, including those of the store app.
    pub fn revoke(self) -> Self {
        self.tenant_tokens.revoke_all();
        self
    }
}

/// State of the custom app.
#[derive(Debug, Default)]
pub(super) struct TokenState(Mutex<Custom>);

#[derive(Debug)]
struct Custom {
    expire: i64,
    only: Option<(String, String)>,
    faults: Faults,
}

impl Default for Custom {
    fn default() -> Self {
        Self { expire: 7200, only: None, faults: Faults::default() }
    }
}

impl TokenState {
    /// Takes the fault for the current request.
    pub(super) fn take_fault(&self) -> Option<Fault> {
        self.lock().faults.take()
    }

    /// Returns the response to a token request.
    ///
    /// # Errors
    /// Returns the error code if the app gets no token.
    pub(super) fn respond(&self, body: &Value, tokens: &TenantTokens) -> Result<Value, (i64, &'static str)> {
        let custom = self.lock();
        custom.check_app(body)?;
        let token = tokens.issue(Tenant::Own);
        Ok(json!({ "code": 0, "msg": "ok", "tenant_access_token": token, "expire": custom.expire }))
    }

    fn lock(&self) -> MutexGuard<'_, Custom> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Custom {
    fn check_app(&self, body: &Value) -> Result<(), (i64, &'static str)> {
        let [app_id, app_secret] = required_texts(body, ["app_id", "app_secret"])?;
        match &self.only {
            Some((known, _)) if known != app_id => Err(code::APP_UNAVAILABLE[0]),
            Some((_, secret)) if secret != app_secret => Err(code::APP_SECRET_REFUSED[0]),
            _ => Ok(()),
        }
    }
}

/// Returns the texts of required fields of a body.
///
/// # Errors
/// Returns an error if a value is absent, empty or not a string.
pub(super) fn required_texts<'a, const N: usize>(
    body: &'a Value,
    names: [&str; N],
) -> Result<[&'a str; N], (i64, &'static str)> {
    let texts = names.map(|name| body.get(name).and_then(Value::as_str).unwrap_or_default());
    if texts.contains(&"") { Err(code::TOKEN_REQUEST_INVALID[0]) } else { Ok(texts) }
}
