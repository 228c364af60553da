//! An app, with its calls of the token endpoints and of the token cache.

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;

use super::{CacheError, CachedToken, TokenCache, TokenKey, held::HeldToken, response::TokenResponse};
use crate::{
    Error, ErrorKind, Result, credential, log,
    operation::Method,
    response::raw::RawResponse,
    token::secret::SecretText,
    transport::{
        http::{Body, Http, Outgoing},
        timer::UploadTime,
    },
    wire::write_texts,
};

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
        within_limit(self.cache.set(&key, &cached)).await.map_err(failed)
    }

    pub(super) async fn ticket(&self) -> Option<CachedToken> {
        let key = self.key("app_ticket", None);
        self.ask_cache(&key, self.cache.get(&key)).await.flatten()
    }

    /// Runs a cache call within its timeout. Logs a failure; the client then continues without the cache.
    pub(super) async fn ask_cache<T>(
        &self,
        key: &TokenKey,
        call: impl Future<Output = Result<T, CacheError>> + Send,
    ) -> Option<T> {
        within_limit(call).await.inspect_err(|error| log_cache_failure(key, error)).ok()
    }

    /// Requests an app ticket, which Feishu then pushes as an event. A failure is only logged.
    pub(super) async fn request_ticket(&self) {
        let AppCredentials { id, secret } = &self.credentials;
        let response = self.post(APP_TICKET_RESEND, &[("app_id", id), ("app_secret", secret.reveal())]).await;
        let outcome = response.and_then(|response| response.read_top_level(|granted: &TokenResponse| granted.code));
        if let Err(error) = outcome {
            tracing::warn!(target: log::TARGET, kind = ?error.kind(), code = error.code(), "the app ticket could not be requested");
        }
    }

    /// Requests a token from an endpoint. `which` selects it from the response.
    pub(super) async fn token(
        &self,
        path: &str,
        body: &[(&str, &str)],
        which: fn(&TokenResponse) -> &str,
    ) -> Result<HeldToken> {
        granted(&self.post(path, body).await?, which)
    }

    async fn post(&self, path: &str, body: &[(&str, &str)]) -> Result<RawResponse> {
        let url = self.http.base.join(path);
        let body = Body::Json(Bytes::from(write_texts(body)));
        let outgoing =
            Outgoing { method: Method::Post, url: &url, token: None, body: &body, upload: &UploadTime::default() };
        self.http.send(outgoing).await
    }
}

async fn within_limit<T>(call: impl Future<Output = Result<T, CacheError>>) -> Result<T, CacheError> {
    let outcome = tokio::time::timeout(CACHE_LIMIT, call).await;
    outcome.unwrap_or_else(|_| Err(format!("no response within {CACHE_LIMIT:?}").into()))
}

fn log_cache_failure(key: &TokenKey, error: &CacheError) {
    tracing::warn!(target: log::TARGET, %key, %error, "the token cache failed");
}

/// Reads the token from a response. `which` selects it.
pub(super) fn granted(response: &RawResponse, which: fn(&TokenResponse) -> &str) -> Result<HeldToken> {
    let granted = response.read_top_level(|granted: &TokenResponse| granted.code)?;
    let held = match which(&granted) {
        "" => Err(Error::new(ErrorKind::Decode, "the response has no token")),
        token => HeldToken::granted(token, granted.expire),
    };
    held.map_err(|error| error.with_metadata(&response.metadata))
}
