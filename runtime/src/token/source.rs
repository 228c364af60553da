//! The sources of tokens: the endpoints for custom apps and store apps.
//!
//! A store app (商店应用) gets a tenant token in three steps: Feishu pushes an app ticket as an event, the ticket is exchanged for an app token, and
//! the app token for the tenant token of each company.

use std::sync::Arc;

use super::{
    TokenKey,
    app::{App, AppCredentials},
    cell::{Requested, TokenCell, TokenSource},
    held::HeldToken,
};
use crate::{Error, ErrorKind, Result, error::code};

const CUSTOM_TENANT_TOKEN: &str = "/open-apis/auth/v3/tenant_access_token/internal";
const STORE_TENANT_TOKEN: &str = "/open-apis/auth/v3/tenant_access_token";
const APP_TOKEN: &str = "/open-apis/auth/v3/app_access_token";

/// One kind of token of an app.
enum Source {
    /// The tenant token of a custom app, which has one tenant.
    Custom(Arc<App>),
    /// The app token of a store app.
    StoreApp(Arc<App>),
    /// The tenant token of a store app.
    StoreTenant { app: Arc<App>, tenant_key: String, app_token: Arc<TokenCell> },
}

impl TokenCell {
    /// Creates the cell for the tenant token of a custom app.
    pub(crate) fn custom(app: &Arc<App>) -> Arc<Self> {
        Self::new(Source::Custom(Arc::clone(app)))
    }

    /// Creates the cell for the app token of a store app.
    pub(crate) fn store_app(app: &Arc<App>) -> Arc<Self> {
        Self::new(Source::StoreApp(Arc::clone(app)))
    }

    /// Creates the cell for the token of a store app in one tenant.
    pub(crate) fn store_tenant(app: &Arc<App>, app_token: &Arc<Self>, tenant_key: &str) -> Arc<Self> {
        let (app, app_token) = (Arc::clone(app), Arc::clone(app_token));
        Self::new(Source::StoreTenant { app, tenant_key: tenant_key.to_owned(), app_token })
    }
}

impl TokenSource for Source {
    fn key(&self) -> TokenKey {
        match self {
            Self::Custom(app) => app.key("tenant_access_token", None),
            Self::StoreApp(app) => app.key("app_access_token", None),
            Self::StoreTenant { app, tenant_key, .. } => app.key("tenant_access_token", Some(tenant_key)),
        }
    }

    fn app(&self) -> &App {
        match self {
            Self::Custom(app) | Self::StoreApp(app) | Self::StoreTenant { app, .. } => app,
        }
    }

    fn request(&self) -> Requested<'_> {
        Box::pin(async move {
            let (held, missing) = match self {
                Self::Custom(app) => (custom(app).await, "no tenant token"),
                Self::StoreApp(app) => (store_app(app).await, "no app token"),
                Self::StoreTenant { app, tenant_key, app_token } => {
                    (store_tenant(app, tenant_key, app_token).await, "no tenant token")
                }
            };
            held.map_err(|error| error.with_context(missing))
        })
    }
}

async fn custom(app: &App) -> Result<HeldToken> {
    let AppCredentials { id, secret } = &app.credentials;
    let body = [("app_id", id.as_str()), ("app_secret", secret.reveal())];
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
    let body = [("app_id", id.as_str()), ("app_secret", secret.reveal()), ("app_ticket", ticket.reveal())];
    let outcome = app.token(APP_TOKEN, &body, |granted| &granted.app_access_token).await;
    if outcome.as_ref().is_err_and(|error| error.has_code(&code::APP_TICKET_REFUSED)) {
        app.request_ticket().await;
    }
    outcome
}

/// Requests a tenant token. If the app token is refused, replaces it once and requests the tenant token again.
async fn store_tenant(app: &App, tenant_key: &str, app_token: &Arc<TokenCell>) -> Result<HeldToken> {
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
    let body = [("app_access_token", app_token), ("tenant_key", tenant_key)];
    app.token(STORE_TENANT_TOKEN, &body, |granted| &granted.tenant_access_token).await
}
