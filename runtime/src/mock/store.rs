//! The endpoints for store apps: tickets, app tokens, and the tenant tokens that are had with them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use super::{
    auth::{Auth, StoreEndpoint, texts},
    fault::{Fault, Faults},
    reply::code,
    tenant::{Tenant, TenantTokens},
};

/// A store app, as the server plays it: any app id and secret will do, as long as neither is empty, and any tenant key.
///
/// App tokens are `a-1`, `a-2` and so on; tenant tokens are numbered together with those of the custom app. Each request gets a new one.
/// They are good until they are revoked; the server watches no clock. It takes requests for a ticket, and sends no ticket: that is an event.
#[derive(Clone, Copy, Debug)]
pub struct StoreApp<'a> {
    auth: &'a Auth,
}

impl<'a> StoreApp<'a> {
    pub(super) fn new(auth: &'a Auth) -> Self {
        Self { auth }
    }

    /// Only this ticket is good from now on; with any other there is no app token, code 10012. Otherwise any ticket will do that is not empty.
    pub fn ticket(self, ticket: impl Into<String>) -> Self {
        self.auth.store.lock().ticket = Some(ticket.into());
        self
    }

    /// Says of app tokens to come that they are good for so many seconds; 7200 unless told.
    pub fn expire_app_tokens(self, seconds: i64) -> Self {
        self.auth.store.lock().app_expire = seconds;
        self
    }

    /// Says of the store app's tenant tokens to come that they are good for so many seconds; 7200 unless told.
    pub fn expire_tenant_tokens(self, seconds: i64) -> Self {
        self.auth.store.lock().tenant_expire = seconds;
        self
    }

    /// The next so many requests for an app token get this fault; after those that already stand in line. `usize::MAX` is for ever.
    pub fn next_app_token(self, requests: usize, fault: Fault) -> Self {
        self.next(StoreEndpoint::AppToken, requests, fault)
    }

    /// As [`next_app_token`](Self::next_app_token), for requests for a tenant token.
    pub fn next_tenant_token(self, requests: usize, fault: Fault) -> Self {
        self.next(StoreEndpoint::TenantToken, requests, fault)
    }

    /// As [`next_app_token`](Self::next_app_token), for requests to send the ticket again.
    pub fn next_ticket(self, requests: usize, fault: Fault) -> Self {
        self.next(StoreEndpoint::Ticket, requests, fault)
    }

    /// Makes every app token given so far invalid: with them there are no tenant tokens, code 99991664. Tenant tokens stay good.
    pub fn revoke_app_tokens(self) -> Self {
        let mut store = self.auth.store.lock();
        store.revoked = store.given;
        self
    }

    /// Makes every token of this tenant given so far invalid: calls with them are answered with code 99991663.
    pub fn revoke_tenant(self, tenant_key: &str) -> Self {
        self.auth.tenant_tokens.revoke(&Tenant::Key(tenant_key.into()));
        self
    }

    fn next(self, endpoint: StoreEndpoint, requests: usize, fault: Fault) -> Self {
        self.auth.store.lock().faults_at(endpoint).push(requests, fault);
        self
    }
}

/// What the server knows of the store app.
#[derive(Debug, Default)]
pub(super) struct StoreState(Mutex<Store>);

#[derive(Debug)]
struct Store {
    /// The one ticket that is good; without one, any is.
    ticket: Option<String>,
    /// The number of the last app token given.
    given: u64,
    /// The number of the last app token that is no longer good.
    revoked: u64,
    app_expire: i64,
    tenant_expire: i64,
    app_token_faults: Faults,
    tenant_token_faults: Faults,
    ticket_faults: Faults,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            ticket: None,
            given: 0,
            revoked: 0,
            app_expire: 7200,
            tenant_expire: 7200,
            app_token_faults: Faults::default(),
            tenant_token_faults: Faults::default(),
            ticket_faults: Faults::default(),
        }
    }
}

impl StoreState {
    /// The fault of the request that is being answered.
    pub(super) fn take_fault(&self, endpoint: StoreEndpoint) -> Option<Fault> {
        self.lock().faults_at(endpoint).take()
    }

    /// The answer to a request.
    ///
    /// # Errors
    /// With the code that says why it is refused.
    pub(super) fn give(
        &self,
        endpoint: StoreEndpoint,
        body: &Value,
        tokens: &TenantTokens,
    ) -> Result<Value, (i64, &'static str)> {
        let mut store = self.lock();
        match endpoint {
            StoreEndpoint::AppToken => store.app_token(body),
            StoreEndpoint::TenantToken => store.tenant_token(body, tokens),
            StoreEndpoint::Ticket => {
                texts(body, ["app_id", "app_secret"]).map(|_| json!({ "code": 0, "msg": "success" }))
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Store> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    fn app_token(&mut self, body: &Value) -> Result<Value, (i64, &'static str)> {
        let [_, _, ticket] = texts(body, ["app_id", "app_secret", "app_ticket"])?;
        if self.ticket.as_deref().is_some_and(|good| good != ticket) {
            return Err(code::BAD_TICKET);
        }
        self.given += 1;
        let token = format!("a-{}", self.given);
        Ok(json!({ "code": 0, "msg": "success", "app_access_token": token, "expire": self.app_expire }))
    }

    fn tenant_token(&self, body: &Value, tokens: &TenantTokens) -> Result<Value, (i64, &'static str)> {
        let [app_token, tenant_key] = texts(body, ["app_access_token", "tenant_key"])?;
        if !self.is_good(app_token) {
            return Err(code::INVALID_APP_TOKEN);
        }
        let token = tokens.give(Tenant::Key(tenant_key.into()));
        Ok(json!({ "code": 0, "msg": "success", "tenant_access_token": token, "expire": self.tenant_expire }))
    }

    fn is_good(&self, app_token: &str) -> bool {
        let number = app_token.strip_prefix("a-").and_then(|number| number.parse::<u64>().ok());
        number.is_some_and(|number| number > self.revoked && number <= self.given)
    }

    fn faults_at(&mut self, endpoint: StoreEndpoint) -> &mut Faults {
        match endpoint {
            StoreEndpoint::AppToken => &mut self.app_token_faults,
            StoreEndpoint::TenantToken => &mut self.tenant_token_faults,
            StoreEndpoint::Ticket => &mut self.ticket_faults,
        }
    }
}
