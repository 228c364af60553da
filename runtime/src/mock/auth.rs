//! The endpoints that give tokens: which of them a request is for, and what they share.

use serde_json::Value;

use super::{
    Received,
    fault::Fault,
    reply::{Reply, code},
    store::StoreState,
    tenant::TenantTokens,
    token::TokenState,
};

/// An endpoint that gives tokens, or what tokens are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AuthEndpoint {
    /// Tenant tokens of the custom app.
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
    /// The endpoint that a request is for. Feishu's own examples write the paths with a slash at the end as well as without.
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

/// What the server knows of apps and tokens.
#[derive(Debug, Default)]
pub(super) struct Auth {
    pub(super) custom: TokenState,
    pub(super) store: StoreState,
    pub(super) tenant_tokens: TenantTokens,
}

impl Auth {
    /// The fault of the request that is being answered.
    pub(super) fn take_fault(&self, endpoint: AuthEndpoint) -> Option<Fault> {
        match endpoint {
            AuthEndpoint::Custom => self.custom.take_fault(),
            AuthEndpoint::Store(endpoint) => self.store.take_fault(endpoint),
        }
    }

    /// The answer to a request. Its `Content-Type` does not matter: some clients send none.
    pub(super) fn answer(&self, endpoint: AuthEndpoint, received: &Received, log_id: &str) -> Reply {
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

/// The texts of these names in a body.
///
/// # Errors
/// When one is absent, empty or no text.
pub(super) fn texts<'a, const N: usize>(
    body: &'a Value,
    names: [&str; N],
) -> Result<[&'a str; N], (i64, &'static str)> {
    let texts = names.map(|name| body.get(name).and_then(Value::as_str).unwrap_or_default());
    if texts.contains(&"") { Err(code::BAD_APP_PARAMETER) } else { Ok(texts) }
}
