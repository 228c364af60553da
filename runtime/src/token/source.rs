//! The sources of tokens: the endpoints for custom apps and store apps.
//!
//! A store app (商店应用) gets a tenant token in three steps: Feishu pushes an app ticket as an event, the ticket is exchanged for an app token, and
//! the app token for the tenant token of each company.

use std::sync::Arc;

use serde_json::json;

use super::{
    TokenKey,
    app::{App, AppCredentials},
    cell::{TokenCell, TokenSource},
    held::HeldToken,
};
use crate::{Error, ErrorKind, Result, error::code};

const CUSTOM_TENANT_TOKEN: &str = "/open-apis/auth/v3/tenant_access_token/internal";
const STORE_TENANT_TOKEN: &str = "/open-apis/auth/v3/tenant_access_token";
const APP_TOKEN: &str = "/open-apis/auth/v3/app_access_token";

/// The source of the app token of a store app.
#[derive(Debug)]
pub(crate) struct AppTokenSource(Arc<App>);

/// The source of the tenant token of an app.
#[derive(Debug)]
pub(crate) enum TenantTokenSource {
    /// A custom app, which has one tenant.
    Custom(Arc<App>),
    /// A tenant of a store app.
    Store { app: Arc<App>, tenant_key: String, app_token: Arc<AppTokenCell> },
}

/// The cell for the app token of a store app.
pub(crate) type AppTokenCell = TokenCell<AppTokenSource>;

/// The cell for the tenant token of an app.
pub(crate) type TenantTokenCell = TokenCell<TenantTokenSource>;

impl AppTokenCell {
    /// Creates the cell for the app token of a store app.
    pub(crate) fn store_app(app: &Arc<App>) -> Arc<Self> {
        Self::new(AppTokenSource(Arc::clone(app)))
    }
}

impl TenantTokenCell {
    /// Creates the cell for the tenant token of a custom app.
    pub(crate) fn custom(app: &Arc<App>) -> Arc<Self> {
        Self::new(TenantTokenSource::Custom(Arc::clone(app)))
    }

    /// Creates the cell for the token of a store app in one tenant.
    pub(crate) fn store_tenant(app: &Arc<App>, app_token: &Arc<AppTokenCell>, tenant_key: &str) -> Arc<Self> {
        let (app, app_token) = (Arc::clone(app), Arc::clone(app_token));
        Self::new(TenantTokenSource::Store { app, tenant_key: tenant_key.to_owned(), app_token })
    }
}

impl TokenSource for AppTokenSource {
    fn key(&self) -> TokenKey {
        self.0.key("app_access_token", None)
    }

    fn app(&self) -> &App {
        &self.0
    }

    async fn request(&self) -> Result<HeldToken> {
        store_app(&self.0).await.map_err(|error| error.with_context("no app token"))
    }
}

impl TokenSource for TenantTokenSource {
    fn key(&self) -> TokenKey {
        match self {
            Self::Custom(app) => app.key("tenant_access_token", None),
            Self::Store { app, tenant_key, .. } => app.key("tenant_access_token", Some(tenant_key)),
        }
    }

    fn app(&self) -> &App {
        match self {
            Self::Custom(app) | Self::Store { app, .. } => app,
        }
    }

    async fn request(&self) -> Result<HeldToken> {
        let held = match self {
            Self::Custom(app) => custom(app).await,
            Self::Store { app, tenant_key, app_token } => store_tenant(app, tenant_key, app_token).await,
        };
        held.map_err(|error| error.with_context("no tenant token"))
    }
}

async fn custom(app: &App) -> Result<HeldToken> {
    let AppCredentials { id, secret } = &app.credentials;
    let body = json!({ "app_id": id, "app_secret": secret.reveal() });
    app.token(CUSTOM_TENANT_TOKEN, &body, |granted| &granted.tenant_access_token).await
}

async fn store_app(app: &App) -> Result<HeldToken> {
    let Some(ticket) = app.ticket().await else {
        app.request_ticket().await;
        return Err(Error::new(
            ErrorKind::Token,
            "no app ticket yet; Feishu was asked to push one: pass it to `set_app_ticket`",
        ));
    };
    let AppCredentials { id, secret } = &app.credentials;
    let body = json!({ "app_id": id, "app_secret": secret.reveal(), "app_ticket": ticket.reveal() });
    let outcome = app.token(APP_TOKEN, &body, |granted| &granted.app_access_token).await;
    if outcome.as_ref().is_err_and(|error| error.has_code(&code::APP_TICKET_REFUSED)) {
        app.request_ticket().await;
    }
    outcome
}

/// Requests a tenant token. If the app token is refused, replaces it once and requests the tenant token again.
async fn store_tenant(app: &App, tenant_key: &str, app_token: &Arc<AppTokenCell>) -> Result<HeldToken> {
    let first = app_token.get().await?;
    match tenant_token(app, tenant_key, first.reveal()).await {
        Err(error) if error.has_code(&code::APP_TOKEN_REFUSED) => {
            app_token.record_refusal(&first);
            tenant_token(app, tenant_key, app_token.get().await?.reveal()).await
        }
        outcome => outcome,
    }
}

async fn tenant_token(app: &App, tenant_key: &str, app_token: &str) -> Result<HeldToken> {
    let body = json!({ "app_access_token": app_token, "tenant_key": tenant_key });
    app.token(STORE_TENANT_TOKEN, &body, |granted| &granted.tenant_access_token).await
}
