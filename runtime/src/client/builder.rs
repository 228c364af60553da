//! How a client is put together.

use std::{
    collections::HashMap,
    fmt,
    marker::PhantomData,
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::{
    Client, Error, MemoryTokenCache, RateLimits, Region, Result, TokenCache,
    client::{Access, Shared},
    limit::Sharing,
    response::raw::OnMismatch,
    token::secret::{SecretText, Token},
    token::{App, AppCredentials, Slot},
    transport::base::Base,
    transport::http::Http,
};

/// Builds a client.
///
/// `C` is what [`build`](Self::build) gives: the client of the crate that this is used through.
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

/// In whose name calls are made.
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

    /// The app is a store app (商店应用), offered to many companies: give it its tickets with [`Client::set_app_ticket`], and call for a company with
    /// [`Client::tenant`]. Without effect on a client that was given a token.
    pub fn store_app(mut self) -> Self {
        self.credentials = match self.credentials {
            Credentials::Custom(app) | Credentials::Store(app) => Credentials::Store(app),
            Credentials::Token(token) => Credentials::Token(token),
        };
        self
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

    /// Where tokens are kept; in memory, and for this client alone, unless told. An `Arc` of a cache can be given to several clients.
    pub fn token_cache(mut self, cache: impl TokenCache) -> Self {
        self.cache = Some(Arc::new(cache));
        self
    }

    /// Shares tokens and rate limits with other processes through a Redis server. With a [`token_cache`](Self::token_cache) of your own, tokens are kept
    /// there, and the rate limits are shared all the same.
    #[cfg(feature = "redis")]
    pub fn redis(mut self, redis: crate::Redis) -> Self {
        self.redis = Some(redis);
        self
    }

    /// Which rate limits to keep; [`RateLimits::documented`] unless told.
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.limits = limits;
        self
    }

    /// How many times a call is made again at most; 3 unless told. With 0 each call is sent exactly once, even when its token is refused.
    ///
    /// Made again is what did not reach Feishu; what hit the rate limit, after the time that Feishu asks for; what bore a token that was refused, with
    /// another token, unless that is refused straight away as well; and, for operations that are safe to repeat, what was cut, late, or answered
    /// with a failure inside of Feishu or a gateway.
    /// A write that may have happened is never made again. Downloads of files are no calls, and open their link up to three times whatever is said here.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Whether a response with a value that does not fit its documented type fails the call. Default: `false`.
    ///
    /// By default everything else of the response is delivered. The value is logged without its contents, and kept with its path in
    /// [`Metadata::mismatches`](crate::Metadata::mismatches).
    pub const fn strict(mut self, strict: bool) -> Self {
        self.on_mismatch = OnMismatch::of_strict(strict);
        self
    }

    /// How long a connection may take; 10 seconds unless told. Not used with an HTTP client of your own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets how long one attempt may take, response included. Default: 30 s.
    ///
    /// An upload may take longer, as long as it makes progress. Progress is visible up to the send buffer of the system, so without
    /// progress an upload ends after this time and 1 s more for each 32 KiB of the body, at most 128 s more.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// How long a whole call may take: token, attempts, waits; 90 seconds unless told. For pages and items, each page.
    /// The time in which an upload makes progress does not count; see [`attempt_timeout`](Self::attempt_timeout).
    ///
    /// Mind it with narrow limits: of 60 calls at once to an operation that takes 20 per minute, the last 20 wait for two minutes.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Another HTTP client, with its own proxy, certificates or pool.
    ///
    /// Build it with `redirect(Policy::none())`: otherwise a redirect, which Feishu's API has none of, would be followed with the app secret in its
    /// body; the answer from there is refused, but has been asked for.
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
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for an empty app id or secret, a token that cannot stand in a header, a base URL that
    /// tokens must not be sent to, when there are no CA certificates for an https URL, or when a SOCKS proxy is set without the feature `socks`.
    pub fn build(mut self) -> Result<C> {
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

    /// What is shared with other processes: the limits; and the tokens, unless they are kept elsewhere.
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
    fn access(self, http: &Http, cache: Arc<dyn TokenCache>) -> Result<Access> {
        let app = |credentials: AppCredentials| {
            if credentials.id.trim().is_empty() || credentials.secret.reveal().trim().is_empty() {
                return Err(Error::configuration("app id and app secret must not be empty"));
            }
            Ok(Arc::new(App { http: http.clone(), credentials, cache }))
        };
        Ok(match self {
            Self::Token(token) => Access::Given(Token::given(token.reveal())?),
            Self::Custom(credentials) => Access::Custom { tenant_token: Slot::custom(&app(credentials)?) },
            Self::Store(credentials) => {
                let app = app(credentials)?;
                Access::Store { app_token: Slot::store_app(&app), app }
            }
        })
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let app_id = match &self.credentials {
            Credentials::Custom(app) | Credentials::Store(app) => app.id.as_str(),
            Credentials::Token(_) => "",
        };
        f.debug_struct("ClientBuilder").field("app_id", &app_id).finish_non_exhaustive()
    }
}
