//! The client: an app in a tenant. `builder` puts it together.

mod builder;
mod emitted;

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
    limit::{Gate, Gates, Sharing},
    operation::{Method, Operation},
    response::raw::{OnMismatch, ReadData},
    token::secret::Token,
    token::{App, Slot},
    transport::base::Base,
    transport::executor::require_tokio,
    transport::http::Http,
};

pub use builder::ClientBuilder;

/// What every call goes through: connections, tokens, limits, retries. Cloning it is cheap and shares all of them.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    tenant: Arc<Tenant>,
    /// In place of a token of the app.
    given: Option<Arc<Token>>,
}

/// What all tenants of a client share.
pub(crate) struct Shared {
    pub(crate) http: Http,
    pub(crate) access: Access,
    pub(crate) limits: RateLimits,
    /// With whom the limits are shared.
    pub(crate) sharing: Option<Sharing>,
    pub(crate) max_retries: u32,
    pub(crate) timeout: Duration,
    pub(crate) on_mismatch: OnMismatch,
    /// As many as the client was asked for.
    pub(crate) tenants: Mutex<HashMap<String, Arc<Tenant>>>,
}

/// Where tokens come from.
pub(crate) enum Access {
    /// A token that the consumer brings.
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

    /// Starts a client for an app.
    pub fn builder(app_id: impl Into<String>, app_secret: impl Into<String>) -> ClientBuilder<Self> {
        ClientBuilder::new(app_id, app_secret)
    }

    /// The same client for one company (企业), by its tenant key: with its own token and rate limits.
    ///
    /// A store app needs it for every call. For a custom app it says only for whom calls are counted. A token that was given stays. The client remembers each
    /// tenant, with its token and what it called: do not pass keys that anybody could have made up.
    #[must_use]
    pub fn tenant(&self, tenant_key: impl Into<String>) -> Self {
        let key = tenant_key.into();
        let mut tenants = self.shared.tenants.lock().unwrap_or_else(PoisonError::into_inner);
        let tenant = tenants.entry(key).or_insert_with_key(|key| Arc::new(self.shared.access.tenant(key)));
        Self { shared: Arc::clone(&self.shared), tenant: Arc::clone(tenant), given: self.given.clone() }
    }

    /// The same client with a token that you bring, a tenant's or a user's, for one call or for many. It is neither renewed nor replaced.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for a token that cannot stand in a header.
    pub fn with_token(&self, token: impl AsRef<str>) -> Result<Self> {
        Ok(self.with_given(&Token::given(token.as_ref())?))
    }

    pub(crate) fn with_given(&self, token: &Token) -> Self {
        Self { given: Some(Arc::new(token.clone())), ..self.clone() }
    }

    /// Hands over the app ticket that Feishu pushes to a store app each hour, as the event `app_ticket`.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for a client that is not a store app's, or when the token cache fails.
    pub async fn set_app_ticket(&self, ticket: impl AsRef<str>) -> Result<()> {
        let Access::Store { app, app_token } = &self.shared.access else {
            return Err(Error::configuration("an app ticket is for store apps; see `ClientBuilder::store_app`"));
        };
        if ticket.as_ref().trim().is_empty() {
            return Err(Error::configuration("the app ticket must not be empty"));
        }
        require_tokio()?;
        app.keep_ticket(ticket.as_ref()).await?;
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

    /// Makes a call.
    pub(crate) async fn send(&self, prepared: &Prepared, read: &mut ReadData<'_>) -> Result<Metadata> {
        require_tokio()?;
        Course::new(self, prepared).run(read).await
    }

    /// Where the service is.
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

    /// What the calls of an operation in this tenant pass through.
    pub(crate) fn gate(&self, operation: &'static Operation) -> Arc<Gate> {
        self.tenant.gates.get(operation, || {
            let windows = self.shared.limits.windows(self.tenant_key(), operation);
            let sharing = self.shared.sharing.as_ref();
            let shared = sharing.and_then(|sharing| sharing.windows(self.tenant_key(), operation, &windows));
            Gate::new(windows, shared)
        })
    }

    /// A token that is good now.
    pub(crate) async fn token(&self) -> Result<Token> {
        if self.tenant_key().is_some_and(|key| key.trim().is_empty()) {
            return Err(Error::configuration("the tenant key must not be empty"));
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

    /// The server refused this token: whether another one can be had.
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
