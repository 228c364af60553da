//! The token cache in Redis.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::{
    link::{Link, Lost, Request},
    script,
    seal::Seal,
};
use crate::{CacheError, CacheFuture, CachedToken, MemoryTokenCache, TokenCache, TokenKey};

/// Stores the tokens of one app encrypted in Redis, and in memory in case Redis is unreachable.
pub(super) struct Tokens {
    link: Arc<Link>,
    prefix: String,
    seal: Seal,
    memory: MemoryTokenCache,
}

impl Tokens {
    pub(super) fn new(link: Arc<Link>, prefix: &str, seal: Seal) -> Self {
        Self { link, prefix: prefix.to_owned(), seal, memory: MemoryTokenCache::new() }
    }

    fn token_key(&self, key: &TokenKey) -> String {
        format!("{}:token:{key}", self.prefix)
    }

    /// Returns the key of the lease of the process that fetches the token.
    fn lease_key(&self, key: &TokenKey) -> String {
        format!("{}:fetch:{key}", self.prefix)
    }

    /// Returns the stored value and its token. A value that cannot be decrypted counts as absent.
    async fn stored(&self, name: &str) -> Result<Option<(Vec<u8>, CachedToken)>, Lost> {
        let sealed: Option<Vec<u8>> = self.link.ask(Request::Command(redis::cmd("GET").arg(name))).await?;
        Ok(sealed.and_then(|sealed| {
            let token = self.seal.open(name, &sealed)?;
            Some((sealed, token))
        }))
    }

    async fn delete_if(&self, name: &str, value: &[u8]) -> Result<(), Lost> {
        let mut delete = script::DELETE.prepare_invoke();
        delete.key(name).arg(value);
        self.link.ask::<i64>(Request::Script(&delete)).await.map(drop)
    }
}

impl TokenCache for Tokens {
    fn get<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>> {
        Box::pin(async move {
            match self.stored(&self.token_key(key)).await {
                Ok(stored) => Ok(stored.map(|(_, token)| token)),
                Err(lost) => self.memory.get(key).await?.map(Some).ok_or_else(|| lost.into()),
            }
        })
    }

    fn set<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        Box::pin(async move {
            self.memory.set(key, token).await?;
            let left = token.expires_at().duration_since(SystemTime::now()).unwrap_or_default();
            if left.as_millis() == 0 {
                return Ok(());
            }
            let name = self.token_key(key);
            let sealed = self.seal.seal(&name, token).map_err(|_| CacheError::from("no random numbers"))?;
            let mut set = redis::cmd("SET");
            set.arg(&name).arg(sealed).arg("PX").arg(millis(left));
            Ok(self.link.ask(Request::Command(&set)).await?)
        })
    }

    fn delete<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        Box::pin(async move {
            self.memory.delete(key, token).await?;
            let name = self.token_key(key);
            match self.stored(&name).await? {
                Some((sealed, stored)) if stored.reveal() == token.reveal() => {
                    Ok(self.delete_if(&name, &sealed).await?)
                }
                _ => Ok(()),
            }
        })
    }

    fn claim<'a>(&'a self, key: &'a TokenKey, lease: Duration) -> CacheFuture<'a, bool> {
        Box::pin(async move {
            let mut claim = script::CLAIM.prepare_invoke();
            claim.key(self.lease_key(key)).arg(self.link.process()).arg(millis(lease));
            Ok(self.link.ask::<bool>(Request::Script(&claim)).await?)
        })
    }

    fn release<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, ()> {
        Box::pin(async move { Ok(self.delete_if(&self.lease_key(key), self.link.process().as_bytes()).await?) })
    }
}

/// Returns the duration in milliseconds, at least 1, because Redis does not accept an expiry of 0.
fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1)
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}
