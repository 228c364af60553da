//! Token caches, which calls and clients share.

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

/// The future of a [`TokenCache`] method. It is boxed, so that the trait is dyn-compatible.
pub type CacheFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, CacheError>> + Send + 'a>>;

/// The error of a cache. The client logs it, so it must not contain a token. The client then continues without the cache.
pub type CacheError = Box<dyn StdError + Send + Sync>;

/// Stores tokens in memory, in a file, or on a server that several processes share.
///
/// The client keeps the current token itself. It calls the cache when it has no token, when its token is about to expire, and when its token was
/// refused. It also stores the app tickets of store apps in the cache.
///
/// Cache calls time out after 2 s; the client then continues without the cache. A cache does not have to check the expiry, because the client
/// checks [`CachedToken::expires_at`].
pub trait TokenCache: Send + Sync + 'static {
    /// Returns the token of this key, if there is one.
    fn get<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>>;

    /// Stores a token under this key and replaces an existing one.
    fn set<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()>;

    /// Deletes a token that was refused. If a different token has been stored since then, keeps that token.
    fn delete<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()>;

    /// Claims the fetch of a new token for this process. The client calls it before [`get`](Self::get). A claim ends after `lease` at the latest.
    /// Returns `false` while another process has the claim.
    ///
    /// Default: always returns `true`, for a cache that processes do not share.
    fn claim<'a>(&'a self, key: &'a TokenKey, lease: Duration) -> CacheFuture<'a, bool> {
        let _ = (key, lease);
        Box::pin(ready(Ok(true)))
    }

    /// Releases the claim after a successful or failed fetch. Default: does nothing.
    fn release<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, ()> {
        let _ = key;
        Box::pin(ready(Ok(())))
    }
}

/// Allows several clients to share a cache.
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

/// The key of a token, which consists of service, app, kind and tenant. Its text can be used as a key in any store.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TokenKey(String);

impl TokenKey {
    pub(crate) fn new(service: &str, app_id: &str, kind: &str, tenant_key: Option<&str>) -> Self {
        let tenant_key = tenant_key.map(|key| format!(":{key}")).unwrap_or_default();
        Self(format!("{service}:{app_id}:{kind}{tenant_key}"))
    }

    /// Returns the key as text, such as `https://open.feishu.cn:cli_x:tenant_access_token`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TokenKey {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TokenKey {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenKey({})", self.0)
    }
}

/// A token with its expiry time. `Debug` does not show the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedToken {
    token: SecretText,
    expires_at: SystemTime,
}

impl CachedToken {
    /// Creates a token that expires at this time.
    pub fn new(token: impl Into<String>, expires_at: SystemTime) -> Self {
        Self { token: SecretText::new(token.into()), expires_at }
    }

    /// Returns the token in plain text.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.token.reveal()
    }

    /// Returns the expiry time.
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        self.expires_at
    }
}

/// The default cache, which stores tokens in memory. Several clients of a process can share it.
#[derive(Debug, Default)]
pub struct MemoryTokenCache(Mutex<HashMap<TokenKey, CachedToken>>);

impl MemoryTokenCache {
    /// Creates an empty cache.
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
        if tokens.get(key).is_some_and(|cached| cached.reveal() == token.reveal()) {
            tokens.remove(key);
        }
        Box::pin(ready(Ok(())))
    }
}
