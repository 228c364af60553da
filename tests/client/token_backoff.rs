//! Failing token endpoints and token caches: retries, and the pauses between token requests.

use std::{
    future::ready,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use feishu_hire::{CacheFuture, CachedToken, TokenCache, TokenKey, mock, mock::Fault};

use crate::{TestResult, token_caches::delete};

/// While the endpoint fails, the client sends a token request at growing intervals, not for every call.
#[tokio::test]
async fn token_requests_back_off_while_the_endpoint_fails() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().inject_fault(usize::MAX, Fault::status(503).body("down"));
    let client = server.builder().max_retries(0).build()?;
    let mut failures = 0;
    let started = std::time::Instant::now();
    while started.elapsed() < Duration::from_millis(3500) {
        let error = delete(&client).await.expect_err("down");
        assert_eq!((error.status(), error.was_sent()), (Some(503), false));
        failures += 1;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let requests = server.token_requests().len();
    assert!(
        failures > 50 && (2..=3).contains(&requests),
        "{requests} token requests for {failures} calls; expected are requests after 0, 1 and 3 s"
    );
    Ok(())
}

#[tokio::test]
async fn a_call_retries_failed_token_requests() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().inject_fault(2, Fault::disconnect());
    let call = server.client()?.v1().note().delete("1").send_with_metadata().await?;
    assert_eq!((call.metadata.attempts, server.token_requests().len()), (3, 3));
    Ok(())
}

/// A cache that panics.
#[derive(Default)]
struct Panicking(AtomicUsize);

#[allow(clippy::panic, reason = "the test is about panics")]
impl TokenCache for Panicking {
    fn get<'a>(&'a self, _: &'a TokenKey) -> CacheFuture<'a, Option<CachedToken>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        panic!("an error in a cache")
    }

    fn set<'a>(&'a self, _: &'a TokenKey, _: &'a CachedToken) -> CacheFuture<'a, ()> {
        Box::pin(ready(Ok(())))
    }

    fn delete<'a>(&'a self, _: &'a TokenKey, _: &'a CachedToken) -> CacheFuture<'a, ()> {
        Box::pin(ready(Ok(())))
    }
}

/// A panic counts as a failure: the call fails, and the client waits before it calls the cache again.
#[tokio::test]
async fn a_panicking_cache_is_called_with_backoff() -> TestResult {
    let server = mock::Server::start().await?;
    let cache = Arc::new(Panicking::default());
    let builder = server.builder().token_cache(Arc::clone(&cache)).timeout(Duration::from_millis(500));
    let error = delete(&builder.build()?).await.expect_err("the client has no token");
    assert!(!error.was_sent(), "{error:?}");
    let calls = cache.0.load(Ordering::Relaxed);
    assert!(calls <= 3, "{calls} calls of the cache in half a second: {error}");
    Ok(())
}

#[tokio::test]
async fn a_successful_token_request_resets_the_backoff() -> TestResult {
    let server = mock::Server::start().await?;
    let down = || Fault::status(503).body("down");
    server.token_endpoint().set_lifetime(1);
    server.token_endpoint().inject_fault(1, down());
    let client = server.builder().max_retries(0).build()?;
    delete(&client).await.expect_err("down");
    tokio::time::sleep(Duration::from_millis(1100)).await;
    delete(&client).await?;
    server.token_endpoint().inject_fault(1, down());
    tokio::time::sleep(Duration::from_millis(1000)).await;
    delete(&client).await.expect_err("the endpoint is down again, and the token has expired");
    tokio::time::sleep(Duration::from_millis(1300)).await;
    delete(&client).await?;
    Ok(())
}

/// A call during the backoff of token requests waits for its end. The wait does not count as an attempt.
#[tokio::test]
async fn a_call_waits_for_the_backoff_of_token_requests() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().inject_fault(2, Fault::status(503).body("down"));
    let client = server.builder().max_retries(1).build()?;
    delete(&client).await.expect_err("down twice");
    let call = client.v1().note().delete("1").send_with_metadata().await?;
    assert_eq!((call.metadata.attempts, server.token_requests().len()), (2, 3));
    Ok(())
}
