//! The client, which represents an app in a tenant.

mod builder;
mod check;
mod emitted;

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use crate::{
    Error, RateLimitMetrics, RateLimits, Result, credential, input,
    limit::{RateLimiter, RateLimiters, Sharing},
    operation::Operation,
    response::raw::OnMismatch,
    token::secret::Token,
    token::{App, TokenCell},
    transport::base::Base,
    transport::executor::require_tokio,
    transport::http::Http,
};

pub use builder::ClientBuilder;

/// A client of one app in one tenant, with connections, tokens and rate limits.
///
/// Cloning it is cheap. All clones share tokens and rate limits, and within a Tokio runtime also connections. A client can be used in several runtimes.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    tenant: Arc<Tenant>,
    /// A token supplied by the user, instead of a token of the app.
    supplied_token: Option<Arc<Token>>,
}

/// The parts that all tenants of a client share.
pub(crate) struct Shared {
    pub(crate) http: Http,
    pub(crate) access: Access,
    pub(crate) limits: RateLimits,
    /// Shares the limits with other processes.
    pub(crate) sharing: Option<Sharing>,
    pub(crate) max_retries: u32,
    pub(crate) timeout: Duration,
    pub(crate) on_mismatch: OnMismatch,
    /// Every tenant that was selected.
    pub(crate) tenants: Mutex<HashMap<String, Arc<Tenant>>>,
}

/// The source of tokens.
pub(crate) enum Access {
    /// A token supplied by the user.
    Supplied(Token),
    /// A custom app (自建应用), which has one tenant.
    Custom { tenant_token: Arc<TokenCell> },
    /// A store app (商店应用), which has many tenants.
    Store { app: Arc<App>, app_token: Arc<TokenCell> },
}

/// The state of one tenant (企业).
#[derive(Default)]
pub(crate) struct Tenant {
    /// `None` for the only tenant of a custom app.
    key: Option<String>,
    /// For a store app.
    token: Option<Arc<TokenCell>>,
    limiters: RateLimiters,
}

impl Client {
    pub(crate) fn new(shared: Shared) -> Self {
        Self { shared: Arc::new(shared), tenant: Arc::default(), supplied_token: None }
    }

    /// Returns the same client for one company (企业), with its own token and rate limits.
    ///
    /// A store app needs a tenant for every call. For a custom app, the tenant key only separates the rate limits. If you set your own token, the
    /// returned client uses it as well. Whitespace around the key is removed.
    ///
    /// The client keeps the token and the rate limits of every tenant in memory, so do not pass keys from an untrusted source.
    #[must_use]
    pub fn tenant(&self, tenant_key: impl Into<String>) -> Self {
        let key = input::trim(&tenant_key.into()).to_owned();
        let mut tenants = self.shared.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        let tenant = tenants.entry(key).or_insert_with_key(|key| Arc::new(self.shared.access.tenant(key)));
        Self {
            shared: Arc::clone(&self.shared),
            tenant: Arc::clone(tenant),
            supplied_token: self.supplied_token.clone(),
        }
    }

    /// Returns the same client with your own tenant or user access token. The token is neither refreshed nor replaced. Whitespace around it is
    /// removed.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the token is empty or contains other text, such as `Bearer` or quotes.
    pub fn with_token(&self, token: impl AsRef<str>) -> Result<Self> {
        Ok(self.with_supplied(&Token::supplied(token.as_ref())?))
    }

    pub(crate) fn with_supplied(&self, token: &Token) -> Self {
        Self { supplied_token: Some(Arc::new(token.clone())), ..self.clone() }
    }

    /// Sets the app ticket that Feishu pushes to a store app every hour, as the event `app_ticket`.
    ///
    /// Decrypt the event and pass only the value of its field `app_ticket`.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the client is not for a store app, if the text is not a ticket, or if
    /// the token cache fails.
    pub async fn set_app_ticket(&self, ticket: impl AsRef<str>) -> Result<()> {
        let Access::Store { app, app_token } = &self.shared.access else {
            return Err(Error::configuration("an app ticket is for store apps; see `ClientBuilder::store_app`"));
        };
        let ticket = credential::checked("the app ticket (`app_ticket` in the decrypted event)", ticket.as_ref())?;
        require_tokio()?;
        app.store_ticket(ticket).await?;
        app_token.clear_failure();
        let tenants = self.shared.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        tenants.values().filter_map(|tenant| tenant.token.as_ref()).for_each(|cell| cell.clear_failure());
        Ok(())
    }

    /// Returns the base URL of the service.
    pub(crate) fn base(&self) -> &Base {
        &self.shared.http.base
    }

    pub(crate) fn http(&self) -> &Http {
        &self.shared.http
    }

    pub(crate) fn timeout(&self) -> Duration {
        self.shared.timeout
    }

    pub(crate) fn max_retries(&self) -> u32 {
        self.shared.max_retries
    }

    pub(crate) fn on_mismatch(&self) -> OnMismatch {
        self.shared.on_mismatch
    }

    pub(crate) fn tenant_key(&self) -> Option<&str> {
        self.tenant.key.as_deref()
    }

    /// Returns the state of the rate limiter of an operation in this tenant, for metrics.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use feishu_runtime::{Client, Method, RateLimits, operation::{Operation, Window}};
    ///
    /// let operation = Operation::endpoint(Method::Get, "/open-apis/contact/v3/users/:user_id");
    /// let limits = RateLimits::documented().operation(operation, [Window { calls: 20, per: Duration::from_secs(1) }]);
    /// let client: Client = Client::builder("cli_x", "secret").rate_limits(limits).build()?;
    ///
    /// let metrics = client.rate_limit_metrics(operation);
    /// assert_eq!((metrics.waiting_calls, metrics.available_permits), (0, Some(20)));
    /// # Ok::<(), feishu_runtime::Error>(())
    /// ```
    #[must_use]
    pub fn rate_limit_metrics(&self, operation: &'static Operation) -> RateLimitMetrics {
        self.rate_limiter(operation).metrics()
    }

    pub(crate) fn rate_limiter(&self, operation: &'static Operation) -> RateLimiter {
        self.tenant.limiters.get(operation, || {
            let windows = self.shared.limits.windows(self.tenant_key(), operation);
            let sharing = self.shared.sharing.as_ref();
            let shared = sharing.and_then(|sharing| sharing.windows(self.tenant_key(), operation, &windows));
            RateLimiter::new(windows, shared)
        })
    }

    /// Returns a valid token.
    pub(crate) async fn token(&self) -> Result<Token> {
        match self.token_source()? {
            TokenSource::Supplied(token) => Ok(token.clone()),
            TokenSource::Cell(cell) => cell.get().await,
        }
    }

    /// Returns a valid token, which for a store app without a tenant is the app token.
    pub(crate) async fn any_token(&self) -> Result<Token> {
        match (&self.supplied_token, &self.shared.access, &self.tenant.token) {
            (None, Access::Store { app_token, .. }, None) => app_token.get().await,
            _ => self.token().await,
        }
    }

    /// Returns a valid token without waiting, if there is one.
    pub(crate) fn token_now(&self) -> Option<Token> {
        match self.token_source().ok()? {
            TokenSource::Supplied(token) => Some(token.clone()),
            TokenSource::Cell(cell) => cell.get_now(),
        }
    }

    /// Records that the server refused this token. Returns whether the client can get another one.
    pub(crate) fn record_refusal(&self, token: &Token) -> bool {
        match self.token_source() {
            Ok(TokenSource::Cell(cell)) => {
                cell.record_refusal(token);
                true
            }
            Ok(TokenSource::Supplied(_)) | Err(_) => false,
        }
    }

    fn token_source(&self) -> Result<TokenSource<'_>> {
        if let Some(key) = self.tenant_key() {
            credential::checked("the tenant key", key)?;
        }
        match (&self.supplied_token, &self.shared.access, &self.tenant.token) {
            (Some(token), _, _) => Ok(TokenSource::Supplied(token)),
            (None, Access::Supplied(token), _) => Ok(TokenSource::Supplied(token)),
            (None, Access::Custom { tenant_token: cell }, _) | (None, Access::Store { .. }, Some(cell)) => {
                Ok(TokenSource::Cell(cell))
            }
            (None, Access::Store { .. }, None) => {
                Err(Error::configuration("a store app needs a tenant for every call: use `client.tenant(tenant_key)`"))
            }
        }
    }
}

/// Where the token of a call comes from.
enum TokenSource<'a> {
    /// The user supplied the token. It is not replaced.
    Supplied(&'a Token),
    Cell(&'a Arc<TokenCell>),
}

impl Access {
    fn tenant(&self, key: &str) -> Tenant {
        let token = match self {
            Self::Supplied(_) | Self::Custom { .. } => None,
            Self::Store { app, app_token } => Some(TokenCell::store_tenant(app, app_token, key)),
        };
        Tenant { key: Some(key.to_owned()), token, limiters: RateLimiters::default() }
    }
}

impl fmt::Debug for Client {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Client");
        out.field("base", &self.shared.http.base);
        if let Some(key) = self.tenant_key() {
            out.field("tenant", &key);
        }
        out.finish_non_exhaustive()
    }
}
