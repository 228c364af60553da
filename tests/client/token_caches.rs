//! Token caches and tokens of consumers.

use std::{
    future::{pending, ready},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use feishu_hire::{CacheFuture, CachedToken, Client, Error, ErrorKind, MemoryTokenCache, TokenCache, TokenKey, mock};

use crate::TestResult;

const DELETE: &str = "hire.v1.note.delete";

pub(crate) async fn delete(client: &Client) -> Result<(), Error> {
    client.v1().note().delete("1").send().await.map(drop)
}

/// A cache in memory that records its calls.
#[derive(Default)]
struct Recording {
    inner: MemoryTokenCache,
    calls: Mutex<Vec<String>>,
}

impl Recording {
    fn record(&self, method: &str, key: &TokenKey) {
        let key = key.as_str().rsplit(':').next().unwrap_or_default();
        self.calls().push(format!("{method} {key}"));
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.calls())
    }

    fn calls(&self) -> MutexGuard<'_, Vec<String>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenCache for Recording {
    fn get<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>> {
        self.record("get", key);
        self.inner.get(key)
    }

    fn set<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.record("set", key);
        self.inner.set(key, token)
    }

    fn delete<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.record("delete", key);
        self.inner.delete(key, token)
    }
}

#[tokio::test]
async fn a_refused_token_is_deleted_from_the_cache() -> TestResult {
    let server = mock::Server::start().await?;
    let cache = Arc::new(Recording::default());
    let client = server.builder().token_cache(Arc::clone(&cache)).build()?;
    delete(&client).await?;
    assert_eq!(cache.take(), ["get tenant_access_token", "set tenant_access_token"]);
    delete(&client).await?;
    assert_eq!(cache.take(), [""; 0], "the client reads the cache although it has a token");
    server.revoke_tokens();
    delete(&client).await?;
    assert_eq!(cache.take(), ["delete tenant_access_token", "get tenant_access_token", "set tenant_access_token"]);
    Ok(())
}

#[tokio::test]
async fn only_clients_of_the_same_app_share_cached_tokens() -> TestResult {
    let server = mock::Server::start().await?;
    let cache = Arc::new(MemoryTokenCache::new());
    let client =
        |app: &str| Client::builder(app, "secret").base_url(server.base_url()).token_cache(Arc::clone(&cache)).build();
    for app in ["cli_a", "cli_a", "cli_b", "cli_a", "cli_b"] {
        delete(&client(app)?).await?;
    }
    assert_eq!(server.token_requests().len(), 2);
    let used: Vec<_> =
        server.requests_for(DELETE)?.iter().filter_map(|it| it.header("authorization").map(str::to_owned)).collect();
    assert_eq!(used, ["Bearer t-1", "Bearer t-1", "Bearer t-2", "Bearer t-1", "Bearer t-2"]);
    Ok(())
}

/// A client whose token is refused first looks for a newer one in the cache.
#[tokio::test]
async fn a_token_that_another_process_replaced_is_taken_from_the_cache() -> TestResult {
    let server = mock::Server::start().await?;
    let cache = Arc::new(MemoryTokenCache::new());
    let client = || server.builder().token_cache(Arc::clone(&cache)).build();
    let (one, other) = (client()?, client()?);
    delete(&one).await?;
    delete(&other).await?;
    server.revoke_tokens();
    delete(&one).await?;
    delete(&other).await?;
    assert_eq!(server.token_requests().len(), 2);
    Ok(())
}

/// The expiration time in a cache may be wrong, for example because the clock was changed.
#[tokio::test]
async fn a_wrong_expiration_time_in_the_cache_is_tolerated() -> TestResult {
    for (days, fetches) in [(-365_i64, 1), (0, 1), (365, 0)] {
        let server = mock::Server::start().await?;
        let first = Arc::new(Recording::default());
        delete(&server.builder().token_cache(Arc::clone(&first)).build()?).await?;
        let key = KEY.replace("BASE", server.base_url());
        let cache = Arc::new(Fixed { key, days, sets: AtomicUsize::new(0) });
        let client = server.builder().token_cache(Arc::clone(&cache)).build()?;
        delete(&client).await?;
        assert_eq!(server.token_requests().len() - 1, fetches, "{days}");
        server.revoke_tokens();
        delete(&client).await?;
        assert!(cache.sets.load(Ordering::Relaxed) >= 1, "a refused token from the cache was not replaced: {days}");
    }
    Ok(())
}

const KEY: &str = "BASE:cli_mock:tenant_access_token";

/// A cache with a token that expires in this number of days. It counts the tokens that are set.
struct Fixed {
    key: String,
    days: i64,
    sets: AtomicUsize,
}

impl TokenCache for Fixed {
    fn get<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>> {
        assert_eq!(key.as_str(), self.key);
        let span = Duration::from_secs(self.days.unsigned_abs() * 24 * 3600);
        let now = SystemTime::now();
        let end = if self.days < 0 { now - span } else { now + span };
        let kept = (self.sets.load(Ordering::Relaxed) == 0).then(|| CachedToken::new("t-1", end));
        Box::pin(ready(Ok(kept)))
    }

    fn set<'a>(&'a self, _: &'a TokenKey, _: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.sets.fetch_add(1, Ordering::Relaxed);
        Box::pin(ready(Ok(())))
    }

    fn delete<'a>(&'a self, _: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        assert!(token.reveal().starts_with("t-") && !format!("{token:?}").contains("t-"));
        self.sets.fetch_add(1, Ordering::Relaxed);
        Box::pin(ready(Ok(())))
    }
}

/// A cache whose calls fail or hang.
struct Broken {
    hangs: bool,
}

impl Broken {
    fn result<'a, T: 'a + Send>(&self) -> CacheFuture<'a, T> {
        if self.hangs { Box::pin(pending()) } else { Box::pin(ready(Err("the cache is down".into()))) }
    }
}

impl TokenCache for Broken {
    fn get<'a>(&'a self, _: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>> {
        self.result()
    }

    fn set<'a>(&'a self, _: &'a TokenKey, _: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.result()
    }

    fn delete<'a>(&'a self, _: &'a TokenKey, _: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.result()
    }
}

#[tokio::test]
async fn a_failing_cache_does_not_prevent_calls() -> TestResult {
    for hangs in [false, true] {
        let server = mock::Server::start().await?;
        let client = server.builder().token_cache(Broken { hangs }).build()?;
        delete(&client).await?;
        delete(&client).await?;
        assert_eq!(server.token_requests().len(), 1, "the client requests a token although it has one");
    }
    Ok(())
}

#[tokio::test]
async fn a_given_token_is_never_replaced() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    delete(&client).await?;
    let fixed = Client::builder_with_token("t-1").base_url(server.base_url()).build()?;
    delete(&fixed).await?;
    let once = client.with_token("t-1")?;
    delete(&once).await?;
    server.revoke_tokens();
    for given in [&fixed, &once, &client.with_token("u-of-a-user")?] {
        let error = delete(given).await.expect_err("the token is refused");
        assert!(error.code().is_some() && !format!("{error:?} {given:?}").contains("t-1"), "{error:?}");
    }
    assert_eq!(server.token_requests().len(), 1);
    assert_eq!(server.requests_for(DELETE)?.len(), 6, "a refused call was retried");
    Ok(())
}

#[test]
fn a_token_that_cannot_be_sent_is_refused() -> TestResult {
    let client = Client::builder("cli_x", "secret").build()?;
    for token in ["", " ", "a\r\nb: c", "\0"] {
        let errors = [client.with_token(token).err(), Client::builder_with_token(token).build().err()];
        for error in errors {
            assert_eq!(error.map(|error| error.kind()), Some(ErrorKind::Configuration), "{token:?}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_hanging_cache_does_not_block_store_apps() -> TestResult {
    let server = mock::Server::start().await?;
    let app = server.builder().store_app().token_cache(Broken { hangs: true }).max_retries(0).build()?;
    let set = tokio::time::timeout(Duration::from_secs(20), app.set_app_ticket("ticket")).await?;
    assert_eq!(set.expect_err("the ticket was not stored").kind(), ErrorKind::Configuration);
    let call = tokio::time::timeout(Duration::from_secs(60), delete(&app.tenant("a"))).await?;
    assert_eq!(call.expect_err("no ticket").kind(), ErrorKind::Token);
    Ok(())
}
