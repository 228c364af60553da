//! Where tokens are kept between calls, and between clients.

use std::{
    collections::HashMap,
    error::Error as StdError,
    fmt,
    future::{Future, ready},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use crate::token::secret::SecretText;

/// What a [`TokenCache`] gives back; boxed, so that a cache can be chosen at run time.
pub type CacheFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, CacheError>> + Send + 'a>>;

/// What went wrong in a cache. It is told in the trace, and the client goes on without the cache. It must not hold a token.
pub type CacheError = Box<dyn StdError + Send + Sync>;

/// Keeps tokens: in memory, in a file, in a server that several processes share.
///
/// The client keeps the token that it uses itself, and asks the cache when it has none, when its own is near its end, and when its own was refused.
/// It also keeps the app tickets of store apps there. A cache that does not answer within two seconds is gone on without.
/// A cache need not watch the clock: the client looks at [`CachedToken::expires_at`].
pub trait TokenCache: Send + Sync + 'static {
    /// What is kept under this key, if anything.
    fn get<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>>;

    /// Keeps a token in place of what was kept under this key.
    fn set<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()>;

    /// Forgets a token that was refused; another one that was kept meanwhile stays.
    fn delete<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()>;

    /// Asked before [`get`](Self::get): whether this client may fetch a new token now; `false` while another process does, for at most `lease`.
    ///
    /// A cache that is not shared between processes need not say more than the default: yes.
    fn claim<'a>(&'a self, key: &'a TokenKey, lease: Duration) -> CacheFuture<'a, bool> {
        let _ = (key, lease);
        Box::pin(ready(Ok(true)))
    }

    /// The fetch that was claimed is over, well or not.
    fn release<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, ()> {
        let _ = key;
        Box::pin(ready(Ok(())))
    }
}

/// A cache that several clients share.
impl<C: TokenCache + ?Sized> TokenCache for Arc<C> {
    fn get<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>> {
        self.as_ref().get(key)
    }

    fn set<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.as_ref().set(key, token)
    }

    fn delete<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.as_ref().delete(key, token)
    }

    fn claim<'a>(&'a self, key: &'a TokenKey, lease: Duration) -> CacheFuture<'a, bool> {
        self.as_ref().claim(key, lease)
    }

    fn release<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, ()> {
        self.as_ref().release(key)
    }
}

/// What a token is for. As text it is a key for any store: service, app, kind, tenant.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TokenKey(String);

impl TokenKey {
    pub(crate) fn new(service: &str, app_id: &str, kind: &str, tenant_key: Option<&str>) -> Self {
        let tenant_key = tenant_key.map(|key| format!(":{key}")).unwrap_or_default();
        Self(format!("{service}:{app_id}:{kind}{tenant_key}"))
    }

    /// The key as text, such as `https://open.feishu.cn:cli_x:tenant_access_token`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenKey({})", self.0)
    }
}

/// A token with the time of day at which it ends. `Debug` does not show the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedToken {
    token: SecretText,
    expires_at: SystemTime,
}

impl CachedToken {
    /// A token that ends at this time of day.
    pub fn new(token: impl Into<String>, expires_at: SystemTime) -> Self {
        Self { token: SecretText::new(token.into()), expires_at }
    }

    /// The token in plain text.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.token.reveal()
    }

    /// When it ends.
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        self.expires_at
    }
}

/// Keeps tokens in memory: what a client does unless told otherwise. Given to several clients of a process, it is shared by them.
#[derive(Debug, Default)]
pub struct MemoryTokenCache(Mutex<HashMap<TokenKey, CachedToken>>);

impl MemoryTokenCache {
    /// An empty cache.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn tokens(&self) -> MutexGuard<'_, HashMap<TokenKey, CachedToken>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenCache for MemoryTokenCache {
    fn get<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>> {
        let found = self.tokens().get(key).cloned();
        Box::pin(ready(Ok(found)))
    }

    fn set<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.tokens().insert(key.clone(), token.clone());
        Box::pin(ready(Ok(())))
    }

    fn delete<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        let mut tokens = self.tokens();
        if tokens.get(key).is_some_and(|kept| kept.reveal() == token.reveal()) {
            tokens.remove(key);
        }
        Box::pin(ready(Ok(())))
    }
}
