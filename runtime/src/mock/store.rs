//! Endpoints of store apps: tickets, app tokens and tenant tokens.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::error::code;

use super::{
    fault::{Fault, Faults},
    tenant::{Tenant, TenantTokens},
    token::required_texts,
};

/// The store app of the server. It accepts any non-empty app id and secret, and any tenant key.
///
/// App tokens are `a-1`, `a-2` and so on. Tenant tokens are numbered together with those of the custom app. Every request gets a new token.
/// Tokens are valid until they are revoked. Requests for an app ticket are accepted, but no ticket is sent, because tickets are events.
#[derive(Clone, Copy, Debug)]
pub struct StoreApp<'a> {
    state: &'a StoreState,
    tenant_tokens: &'a TenantTokens,
}

impl<'a> StoreApp<'a> {
    pub(super) fn new(state: &'a StoreState, tenant_tokens: &'a TenantTokens) -> Self {
        Self { state, tenant_tokens }
    }

    /// Accepts only this app ticket; other tickets are rejected with code 10012. Default: any non-empty ticket is accepted.
    pub fn accept_only_ticket(self, ticket: impl Into<String>) -> Self {
        self.state.lock().ticket = Some(ticket.into());
        self
    }

    /// Sets the lifetime that responses with app tokens state, in seconds. Default: 7200.
    pub fn set_app_token_lifetime(self, seconds: i64) -> Self {
        self.state.lock().app_expire = seconds;
        self
    }

    /// Sets the lifetime that responses with tenant tokens of the store app state, in seconds. Default: 7200.
    pub fn set_tenant_token_lifetime(self, seconds: i64) -> Self {
        self.state.lock().tenant_expire = seconds;
        self
    }

    /// Queues a fault for this number of app token requests, after the faults that are already queued. `usize::MAX` means all following requests.
    pub fn inject_app_token_fault(self, requests: usize, fault: Fault) -> Self {
        self.inject_fault(StoreEndpoint::AppToken, requests, fault)
    }

    /// Like [`inject_app_token_fault`](Self::inject_app_token_fault), for tenant token requests.
    pub fn inject_tenant_token_fault(self, requests: usize, fault: Fault) -> Self {
        self.inject_fault(StoreEndpoint::TenantToken, requests, fault)
    }

    /// Like [`inject_app_token_fault`](Self::inject_app_token_fault), for requests to resend the ticket.
    pub fn inject_ticket_fault(self, requests: usize, fault: Fault) -> Self {
        self.inject_fault(StoreEndpoint::Ticket, requests, fault)
    }

    /// Revokes all app tokens issued so far. Requests with them are rejected with code 99991664. Tenant tokens remain valid.
    pub fn revoke_app_tokens(self) -> Self {
        let mut store = self.state.lock();
        store.revoked = store.last_issued;
        self
    }

    /// Revokes all tokens of this tenant issued so far. Calls with them are rejected with code 99991663.
    pub fn revoke_tenant(self, tenant_key: &str) -> Self {
        self.tenant_tokens.revoke(&Tenant::Key(tenant_key.into()));
        self
    }

    fn inject_fault(self, endpoint: StoreEndpoint, requests: usize, fault: Fault) -> Self {
        self.state.lock().faults_at(endpoint).push(requests, fault);
        self
    }
}

/// An endpoint for store apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StoreEndpoint {
    AppToken,
    TenantToken,
    Ticket,
}

/// State of the store app.
#[derive(Debug, Default)]
pub(super) struct StoreState(Mutex<Store>);

#[derive(Debug)]
struct Store {
    /// The only accepted ticket; `None` accepts any ticket.
    ticket: Option<String>,
    /// Number of the last app token issued.
    last_issued: u64,
    /// Number of the last revoked app token.
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
            last_issued: 0,
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
    /// Takes the fault for the current request.
    pub(super) fn take_fault(&self, endpoint: StoreEndpoint) -> Option<Fault> {
        self.lock().faults_at(endpoint).take()
    }

    /// Returns the response to a request.
    ///
    /// # Errors
    /// Returns the error code if the request is rejected.
    pub(super) fn respond(
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
                required_texts(body, ["app_id", "app_secret"]).map(|_| json!({ "code": 0, "msg": "success" }))
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Store> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    fn app_token(&mut self, body: &Value) -> Result<Value, (i64, &'static str)> {
        let [_, _, ticket] = required_texts(body, ["app_id", "app_secret", "app_ticket"])?;
        if self.ticket.as_deref().is_some_and(|accepted| accepted != ticket) {
            return Err(code::APP_TICKET_REFUSED[0]);
        }
        self.last_issued += 1;
        let token = format!("a-{}", self.last_issued);
        Ok(json!({ "code": 0, "msg": "success", "app_access_token": token, "expire": self.app_expire }))
    }

    fn tenant_token(&self, body: &Value, tokens: &TenantTokens) -> Result<Value, (i64, &'static str)> {
        let [app_token, tenant_key] = required_texts(body, ["app_access_token", "tenant_key"])?;
        if !self.is_valid(app_token) {
            return Err(code::APP_TOKEN_REFUSED[0]);
        }
        let token = tokens.issue(Tenant::Key(tenant_key.into()));
        Ok(json!({ "code": 0, "msg": "success", "tenant_access_token": token, "expire": self.tenant_expire }))
    }

    fn is_valid(&self, app_token: &str) -> bool {
        let number = app_token.strip_prefix("a-").and_then(|number| number.parse::<u64>().ok());
        number.is_some_and(|number| number > self.revoked && number <= self.last_issued)
    }

    fn faults_at(&mut self, endpoint: StoreEndpoint) -> &mut Faults {
        match endpoint {
            StoreEndpoint::AppToken => &mut self.app_token_faults,
            StoreEndpoint::TenantToken => &mut self.tenant_token_faults,
            StoreEndpoint::Ticket => &mut self.ticket_faults,
        }
    }
}
