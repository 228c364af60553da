//! Tokens that are kept elsewhere, and tokens that the consumer brings.

use std::{
    future::{pending, ready},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use feishu_hire::{
    CacheFuture, CachedToken, Client, Error, ErrorKind, MemoryTokenCache, TokenCache, TokenKey, mock, mock::Fault,
};

use crate::TestResult;

const DELETE: &str = "hire.v1.note.delete";

async fn delete(client: &Client) -> Result<(), Error> {
    client.v1().note().delete("1").send().await.map(drop)
}

/// A cache in memory that tells what it was asked.
#[derive(Default)]
struct Told {
    inner: MemoryTokenCache,
    asked: Mutex<Vec<String>>,
}

impl Told {
    fn note(&self, what: &str, key: &TokenKey) {
        let key = key.as_str().rsplit(':').next().unwrap_or_default();
        self.asked().push(format!("{what} {key}"));
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.asked())
    }

    fn asked(&self) -> MutexGuard<'_, Vec<String>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenCache for Told {
    fn get<'a>(&'a self, key: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>> {
        self.note("get", key);
        self.inner.get(key)
    }

    fn set<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.note("set", key);
        self.inner.set(key, token)
    }

    fn delete<'a>(&'a self, key: &'a TokenKey, token: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.note("delete", key);
        self.inner.delete(key, token)
    }
}

#[tokio::test]
async fn a_refused_token_is_deleted_from_the_cache() -> TestResult {
    let server = mock::Server::start().await?;
    let cache = Arc::new(Told::default());
    let client = server.builder().token_cache(Arc::clone(&cache)).build()?;
    delete(&client).await?;
    assert_eq!(cache.take(), ["get tenant_access_token", "set tenant_access_token"]);
    delete(&client).await?;
    assert_eq!(cache.take(), [""; 0], "the client keeps what it uses");
    server.revoke_tokens();
    delete(&client).await?;
    assert_eq!(cache.take(), ["delete tenant_access_token", "get tenant_access_token", "set tenant_access_token"]);
    Ok(())
}

#[tokio::test]
async fn clients_of_one_app_share_a_cache_and_another_app_gets_nothing_of_it() -> TestResult {
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

/// One client saw the token refused and replaced it; another one that still has the old token finds the new one in the cache.
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

/// The clock may have been set, the cache may be from another day.
#[tokio::test]
async fn what_the_cache_says_of_the_end_is_not_trusted_blindly() -> TestResult {
    for (days, fetches) in [(-365_i64, 1), (0, 1), (365, 0)] {
        let server = mock::Server::start().await?;
        let first = Arc::new(Told::default());
        delete(&server.builder().token_cache(Arc::clone(&first)).build()?).await?;
        let key = KEY.replace("BASE", server.base_url());
        let cache = Arc::new(Fixed { key, days, sets: AtomicUsize::new(0) });
        let client = server.builder().token_cache(Arc::clone(&cache)).build()?;
        delete(&client).await?;
        assert_eq!(server.token_requests().len() - 1, fetches, "{days}");
        server.revoke_tokens();
        delete(&client).await?;
        assert!(cache.sets.load(Ordering::Relaxed) >= 1, "a dead one from the cache is replaced: {days}");
    }
    Ok(())
}

const KEY: &str = "BASE:cli_mock:tenant_access_token";

/// A cache with one token that expires in this number of days, until another one is set.
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

/// A cache that fails, or does not answer at all.
struct Broken {
    hangs: bool,
}

impl Broken {
    fn answer<'a, T: 'a + Send>(&self) -> CacheFuture<'a, T> {
        if self.hangs { Box::pin(pending()) } else { Box::pin(ready(Err("the cache is down".into()))) }
    }
}

impl TokenCache for Broken {
    fn get<'a>(&'a self, _: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>> {
        self.answer()
    }

    fn set<'a>(&'a self, _: &'a TokenKey, _: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.answer()
    }

    fn delete<'a>(&'a self, _: &'a TokenKey, _: &'a CachedToken) -> CacheFuture<'a, ()> {
        self.answer()
    }
}

#[tokio::test]
async fn a_cache_that_fails_prevents_no_call() -> TestResult {
    for hangs in [false, true] {
        let server = mock::Server::start().await?;
        let client = server.builder().token_cache(Broken { hangs }).build()?;
        delete(&client).await?;
        delete(&client).await?;
        assert_eq!(server.token_requests().len(), 1, "the client keeps what it uses");
    }
    Ok(())
}

#[tokio::test]
async fn a_given_token_is_used_as_it_is() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    delete(&client).await?;
    let fixed = Client::builder_with_token("t-1").base_url(server.base_url()).build()?;
    delete(&fixed).await?;
    let once = client.with_token("t-1")?;
    delete(&once).await?;
    server.revoke_tokens();
    for given in [&fixed, &once, &client.with_token("u-of-a-user")?] {
        let error = delete(given).await.expect_err("it is not replaced");
        assert!(error.code().is_some() && !format!("{error:?} {given:?}").contains("t-1"), "{error:?}");
    }
    assert_eq!(server.token_requests().len(), 1);
    assert_eq!(server.requests_for(DELETE)?.len(), 6, "sent once each");
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

/// While the endpoint fails, it is asked now and then, not by every caller.
#[tokio::test]
async fn a_failing_token_endpoint_is_not_hammered() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().next(usize::MAX, Fault::status(503).body("down"));
    let client = server.builder().max_retries(0).build()?;
    let mut failures = 0;
    let started = std::time::Instant::now();
    while started.elapsed() < Duration::from_millis(3500) {
        let error = delete(&client).await.expect_err("down");
        assert_eq!((error.status(), error.was_sent()), (Some(503), false));
        failures += 1;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let asked = server.token_requests().len();
    assert!(failures > 50 && (2..=3).contains(&asked), "{asked} fetches for {failures} calls: at 0, 1 and 3 seconds");
    Ok(())
}

/// With retries a call rides it out.
#[tokio::test]
async fn a_token_endpoint_that_comes_back_is_waited_for() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().next(2, Fault::cut());
    let call = server.client()?.v1().note().delete("1").send_with_metadata().await?;
    assert_eq!((call.metadata.attempts, server.token_requests().len()), (3, 3));
    Ok(())
}

/// A cache whose mistakes are panics.
#[derive(Default)]
struct Panicking(AtomicUsize);

#[allow(clippy::panic, reason = "it is what the test is about")]
impl TokenCache for Panicking {
    fn get<'a>(&'a self, _: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        panic!("a mistake in a cache")
    }

    fn set<'a>(&'a self, _: &'a TokenKey, _: &'a CachedToken) -> CacheFuture<'a, ()> {
        Box::pin(ready(Ok(())))
    }

    fn delete<'a>(&'a self, _: &'a TokenKey, _: &'a CachedToken) -> CacheFuture<'a, ()> {
        Box::pin(ready(Ok(())))
    }
}

/// It is a failure as any other: told, and tried again after a pause.
#[tokio::test]
async fn a_cache_that_panics_is_not_asked_without_end() -> TestResult {
    let server = mock::Server::start().await?;
    let cache = Arc::new(Panicking::default());
    let builder = server.builder().token_cache(Arc::clone(&cache)).timeout(Duration::from_millis(500));
    let error = delete(&builder.build()?).await.expect_err("no token");
    assert!(!error.was_sent(), "{error:?}");
    let asked = cache.0.load(Ordering::Relaxed);
    assert!(asked <= 3, "asked {asked} times in half a second: {error}");
    Ok(())
}

/// Another process has set its token, and released its claim, between this one's look and its own claim.
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
async fn what_was_set_before_the_claim_is_taken() -> TestResult {
    let server = mock::Server::start().await?;
    // The server knows the token.
    delete(&server.client()?).await?;
    delete(&server.builder().token_cache(JustSet(MemoryTokenCache::new())).build()?).await?;
    assert_eq!(server.token_requests().len(), 1);
    Ok(())
}

/// For tickets as for tokens.
#[tokio::test]
async fn a_cache_that_hangs_holds_up_no_store_app() -> TestResult {
    let server = mock::Server::start().await?;
    let app = server.builder().store_app().token_cache(Broken { hangs: true }).max_retries(0).build()?;
    let set = tokio::time::timeout(Duration::from_secs(20), app.set_app_ticket("ticket")).await?;
    assert_eq!(set.expect_err("it was not kept").kind(), ErrorKind::Configuration);
    let call = tokio::time::timeout(Duration::from_secs(60), delete(&app.tenant("a"))).await?;
    assert_eq!(call.expect_err("no ticket").kind(), ErrorKind::Token);
    Ok(())
}

/// After a successful response, the backoff starts again.
#[tokio::test]
async fn failures_of_the_token_endpoint_are_counted_in_a_row() -> TestResult {
    let server = mock::Server::start().await?;
    let down = || Fault::status(503).body("down");
    server.token().expire(1);
    server.token().next(1, down());
    let client = server.builder().max_retries(0).build()?;
    delete(&client).await.expect_err("down");
    tokio::time::sleep(Duration::from_millis(1100)).await;
    delete(&client).await?;
    server.token().next(1, down());
    tokio::time::sleep(Duration::from_millis(1000)).await;
    delete(&client).await.expect_err("down again, and the token has ended");
    tokio::time::sleep(Duration::from_millis(1300)).await;
    delete(&client).await?;
    Ok(())
}

/// A cache that another process shares, which has claimed the fetch for some time, or for ever.
#[derive(Default)]
struct Shared {
    inner: MemoryTokenCache,
    refuses: usize,
    claims: AtomicUsize,
    releases: AtomicUsize,
    /// What the other process sets when this one has asked three times.
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
async fn while_another_process_fetches_its_token_is_waited_for() -> TestResult {
    let server = mock::Server::start().await?;
    delete(&server.client()?).await?;
    for refuses in [0, usize::MAX] {
        let cache = Arc::new(Shared { refuses, sets: Some("t-1"), ..Shared::default() });
        // The first to claim it fetches itself, and says when it is done.
        let own = usize::from(refuses == 0);
        let before = server.token_requests().len();
        delete(&server.builder().token_cache(Arc::clone(&cache)).build()?).await?;
        assert_eq!(server.token_requests().len() - before, own, "{refuses}");
        assert_eq!(cache.releases.load(Ordering::Relaxed), own, "{refuses}");
    }
    // One that is there already: the claim is given back.
    let cache = Arc::new(Shared { sets: Some("t-1"), claims: AtomicUsize::new(3), ..Shared::default() });
    delete(&server.builder().token_cache(Arc::clone(&cache)).build()?).await?;
    assert_eq!((server.token_requests().len(), cache.releases.load(Ordering::Relaxed)), (2, 1));
    Ok(())
}

/// The lease of a process that died must not be believed in for ever.
#[tokio::test]
async fn another_process_is_not_waited_for_without_end() -> TestResult {
    let server = mock::Server::start().await?;
    let cache = Arc::new(Shared { refuses: usize::MAX, ..Shared::default() });
    let builder = server.builder().token_cache(cache).attempt_timeout(Duration::from_millis(500));
    tokio::time::timeout(Duration::from_secs(20), delete(&builder.build()?)).await??;
    assert_eq!(server.token_requests().len(), 1);
    Ok(())
}

/// A call that comes while the endpoint is left alone waits until it may be asked, and does not use up its attempts before.
#[tokio::test]
async fn a_pause_of_the_token_endpoint_is_waited_for() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().next(2, Fault::status(503).body("down"));
    let client = server.builder().max_retries(1).build()?;
    delete(&client).await.expect_err("down twice");
    let call = client.v1().note().delete("1").send_with_metadata().await?;
    assert_eq!((call.metadata.attempts, server.token_requests().len()), (2, 3));
    Ok(())
}
