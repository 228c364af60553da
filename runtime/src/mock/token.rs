//! The endpoint that gives tenant tokens to a custom app.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::{
    auth::{Auth, texts},
    fault::{Fault, Faults},
    reply::code,
    tenant::{Tenant, TenantTokens},
};

/// The endpoint that gives tenant tokens to a custom app: `t-1`, `t-2` and so on, a new one for each request.
///
/// A token is good until it is revoked; the server watches no clock.
#[derive(Clone, Copy, Debug)]
pub struct TokenEndpoint<'a> {
    auth: &'a Auth,
}

impl<'a> TokenEndpoint<'a> {
    pub(super) fn new(auth: &'a Auth) -> Self {
        Self { auth }
    }

    /// Says of tokens to come that they are good for so many seconds; 7200 unless told.
    pub fn expire(self, seconds: i64) -> Self {
        self.auth.custom.lock().expire = seconds;
        self
    }

    /// Gives tokens to this app alone. Otherwise any app id and secret will do, as long as neither is empty.
    pub fn accept_only(self, app_id: impl Into<String>, app_secret: impl Into<String>) -> Self {
        self.auth.custom.lock().only = Some((app_id.into(), app_secret.into()));
        self
    }

    /// The next so many requests for a token get this fault; after those that already stand in line. `usize::MAX` is for ever.
    pub fn next(self, requests: usize, fault: Fault) -> Self {
        self.auth.custom.lock().faults.push(requests, fault);
        self
    }

    /// Makes every tenant token given so far invalid, those of the store app too.
    pub fn revoke(self) -> Self {
        self.auth.tenant_tokens.revoke_all();
        self
    }
}

/// What the server knows of the custom app.
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
    /// The fault of the request that is being answered.
    pub(super) fn take_fault(&self) -> Option<Fault> {
        self.lock().faults.take()
    }

    /// The answer to a request for a token.
    ///
    /// # Errors
    /// With the code that says why there is no token for this app.
    pub(super) fn give(&self, body: &Value, tokens: &TenantTokens) -> Result<Value, (i64, &'static str)> {
        let custom = self.lock();
        custom.check_app(body)?;
        let token = tokens.give(Tenant::Own);
        Ok(json!({ "code": 0, "msg": "ok", "tenant_access_token": token, "expire": custom.expire }))
    }

    fn lock(&self) -> MutexGuard<'_, Custom> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Custom {
    fn check_app(&self, body: &Value) -> Result<(), (i64, &'static str)> {
        let [app_id, app_secret] = texts(body, ["app_id", "app_secret"])?;
        match &self.only {
            Some((known, _)) if known != app_id => Err(code::UNKNOWN_APP),
            Some((_, secret)) if secret != app_secret => Err(code::WRONG_SECRET),
            _ => Ok(()),
        }
    }
}
