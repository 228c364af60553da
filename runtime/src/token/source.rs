//! Requests tokens from the endpoints for custom apps and store apps.
//!
//! A store app (商店应用) gets a tenant token in three steps: Feishu pushes an app ticket as an event, the ticket is exchanged for an app token, and
//! the app token for the tenant token of each company.

use std::{
    fmt,
    future::Future,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use serde_json::{Value, json};

use super::{CacheError, CachedToken, TokenCache, TokenKey, cell::TokenCell, granted::Granted, held::Held};
use crate::{
    Error, ErrorKind, Result, credential,
    error::code,
    log,
    operation::Method,
    response::raw::RawResponse,
    token::secret::SecretText,
    transport::http::{Body, Http, Outgoing},
    transport::timer::UploadTime,
};

const CUSTOM_TENANT_TOKEN: &str = "/open-apis/auth/v3/tenant_access_token/internal";
const STORE_TENANT_TOKEN: &str = "/open-apis/auth/v3/tenant_access_token";
const APP_TOKEN: &str = "/open-apis/auth/v3/app_access_token";
const APP_TICKET_RESEND: &str = "/open-apis/auth/v3/app_ticket/resend";

/// The timeout of a cache call.
pub(super) const CACHE_LIMIT: Duration = Duration::from_secs(2);

/// The lifetime of an app ticket in the cache. Feishu pushes a new ticket every hour.
const TICKET_LIFETIME: Duration = Duration::from_secs(12 * 60 * 60);

/// The credentials of an app.
#[derive(Clone, Debug)]
pub(crate) struct AppCredentials {
    pub(crate) id: String,
    pub(crate) secret: SecretText,
}

impl AppCredentials {
    /// Removes whitespace around the values, and refuses other text in them.
    pub(crate) fn checked(self) -> Result<Self> {
        let id = credential::checked("the app id", &self.id)?.to_owned();
        let secret = SecretText::new(credential::checked("the app secret", self.secret.reveal())?);
        Ok(Self { id, secret })
    }
}

/// An app, with everything that is needed to request its tokens.
pub(crate) struct App {
    pub(crate) http: Http,
    pub(crate) credentials: AppCredentials,
    pub(crate) cache: Arc<dyn TokenCache>,
}

/// One kind of token of an app.
#[derive(Debug)]
pub(super) enum Source {
    /// The tenant token of a custom app, which has one tenant.
    Custom(Arc<App>),
    /// The app token of a store app.
    StoreApp(Arc<App>),
    /// The tenant token of a store app.
    StoreTenant { app: Arc<App>, tenant_key: String, app_token: Arc<TokenCell> },
}

impl App {
    pub(crate) fn key(&self, kind: &str, tenant_key: Option<&str>) -> TokenKey {
        TokenKey::new(self.http.base.as_str(), &self.credentials.id, kind, tenant_key)
    }

    /// Stores an app ticket in the cache.
    pub(crate) async fn store_ticket(&self, ticket: &str) -> Result<()> {
        let now = SystemTime::now();
        let cached = CachedToken::new(ticket, now.checked_add(TICKET_LIFETIME).unwrap_or(now));
        let failed = |error| Error::configuration("the token cache did not store the app ticket").with_source(error);
        let key = self.key("app_ticket", None);
        let set = tokio::time::timeout(CACHE_LIMIT, self.cache.set(&key, &cached)).await;
        set.unwrap_or_else(|_| Err(format!("no response within {CACHE_LIMIT:?}").into())).map_err(failed)
    }

    async fn ticket(&self) -> Option<CachedToken> {
        let key = self.key("app_ticket", None);
        self.ask_cache(&key, self.cache.get(&key)).await.flatten()
    }

    /// Runs a cache call within its timeout. Logs a failure; the client then continues without the cache.
    pub(super) async fn ask_cache<T>(
        &self,
        key: &TokenKey,
        call: impl Future<Output = Result<T, CacheError>> + Send,
    ) -> Option<T> {
        match tokio::time::timeout(CACHE_LIMIT, call).await {
            Ok(Ok(value)) => return Some(value),
            Ok(Err(error)) => tracing::warn!(target: log::TARGET, %key, %error, "the token cache failed"),
            Err(_) => {
                tracing::warn!(target: log::TARGET, %key, limit = ?CACHE_LIMIT, "the token cache did not respond in time")
            }
        }
        None
    }

    /// Requests an app ticket, which Feishu then pushes as an event. A failure is only logged.
    async fn request_ticket(&self) {
        let AppCredentials { id, secret } = &self.credentials;
        let response = self.post(APP_TICKET_RESEND, &json!({ "app_id": id, "app_secret": secret.reveal() })).await;
        let outcome = response.and_then(|response| response.read_top_level(|granted: &Granted| granted.code));
        if let Err(error) = outcome {
            tracing::warn!(target: log::TARGET, kind = ?error.kind(), code = error.code(), "the app ticket could not be requested");
        }
    }

    /// Requests a token from an endpoint. `which` selects it from the response.
    async fn token(&self, path: &str, body: &Value, which: fn(&Granted) -> &str) -> Result<Held> {
        granted(&self.post(path, body).await?, which)
    }

    async fn post(&self, path: &str, body: &Value) -> Result<RawResponse> {
        let url = self.http.base.join(path);
        let body = Body::Json(Bytes::from(body.to_string()));
        let outgoing =
            Outgoing { method: Method::Post, url: &url, token: None, body: &body, upload: &UploadTime::default() };
        self.http.send(outgoing).await
    }
}

impl Source {
    pub(super) fn key(&self) -> TokenKey {
        match self {
            Self::Custom(app) => app.key("tenant_access_token", None),
            Self::StoreApp(app) => app.key("app_access_token", None),
            Self::StoreTenant { app, tenant_key, .. } => app.key("tenant_access_token", Some(tenant_key)),
        }
    }

    pub(super) fn app(&self) -> &Arc<App> {
        match self {
            Self::Custom(app) | Self::StoreApp(app) | Self::StoreTenant { app, .. } => app,
        }
    }

    /// Requests a new token.
    pub(super) async fn request(&self) -> Result<Held> {
        match self {
            Self::Custom(app) => custom(app).await.map_err(|error| error.with_context("no tenant token")),
            Self::StoreApp(app) => store_app(app).await.map_err(|error| error.with_context("no app token")),
            Self::StoreTenant { app, tenant_key, app_token } => {
                store_tenant(app, tenant_key, app_token).await.map_err(|error| error.with_context("no tenant token"))
            }
        }
    }
}

async fn custom(app: &App) -> Result<Held> {
    let AppCredentials { id, secret } = &app.credentials;
    let body = json!({ "app_id": id, "app_secret": secret.reveal() });
    app.token(CUSTOM_TENANT_TOKEN, &body, |granted| &granted.tenant_access_token).await
}

async fn store_app(app: &App) -> Result<Held> {
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
async fn store_tenant(app: &App, tenant_key: &str, app_token: &Arc<TokenCell>) -> Result<Held> {
    let first = app_token.get().await?;
    match tenant_token(app, tenant_key, first.reveal()).await {
        Err(error) if error.has_code(&code::APP_TOKEN_REFUSED) => {
            app_token.record_refusal(&first);
            tenant_token(app, tenant_key, app_token.get().await?.reveal()).await
        }
        outcome => outcome,
    }
}

async fn tenant_token(app: &App, tenant_key: &str, app_token: &str) -> Result<Held> {
    let body = json!({ "app_access_token": app_token, "tenant_key": tenant_key });
    app.token(STORE_TENANT_TOKEN, &body, |granted| &granted.tenant_access_token).await
}

/// Reads the token from a response. `which` selects it.
pub(super) fn granted(response: &RawResponse, which: fn(&Granted) -> &str) -> Result<Held> {
    let granted = response.read_top_level(|granted: &Granted| granted.code)?;
    let held = match which(&granted) {
        "" => Err(Error::new(ErrorKind::Decode, "the response has no token")),
        token => Held::granted(token, granted.expire),
    };
    held.map_err(|error| error.with_metadata(&response.metadata))
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("id", &self.credentials.id).finish_non_exhaustive()
    }
}
