//! Routing and state of the token endpoints.

use serde_json::Value;

use crate::error::code;

use super::{Received, fault::Fault, reply::Reply, store::StoreState, tenant::TenantTokens, token::TokenState};

/// An endpoint for tokens or app tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AuthEndpoint {
    /// Tenant tokens of custom apps.
    Custom,
    Store(StoreEndpoint),
}

/// An endpoint for store apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StoreEndpoint {
    AppToken,
    TenantToken,
    Ticket,
}

impl AuthEndpoint {
    /// Returns the endpoint of a request. Feishu's examples write the paths with and without a trailing slash.
    pub(super) fn of(received: &Received) -> Option<Self> {
        let path = received.path.strip_prefix("/open-apis/auth/v3/").filter(|_| received.method == "POST")?;
        Some(match path.trim_end_matches('/') {
            "tenant_access_token/internal" => Self::Custom,
            "app_access_token" => Self::Store(StoreEndpoint::AppToken),
            "tenant_access_token" => Self::Store(StoreEndpoint::TenantToken),
            "app_ticket/resend" => Self::Store(StoreEndpoint::Ticket),
            _ => return None,
        })
    }
}

/// State of apps and tokens.
#[derive(Debug, Default)]
pub(super) struct Auth {
    pub(super) custom: TokenState,
    pub(super) store: StoreState,
    pub(super) tenant_tokens: TenantTokens,
}

impl Auth {
    /// Takes the fault for the current request.
    pub(super) fn take_fault(&self, endpoint: AuthEndpoint) -> Option<Fault> {
        match endpoint {
            AuthEndpoint::Custom => self.custom.take_fault(),
            AuthEndpoint::Store(endpoint) => self.store.take_fault(endpoint),
        }
    }

    /// Returns the response to a request. The `Content-Type` is ignored, because some clients send none.
    pub(super) fn respond(&self, endpoint: AuthEndpoint, received: &Received, log_id: &str) -> Reply {
        let body = received.json().unwrap_or_default();
        let granted = match endpoint {
            AuthEndpoint::Custom => self.custom.give(&body, &self.tenant_tokens),
            AuthEndpoint::Store(endpoint) => self.store.give(endpoint, &body, &self.tenant_tokens),
        };
        match granted {
            Ok(granted) => Reply::json(200, granted.to_string()),
            Err(refusal) => Reply::refused(refusal, log_id),
        }
    }
}

/// Returns the values of these fields of a body.
///
/// # Errors
/// Returns an error if a value is absent, empty or not a string.
pub(super) fn texts<'a, const N: usize>(
    body: &'a Value,
    names: [&str; N],
) -> Result<[&'a str; N], (i64, &'static str)> {
    let texts = names.map(|name| body.get(name).and_then(Value::as_str).unwrap_or_default());
    if texts.contains(&"") { Err(code::TOKEN_REQUEST_INVALID[0]) } else { Ok(texts) }
}
