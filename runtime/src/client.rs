//! The client and its builder.

use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

use crate::{
    Error, Region, Response, Result,
    auth::Tokens,
    base::Base,
    call::Prepared,
    http::{Http, Outgoing},
    secret::{SecretText, Token},
    tls,
    wire::Read,
};

/// What every call goes through: connections, token, timeouts. Cloning it is cheap and shares all of them.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    http: Http,
    tokens: Arc<Tokens>,
    timeout: Duration,
}

impl Client {
    /// Starts a client for a custom app.
    pub fn builder(app_id: impl Into<String>, app_secret: impl Into<String>) -> ClientBuilder<Self> {
        ClientBuilder::new(app_id, app_secret)
    }

    /// Where the service is.
    pub(crate) fn base(&self) -> &Base {
        &self.0.http.base
    }

    /// Sends a call, with a new token once if the server refuses the first.
    pub(crate) async fn send<T: Read>(&self, prepared: &Prepared) -> Result<Response<T>> {
        let timeout = self.0.timeout;
        let outcome = tokio::time::timeout(timeout, self.send_unbounded(prepared)).await;
        outcome.unwrap_or_else(|_| Err(Error::late(timeout))).map_err(|error| error.with_operation(prepared.operation))
    }

    async fn send_unbounded<T: Read>(&self, prepared: &Prepared) -> Result<Response<T>> {
        let token = self.0.tokens.get().await?;
        match self.attempt(prepared, &token).await {
            Err(error) if error.is_token_refused() => {
                self.0.tokens.refused(&token);
                let token = self.0.tokens.get().await?;
                self.attempt(prepared, &token).await
            }
            outcome => outcome,
        }
    }

    async fn attempt<T: Read>(&self, prepared: &Prepared, token: &Token) -> Result<Response<T>> {
        let outgoing = Outgoing {
            method: prepared.operation.method,
            url: &prepared.url,
            token: Some(token),
            body: &prepared.body,
        };
        let answer = self.0.http.send(outgoing).await?;
        let data = answer.data()?;
        Ok(Response { data, metadata: answer.metadata })
    }

    /// The connections, for what goes to another host than Feishu's.
    pub(crate) fn http(&self) -> &Http {
        &self.0.http
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.0.http.base).finish_non_exhaustive()
    }
}

/// Builds a client.
///
/// `C` is what [`build`](Self::build) gives: the client of the crate that this is used through.
#[must_use = "call `build`"]
pub struct ClientBuilder<C> {
    app_id: String,
    app_secret: SecretText,
    base: Result<Base>,
    connect_timeout: Duration,
    attempt_timeout: Duration,
    timeout: Duration,
    http: Option<reqwest::Client>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    #[doc(hidden)]
    pub fn new(app_id: impl Into<String>, app_secret: impl Into<String>) -> Self {
        Self {
            app_id: app_id.into(),
            app_secret: SecretText::new(app_secret.into()),
            base: Ok(Base::of(Region::default())),
            connect_timeout: Duration::from_secs(10),
            attempt_timeout: Duration::from_secs(30),
            timeout: Duration::from_secs(90),
            http: None,
            client: PhantomData,
        }
    }

    /// Which service to talk to; [`Region::Feishu`] unless told.
    pub fn region(mut self, region: Region) -> Self {
        self.base = Ok(Base::of(region));
        self
    }

    /// Another address than a region's, such as a proxy's or a test server's. Plain http is taken on this machine alone.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.base = Base::parse(url.as_ref());
        self
    }

    /// How long a connection may take; 10 seconds unless told. Not used with an HTTP client of your own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long one attempt may take, answer included; 30 seconds unless told.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// How long a whole call may take: token, attempts, waits; 90 seconds unless told. For pages and items, each page.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Another HTTP client, with its own proxy, certificates or pool.
    ///
    /// Its TLS is its own too: have a TLS feature of reqwest in your `Cargo.toml`, such as its default `rustls`.
    #[cfg(feature = "reqwest")]
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// The client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for an empty app id or secret, a base URL that tokens must not be sent to, or when TLS cannot be set up.
    pub fn build(self) -> Result<C> {
        if self.app_id.trim().is_empty() || self.app_secret.reveal().trim().is_empty() {
            return Err(Error::configuration("app id and app secret must not be empty"));
        }
        let base = self.base?;
        let client = match self.http {
            Some(client) => client,
            None => http_client(self.connect_timeout, &base)?,
        };
        let http = Http { client, base, attempt_timeout: self.attempt_timeout };
        let tokens = Arc::new(Tokens::new(http.clone(), self.app_id, self.app_secret));
        Ok(Client(Arc::new(Inner { http, tokens, timeout: self.timeout })).into())
    }
}

/// No redirect is followed: the API has none, and the token is for one host.
fn http_client(connect_timeout: Duration, base: &Base) -> Result<reqwest::Client> {
    let builder = reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        .redirect(reqwest::redirect::Policy::none())
        .tls_backend_preconfigured(tls::config()?)
        .user_agent(concat!("feishu-hire-rust/", env!("CARGO_PKG_VERSION")));
    let builder = if base.is_loopback() { builder.no_proxy() } else { builder };
    builder.build().map_err(|error| Error::configuration("the HTTP client cannot be built").with_source(error))
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("app_id", &self.app_id).finish_non_exhaustive()
    }
}
