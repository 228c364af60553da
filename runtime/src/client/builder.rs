//! The builder of a client.

use std::{
    collections::HashMap,
    fmt,
    marker::PhantomData,
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::{
    Client, MemoryTokenCache, RateLimits, Region, Result, TokenCache,
    client::{Access, Shared},
    limit::Sharing,
    response::raw::OnMismatch,
    token::secret::{SecretText, Token},
    token::{App, AppCredentials, TokenCell},
    transport::base::Base,
    transport::http::Http,
};

impl Client {
    /// Starts building a client for an app.
    pub fn builder(app_id: impl Into<String>, app_secret: impl Into<String>) -> ClientBuilder<Self> {
        ClientBuilder::new(app_id, app_secret)
    }
}

/// Builds a client.
///
/// `C` is the type that [`build`](Self::build) returns: the client of the crate that re-exports this builder.
#[must_use = "call `build`"]
pub struct ClientBuilder<C> {
    credentials: Credentials,
    base: Result<Base>,
    cache: Option<Arc<dyn TokenCache>>,
    #[cfg(feature = "redis")]
    redis: Option<crate::Redis>,
    limits: RateLimits,
    max_retries: u32,
    connect_timeout: Duration,
    attempt_timeout: Duration,
    timeout: Duration,
    on_mismatch: OnMismatch,
    #[cfg(feature = "reqwest")]
    http: Option<reqwest::Client>,
    client: PhantomData<fn() -> C>,
}

/// The identity of the caller.
enum Credentials {
    Custom(AppCredentials),
    Store(AppCredentials),
    Token(SecretText),
}

impl<C: From<Client>> ClientBuilder<C> {
    #[doc(hidden)]
    pub fn new(app_id: impl Into<String>, app_secret: impl Into<String>) -> Self {
        let secret = SecretText::new(app_secret.into());
        Self::of(Credentials::Custom(AppCredentials { id: app_id.into(), secret }))
    }

    #[doc(hidden)]
    pub fn with_token(token: impl Into<String>) -> Self {
        Self::of(Credentials::Token(SecretText::new(token.into())))
    }

    fn of(credentials: Credentials) -> Self {
        Self {
            credentials,
            base: Ok(Base::of(Region::default())),
            cache: None,
            #[cfg(feature = "redis")]
            redis: None,
            limits: RateLimits::documented(),
            max_retries: 3,
            connect_timeout: Duration::from_secs(10),
            attempt_timeout: Duration::from_secs(30),
            timeout: Duration::from_secs(90),
            on_mismatch: OnMismatch::default(),
            #[cfg(feature = "reqwest")]
            http: None,
            client: PhantomData,
        }
    }

    /// Makes the app a store app (商店应用), which many companies can install.
    ///
    /// Pass each app ticket to [`Client::set_app_ticket`], and select a company with [`Client::tenant`].
    /// This setting has no effect on a client with your own token.
    pub fn store_app(mut self) -> Self {
        self.credentials = match self.credentials {
            Credentials::Custom(app) | Credentials::Store(app) => Credentials::Store(app),
            Credentials::Token(token) => Credentials::Token(token),
        };
        self
    }

    /// Sets the service to call. Default: [`Region::Feishu`].
    pub fn region(mut self, region: Region) -> Self {
        self.base = Ok(Base::of(region));
        self
    }

    /// Sets the base URL, such as that of a proxy or a test server. Default: the base URL of the [`region`](Self::region).
    ///
    /// The URL ends before `/open-apis`. It must use https, unless the host is this machine. [`build`](Self::build) reports an invalid URL.
    pub fn base_url(mut self, url: impl AsRef<str>) -> Self {
        self.base = Base::parse(url.as_ref());
        self
    }

    /// Like [`base_url`](Self::base_url), but accepts plain http for any host except those of Feishu and Lark: a mock server in another container,
    /// such as `http://mock:8080` or `http://host.docker.internal:8080`.
    ///
    /// **The app secret, the tokens and personal data are sent unencrypted.** Everyone on the network path can read and change them. Use it for
    /// tests only, with an app secret that is not valid at Feishu. Links to files may then point to this host by plain http as well.
    ///
    /// # Examples
    ///
    /// ```
    /// # use feishu_runtime::Client;
    /// let client: Client = Client::builder("cli_test", "secret-of-the-mock").insecure_base_url("http://mock:8080").build()?;
    /// assert!(Client::builder("cli_test", "secret").base_url("http://mock:8080").build().is_err());
    /// # let _ = client;
    /// # Ok::<(), feishu_runtime::Error>(())
    /// ```
    pub fn insecure_base_url(mut self, url: impl AsRef<str>) -> Self {
        self.base = Base::parse_insecure(url.as_ref());
        self
    }

    /// Sets the token cache. Default: a [`MemoryTokenCache`] of this client. Several clients can share an `Arc` of a cache.
    pub fn token_cache(mut self, cache: impl TokenCache) -> Self {
        self.cache = Some(Arc::new(cache));
        self
    }

    /// Shares tokens and rate limits with other processes through a Redis server.
    ///
    /// If a [`token_cache`](Self::token_cache) is set, only the rate limits are shared through Redis.
    #[cfg(feature = "redis")]
    pub fn redis(mut self, redis: crate::Redis) -> Self {
        self.redis = Some(redis);
        self
    }

    /// Sets the rate limits that the client enforces. Default: [`RateLimits::documented`].
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the maximum number of retries of a call. Default: 3. With 0, each call is sent once, even if its token is refused.
    ///
    /// Retried:
    ///
    /// - requests that were never sent;
    /// - rate-limited requests, after the wait that Feishu asks for;
    /// - requests with a refused token, once, with a new token;
    /// - requests of idempotent operations that timed out, lost their connection, or failed inside Feishu or a gateway.
    ///
    /// A request that is not idempotent is never retried if it may have been executed. Downloads ignore this setting and make up to three attempts.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets whether a value that does not fit its documented type fails the call. Default: `false`.
    ///
    /// If `false`, the rest of the response is returned. The path of the value is logged, and
    /// [`Metadata::mismatches`](crate::Metadata::mismatches) contains the value with its path.
    pub const fn strict(mut self, strict: bool) -> Self {
        self.on_mismatch = OnMismatch::of_strict(strict);
        self
    }

    /// Sets the timeout for establishing a connection. Default: 10 s. It has no effect on your own HTTP client.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the timeout of one attempt, including its response. Default: 30 s.
    ///
    /// An upload may take longer, as long as it makes progress. The client cannot see how fast the system empties its send buffer. Therefore,
    /// an upload without visible progress ends after this timeout plus 1 s for each 32 KiB of the body, at most 128 s more.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Sets the timeout of a whole call, including the token, all attempts and all waits. Default: 90 s.
    ///
    /// In a listing, it applies to each page. The time in which an upload makes progress does not count; see
    /// [`attempt_timeout`](Self::attempt_timeout).
    ///
    /// A call that cannot get a rate limit permit within the timeout fails at once. For example, of 60 simultaneous calls to an operation with a
    /// limit of 20 per minute, the last 20 fail, because they would have to wait for two minutes. See
    /// [`Error::is_rate_limit_timeout`](crate::Error::is_rate_limit_timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets your own HTTP client, for example with another proxy, other certificates or another connection pool.
    ///
    /// Build it with `redirect(Policy::none())`. Feishu's API never redirects. An HTTP client that follows redirects would send the app secret in
    /// the request body to the target of a redirect. This client refuses the response in that case, but the secret has already been sent.
    ///
    /// Use such a client in a single Tokio runtime. The connections of an HTTP client run in the runtime that opened them. While that runtime is idle,
    /// requests of other runtimes may time out.
    ///
    /// The HTTP client uses its own TLS implementation: enable a TLS feature of reqwest in your `Cargo.toml`, such as its default `rustls`.
    #[cfg(feature = "reqwest")]
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// Builds the client. Nothing is sent yet. Whitespace around the app id, the app secret and the token is removed.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if:
    ///
    /// - the app id, the app secret or the token is empty, or contains other text such as quotes;
    /// - the base URL is invalid, or tokens must not be sent to it;
    /// - there are no CA certificates for an https URL;
    /// - a SOCKS proxy is set without the feature `socks`.
    pub fn build(mut self) -> Result<C> {
        self.credentials = self.credentials.checked()?;
        let base = std::mem::replace(&mut self.base, Ok(Base::of(Region::default())))?;
        let sharing = self.share(&base)?;
        #[cfg(feature = "reqwest")]
        let http = match self.http {
            Some(client) => Http::with_client(client, base, self.attempt_timeout),
            None => Http::new(base, self.connect_timeout, self.attempt_timeout)?,
        };
        #[cfg(not(feature = "reqwest"))]
        let http = Http::new(base, self.connect_timeout, self.attempt_timeout)?;
        let cache = self.cache.unwrap_or_else(|| Arc::new(MemoryTokenCache::new()));
        let access = self.credentials.access(&http, cache)?;
        let shared = Shared {
            http,
            access,
            limits: self.limits,
            sharing,
            max_retries: self.max_retries,
            timeout: self.timeout,
            on_mismatch: self.on_mismatch,
            tenants: Mutex::new(HashMap::new()),
        };
        Ok(Client::new(shared).into())
    }

    /// Shares the rate limits with other processes, and the tokens as well, unless a token cache is set.
    #[cfg(feature = "redis")]
    fn share(&mut self, base: &Base) -> Result<Option<Sharing>> {
        let Some(shared) = self.redis.take().map(crate::Redis::link) else { return Ok(None) };
        let (base, timeout) = (base.as_str(), self.attempt_timeout);
        Ok(Some(match &self.credentials {
            Credentials::Token(token) => shared.limits_of_token(base, token.reveal(), timeout),
            Credentials::Custom(app) | Credentials::Store(app) => {
                if self.cache.is_none() {
                    self.cache = Some(shared.tokens(app)?);
                }
                shared.limits_of_app(base, &app.id, timeout)
            }
        }))
    }

    #[cfg(not(feature = "redis"))]
    #[allow(clippy::unnecessary_wraps, clippy::needless_pass_by_ref_mut)]
    fn share(&mut self, _: &Base) -> Result<Option<Sharing>> {
        Ok(None)
    }
}

impl Credentials {
    fn checked(self) -> Result<Self> {
        Ok(match self {
            Self::Custom(app) => Self::Custom(app.checked()?),
            Self::Store(app) => Self::Store(app.checked()?),
            Self::Token(token) => Self::Token(token),
        })
    }

    fn access(self, http: &Http, cache: Arc<dyn TokenCache>) -> Result<Access> {
        let app = |credentials| Arc::new(App { http: http.clone(), credentials, cache });
        Ok(match self {
            Self::Token(token) => Access::Supplied(Token::supplied(token.reveal())?),
            Self::Custom(credentials) => Access::Custom { tenant_token: TokenCell::custom(&app(credentials)) },
            Self::Store(credentials) => {
                let app = app(credentials);
                Access::Store { app_token: TokenCell::store_app(&app), app }
            }
        })
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let app_id = match &self.credentials {
            Credentials::Custom(app) | Credentials::Store(app) => app.id.as_str(),
            Credentials::Token(_) => "",
        };
        f.debug_struct("ClientBuilder").field("app_id", &app_id).finish_non_exhaustive()
    }
}
