//! A token cache that several processes share: only the process with the claim requests a token.

use std::{
    future::ready,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use feishu_hire::{CacheFuture, CachedToken, MemoryTokenCache, TokenCache, TokenKey, mock};

use crate::{TestResult, token_caches::delete};

/// A cache in which another process sets a token after `get` returned nothing and before `claim` returns.
struct JustSet(MemoryTokenCache);

impl TokenCache for JustSet {
    fn get<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>> {
        self.0.get(key)
    }

    fn set<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.0.set(key, token)
    }

    fn delete<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.0.delete(key, token)
    }

    fn claim<'a>(&'a self, key: &'a TokenKey, _: Duration) -> CacheFuture<'a, bool> {
        Box::pin(async move {
            let end = SystemTime::now() + Duration::from_secs(7200);
            self.0.set(key, &CachedToken::new("t-1", end)).await?;
            Ok(true)
        })
    }
}

#[tokio::test]
async fn a_token_set_before_the_claim_is_used() -> TestResult {
    let server = mock::Server::start().await?;
    // After this call, the server accepts the token `t-1`.
    delete(&server.client()?).await?;
    delete(&server.builder().token_cache(JustSet(MemoryTokenCache::new())).build()?).await?;
    assert_eq!(server.token_requests().len(), 1);
    Ok(())
}

/// A cache shared with another process, which keeps its claim for some calls of `claim`, or forever.
#[derive(Default)]
struct Shared {
    inner: MemoryTokenCache,
    refuses: usize,
    claims: AtomicUsize,
    releases: AtomicUsize,
    /// The token that the other process sets at the fourth call of `claim`.
    sets: Option<&'static str>,
}

impl TokenCache for Shared {
    fn get<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>> {
        self.inner.get(key)
    }

    fn set<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.inner.set(key, token)
    }

    fn delete<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.inner.delete(key, token)
    }

    fn claim<'a>(&'a self, key: &'a TokenKey, _: Duration) -> CacheFuture<'a, bool> {
        let claims = self.claims.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            if let Some(token) = self.sets.filter(|_| claims == 3) {
                let end = SystemTime::now() + Duration::from_secs(7200);
                self.inner.set(key, &CachedToken::new(token, end)).await?;
            }
            Ok(claims >= self.refuses)
        })
    }

    fn release<'a>(&'a self, _: &'a TokenKey) -> CacheFuture<'a, ()> {
        self.releases.fetch_add(1, Ordering::Relaxed);
        Box::pin(ready(Ok(())))
    }
}

#[tokio::test]
async fn a_client_waits_for_the_token_of_another_process() -> TestResult {
    let server = mock::Server::start().await?;
    delete(&server.client()?).await?;
    for refuses in [0, usize::MAX] {
        let cache = Arc::new(Shared { refuses, sets: Some("t-1"), ..Shared::default() });
        // Without another claim, the client requests a token and releases its claim.
        let own = usize::from(refuses == 0);
        let before = server.token_requests().len();
        delete(&server.builder().token_cache(Arc::clone(&cache)).build()?).await?;
        assert_eq!(server.token_requests().len() - before, own, "{refuses}");
        assert_eq!(cache.releases.load(Ordering::Relaxed), own, "{refuses}");
    }
    // The other process has already set a token, so the client only releases its claim.
    let cache = Arc::new(Shared { sets: Some("t-1"), claims: AtomicUsize::new(3), ..Shared::default() });
    delete(&server.builder().token_cache(Arc::clone(&cache)).build()?).await?;
    assert_eq!((server.token_requests().len(), cache.releases.load(Ordering::Relaxed)), (2, 1));
    Ok(())
}

/// The process with the claim may have died.
#[tokio::test]
async fn a_client_does_not_wait_forever_for_another_process() -> TestResult {
    let server = mock::Server::start().await?;
    let cache = Arc::new(Shared { refuses: usize::MAX, ..Shared::default() });
    let builder = server.builder().token_cache(cache).attempt_timeout(Duration::from_millis(500));
    tokio::time::timeout(Duration::from_secs(20), delete(&builder.build()?)).await??;
    assert_eq!(server.token_requests().len(), 1);
    Ok(())
}
