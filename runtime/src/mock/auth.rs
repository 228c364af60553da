//! Routing and state of the token endpoints.

use super::{
    ReceivedRequest,
    fault::Fault,
    reply::Reply,
    store::{StoreEndpoint, StoreState},
    tenant::TenantTokens,
    token::TokenState,
};

/// An endpoint for tokens or app tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AuthEndpoint {
    /// Tenant tokens of custom apps.
    Custom,
    Store(StoreEndpoint),
}

impl AuthEndpoint {
    /// Returns the endpoint of a request. Feishu's examples write the paths with and without a trailing slash.
    pub(super) fn of(received: &ReceivedRequest) -> Option<Self> {
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
    pub(super) fn respond(&self, endpoint: AuthEndpoint, received: &ReceivedRequest, log_id: &str) -> Reply {
        let body = received.json().unwrap_or_default();
        let response = match endpoint {
            AuthEndpoint::Custom => self.custom.respond(&body, &self.tenant_tokens),
            AuthEndpoint::Store(endpoint) => self.store.respond(endpoint, &body, &self.tenant_tokens),
        };
        match response {
            Ok(response) => Reply::json(200, response.to_string()),
            Err(error) => Reply::rejected(error, log_id),
        }
    }
}
