//! The client: an app in a tenant. `builder` creates it.

mod builder;

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use crate::{
    CustomRequest, Error, Metadata, RateLimits, Result,
    call::Prepared,
    call::execution::Course,
    input,
    limit::{Gate, Gates, Sharing},
    operation::{Method, Operation},
    response::raw::{OnMismatch, ReadData},
    token::secret::Token,
    token::{App, Slot},
    transport::base::Base,
    transport::http::Http,
};

pub use builder::ClientBuilder;

/// The client that sends all calls, with its connections, tokens, rate limits and retries. A clone is cheap and shares them all.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    tenant: Arc<Tenant>,
    /// A token of the consumer's own, instead of a token of the app.
    given: Option<Arc<Token>>,
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
    /// A token of the consumer's own.
    Given(Token),
    /// A custom app (自建应用), which has one tenant.
    Custom { tenant_token: Arc<Slot> },
    /// A store app (商店应用), which has many.
    Store { app: Arc<App>, app_token: Arc<Slot> },
}

/// One company.
#[derive(Default)]
pub(crate) struct Tenant {
    /// Absent for the one tenant of a custom app.
    key: Option<String>,
    /// For a store app.
    token: Option<Arc<Slot>>,
    gates: Gates,
}

impl Client {
    pub(crate) fn new(shared: Shared) -> Self {
        Self { shared: Arc::new(shared), tenant: Arc::default(), given: None }
    }

    /// Starts to build a client for an app.
    pub fn builder(app_id: impl Into<String>, app_secret: impl Into<String>) -> ClientBuilder<Self> {
        ClientBuilder::new(app_id, app_secret)
    }

    /// Returns the same client for one company (企业), with its own token and rate limits.
    ///
    /// A store app needs it for every call. For a custom app, it only separates the rate limits. A token of your own stays.
    /// Blanks around the key are removed.
    ///
    /// The client keeps the token and the rate limits of every tenant: do not pass keys from an untrusted source.
    #[must_use]
    pub fn tenant(&self, tenant_key: impl Into<String>) -> Self {
        let key = input::trim(&tenant_key.into()).to_owned();
        let mut tenants = self.shared.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        let tenant = tenants.entry(key).or_insert_with_key(|key| Arc::new(self.shared.access.tenant(key)));
        Self { shared: Arc::clone(&self.shared), tenant: Arc::clone(tenant), given: self.given.clone() }
    }

    /// Returns the same client with a tenant or user access token of your own. The token is neither refreshed nor replaced.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the token is empty or has other text around it, such as `Bearer` or
    /// quotes. Blanks around it are removed.
    pub fn with_token(&self, token: impl AsRef<str>) -> Result<Self> {
        Ok(self.with_given(&Token::given(token.as_ref())?))
    }

    pub(crate) fn with_given(&self, token: &Token) -> Self {
        Self { given: Some(Arc::new(token.clone())), ..self.clone() }
    }

    /// Sets the app ticket that Feishu pushes to a store app every hour, as the event `app_ticket`.
    ///
    /// Decrypt the event and pass the value of its field `app_ticket` alone.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the client is not for a store app, if the text is not a ticket, or if
    /// the token cache fails.
    pub async fn set_app_ticket(&self, ticket: impl AsRef<str>) -> Result<()> {
        let Access::Store { app, app_token } = &self.shared.access else {
            return Err(Error::configuration("an app ticket is for store apps; see `ClientBuilder::store_app`"));
        };
        let ticket = input::credential("the app ticket (`app_ticket` in the decrypted event)", ticket.as_ref())?;
        app.keep_ticket(ticket).await?;
        app_token.try_again();
        let tenants = self.shared.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        tenants.values().filter_map(|tenant| tenant.token.as_ref()).for_each(|slot| slot.try_again());
        Ok(())
    }

    /// Creates a request to an endpoint that this crate does not bind. `path` is a template, such as
    /// `/open-apis/hire/v1/talents/:talent_id`; see [`CustomRequest`].
    pub fn request(&self, method: Method, path: &'static str) -> CustomRequest {
        CustomRequest::new(self.clone(), method, path)
    }

    /// Sends a call.
    pub(crate) async fn send(&self, prepared: &Prepared, read: &mut ReadData<'_>) -> Result<Metadata> {
        Course::new(self, prepared).run(read).await
    }

    /// The base URL of the service.
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

    /// The gate of an operation in this tenant.
    pub(crate) fn gate(&self, operation: &'static Operation) -> Arc<Gate> {
        self.tenant.gates.get(operation, || {
            let windows = self.shared.limits.windows(self.tenant_key(), operation);
            let sharing = self.shared.sharing.as_ref();
            let shared = sharing.and_then(|sharing| sharing.windows(self.tenant_key(), operation, &windows));
            Gate::new(windows, shared)
        })
    }

    /// A valid token.
    pub(crate) async fn token(&self) -> Result<Token> {
        if let Some(key) = self.tenant_key() {
            input::credential("the tenant key", key)?;
        }
        match (&self.given, &self.shared.access, &self.tenant.token) {
            (Some(token), _, _) => Ok(Token::clone(token)),
            (None, Access::Given(token), _) => Ok(token.clone()),
            (None, Access::Custom { tenant_token: slot }, _) | (None, Access::Store { .. }, Some(slot)) => {
                slot.get().await
            }
            (None, Access::Store { .. }, None) => {
                Err(Error::configuration("a store app calls for a tenant: use `client.tenant(tenant_key)`"))
            }
        }
    }

    /// Reports that the server refused this token. Returns whether the client can fetch another one.
    pub(crate) fn token_refused(&self, token: &Token) -> bool {
        let slot = match (&self.given, &self.shared.access) {
            (Some(_), _) | (None, Access::Given(_)) => None,
            (None, Access::Custom { tenant_token }) => Some(tenant_token),
            (None, Access::Store { .. }) => self.tenant.token.as_ref(),
        };
        slot.inspect(|slot| slot.refused(token)).is_some()
    }
}

impl Access {
    fn tenant(&self, key: &str) -> Tenant {
        let token = match self {
            Self::Given(_) | Self::Custom { .. } => None,
            Self::Store { app, app_token } => Some(Slot::store_tenant(app, app_token, key)),
        };
        Tenant { key: Some(key.to_owned()), token, gates: Gates::default() }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Client");
        out.field("base", &self.shared.http.base);
        if let Some(key) = self.tenant_key() {
            out.field("tenant", &key);
        }
        out.finish_non_exhaustive()
    }
}
