//! Rate limits: the client observes them before it sends a request, and waits if the server reports that one is exceeded.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use feishu_hire::{
    Client, Error, ErrorKind, RateLimits, mock,
    mock::Fault,
    operation::Window,
    v1::{interview, note},
};
use tokio::{task::JoinSet, time::sleep};

use crate::TestResult;

const LIST: &str = "hire.v1.interview.list";
const DELETE: &str = "hire.v1.note.delete";
const CREATE: &str = "hire.v1.note.create";

const fn window(calls: u32, milliseconds: u64) -> Window {
    Window { calls, per: Duration::from_millis(milliseconds) }
}

async fn list(client: &Client) -> Result<(), Error> {
    client.v1().interview().list().interview_id("1").send().await.map(drop)
}

#[tokio::test]
async fn polled_calls_are_sent_in_their_order() -> TestResult {
    let server = mock::Server::start().await?;
    let limits = RateLimits::off().operation(&interview::LIST, [window(1, 20)]);
    let client = server.builder().rate_limits(limits).build()?;
    let mut calls = JoinSet::new();
    for number in 0..30 {
        let client = client.clone();
        calls.spawn(async move { client.v1().interview().list().interview_id(number.to_string()).send().await });
        tokio::task::yield_now().await;
    }
    while let Some(call) = calls.join_next().await {
        call??;
    }
    let received: Vec<_> = server.requests_for(LIST)?.iter().map(|request| request.query.clone()).collect();
    let expected: Vec<_> = (0..30).map(|number| format!("interview_id={number}")).collect();
    assert_eq!(received, expected);
    Ok(())
}

#[tokio::test]
async fn a_call_that_cannot_get_a_permit_in_time_fails_at_once() -> TestResult {
    let server = mock::Server::start().await?;
    let limits = RateLimits::off().operation(&interview::LIST, [window(1, 60_000)]);
    let client = server.builder().rate_limits(limits).timeout(Duration::from_millis(200)).build()?;
    list(&client).await?;
    let started = Instant::now();
    let error = list(&client).await.expect_err("the window is full");
    assert!(started.elapsed() < Duration::from_secs(10), "{error}");
    assert_eq!((error.kind(), error.was_sent(), error.attempts().len()), (ErrorKind::Timeout, false, 0));
    assert!(error.is_rate_limited(), "{error}");
    assert!(error.retry_after().is_some_and(|wait| wait > Duration::from_secs(50)), "{:?}", error.retry_after());
    let text = error.to_string();
    assert!(text.starts_with("hire.v1.interview.list: no rate limit permit for another "), "{text}");
    assert!(text.ends_with("s, which exceeds the timeout of 200ms"), "{text}");
    assert_eq!(server.requests_for(LIST)?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn the_metadata_contains_the_wait() -> TestResult {
    let server = mock::Server::start().await?;
    let limits = RateLimits::off().operation(&interview::LIST, [window(1, 150)]);
    let client = server.builder().rate_limits(limits).build()?;
    let call = || client.v1().interview().list().interview_id("1").send_with_metadata();
    assert_eq!(call().await?.metadata.waited, Duration::ZERO);
    let metadata = call().await?.metadata;
    assert!(metadata.waited >= Duration::from_millis(100), "{metadata:?}");
    assert_eq!(metadata.attempts, 1);
    Ok(())
}

#[tokio::test]
async fn limits_can_be_disabled_and_each_operation_has_its_own() -> TestResult {
    let server = mock::Server::start().await?;
    let off = server.builder().rate_limits(RateLimits::off()).build()?;
    let none = RateLimits::documented().operation(&interview::LIST, []);
    let other = RateLimits::documented().operation(&note::DELETE, [window(1, 60_000)]);
    for limits in [none, other] {
        let client = server.builder().rate_limits(limits).build()?;
        for _ in 0..60 {
            list(&off).await?;
        }
        for _ in 0..40 {
            let call = client.v1().interview().list().interview_id("1").send_with_metadata();
            assert_eq!(call.await?.metadata.waited, Duration::ZERO);
        }
    }
    Ok(())
}

#[tokio::test]
async fn each_tenant_has_its_own_limits() -> TestResult {
    let server = mock::Server::start().await?;
    let limits = RateLimits::off().operation(&interview::LIST, [window(1, 60_000)]).tenant_operation(
        "wide",
        &interview::LIST,
        [window(3, 60_000)],
    );
    let app = server.builder().store_app().rate_limits(limits).timeout(Duration::from_millis(500)).build()?;
    app.set_app_ticket("ticket").await?;
    for (tenant, most) in [("narrow", 1), ("wide", 3), ("another", 1)] {
        let mut taken = 0;
        while list(&app.tenant(tenant)).await.is_ok() {
            taken += 1;
        }
        assert_eq!(taken, most, "{tenant}");
    }
    Ok(())
}

/// Tests both HTTP statuses. Calls of cloned clients wait too.
#[tokio::test]
async fn a_rate_limit_error_pauses_the_operation_for_the_requested_time() -> TestResult {
    for status in [429, 400] {
        let server = mock::Server::start().await?;
        let client = server.builder().rate_limits(RateLimits::off()).build()?;
        list(&client).await?;
        let refusal = Fault::api(status, 99991400, "request trigger frequency limit");
        server.on(LIST)?.inject_fault(1, refusal.header("x-ogw-ratelimit-reset", "1"));
        let started = Instant::now();
        let first = tokio::spawn({
            let client = client.clone();
            async move {
                let response = client.v1().interview().list().interview_id("1").send_with_metadata().await;
                (response, Instant::now())
            }
        });
        while server.requests_for(LIST)?.len() < 2 {
            sleep(Duration::from_millis(5)).await;
        }
        sleep(Duration::from_millis(100)).await;
        let done = Arc::new(AtomicUsize::new(0));
        let mut others = JoinSet::new();
        for _ in 0..10 {
            let (client, done) = (client.clone(), Arc::clone(&done));
            others.spawn(async move {
                let outcome = list(&client).await;
                done.fetch_add(1, Ordering::Relaxed);
                (outcome, Instant::now())
            });
        }
        client.v1().note().delete("1").send().await?;
        assert_eq!(
            (server.requests_for(LIST)?.len(), server.requests_for(DELETE)?.len()),
            (2, 1),
            "other operations are paused"
        );
        while let Some(other) = others.join_next().await {
            let (outcome, moment) = other?;
            outcome?;
            assert!(moment >= started + Duration::from_secs(1), "{:?} after the refusal", moment - started);
        }
        let (response, moment) = first.await?;
        let metadata = response?.metadata;
        assert_eq!(metadata.attempts, 2, "{status}");
        assert!(moment >= started + Duration::from_secs(1), "{:?} after the refusal", moment - started);
        assert!(metadata.waited > Duration::ZERO && metadata.waited <= moment - started, "{metadata:?}");
        assert_eq!(server.requests_for(LIST)?.len(), 13);
    }
    Ok(())
}

#[tokio::test]
async fn a_rate_limit_error_that_exceeds_the_deadline_is_returned_at_once() -> TestResult {
    let server = mock::Server::start().await?;
    let refusal = Fault::api(429, 99991400, "request trigger frequency limit").header("x-ogw-ratelimit-reset", "52");
    server.on(LIST)?.inject_fault(1, refusal);
    let client = server.builder().timeout(Duration::from_secs(20)).build()?;
    let started = Instant::now();
    let error = list(&client).await.expect_err("the wait exceeds the timeout");
    assert!(error.is_rate_limited() && started.elapsed() < Duration::from_secs(10), "{error}");
    assert!(error.to_string().contains("retry after 52 s"), "{error}");
    Ok(())
}

#[tokio::test]
async fn dropped_calls_keep_no_permit() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.inject_fault(usize::MAX, Fault::delay(Duration::from_millis(30)));
    let limits = RateLimits::off().operation(&interview::LIST, [window(4, 100)]);
    let client = server.builder().rate_limits(limits).build()?;
    for round in 0..40_u64 {
        let mut calls = JoinSet::new();
        for _ in 0..8 {
            let client = client.clone();
            calls.spawn(async move { list(&client).await });
        }
        sleep(Duration::from_millis(round % 20 * 3)).await;
        calls.abort_all();
    }
    for _ in 0..8 {
        tokio::time::timeout(Duration::from_secs(10), list(&client)).await??;
    }
    Ok(())
}

/// The client does not know when the server counts a request.
#[tokio::test]
async fn a_permit_is_kept_until_one_window_after_the_response() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.inject_fault(1, Fault::delay(Duration::from_millis(400)));
    let limits = RateLimits::off().operation(&interview::LIST, [window(1, 300)]);
    let client = server.builder().rate_limits(limits).build()?;
    client.v1().note().delete("1").send().await?;
    let started = Instant::now();
    let (first, second) = tokio::join!(list(&client), list(&client));
    first?;
    second?;
    assert!(started.elapsed() >= Duration::from_millis(700), "{:?}", started.elapsed());
    Ok(())
}

#[tokio::test]
async fn the_metadata_has_the_waits_of_all_attempts() -> TestResult {
    let server = mock::Server::start().await?;
    let limits = RateLimits::off().operation(&interview::LIST, [window(1, 500)]);
    let client = server.builder().rate_limits(limits).build()?;
    list(&client).await?;
    let refusal = Fault::api(429, 99991400, "request trigger frequency limit");
    server.on(LIST)?.inject_fault(1, refusal.header("x-ogw-ratelimit-reset", "1"));
    let metadata = client.v1().interview().list().interview_id("1").send_with_metadata().await?.metadata;
    assert_eq!(metadata.attempts, 2);
    assert!(metadata.waited >= Duration::from_millis(1400), "{metadata:?}");
    Ok(())
}

/// With 4 calls per second and a timeout of 1.5 s, of 12 calls 4 are sent immediately, 4 after a second, and 4 fail.
#[tokio::test]
async fn calls_whose_wait_would_exceed_the_timeout_fail_at_once() -> TestResult {
    let server = mock::Server::start().await?;
    let limits = RateLimits::off().operation(&interview::LIST, [window(4, 1000)]);
    let client = server.builder().rate_limits(limits).timeout(Duration::from_millis(1900)).build()?;
    client.v1().note().delete("1").send().await?;
    let mut calls = JoinSet::new();
    for _ in 0..12 {
        let client = client.clone();
        calls.spawn(async move {
            let started = Instant::now();
            (list(&client).await, started.elapsed())
        });
    }
    let mut sent = 0;
    while let Some(call) = calls.join_next().await {
        match call? {
            (Ok(()), _) => sent += 1,
            (Err(error), took) => {
                assert!(error.is_rate_limited() && error.is_timeout() && !error.was_sent(), "{error}");
                assert!(error.retry_after() > Some(Duration::from_millis(1500)), "{error}");
                assert!(took < Duration::from_millis(950), "the calls failed only after {took:?}");
            }
        }
    }
    assert_eq!((sent, server.requests_for(LIST)?.len()), (8, 8));
    Ok(())
}

#[tokio::test]
async fn metrics_contain_the_state_of_a_rate_limiter() -> TestResult {
    let server = mock::Server::start().await?;
    let limits = RateLimits::off().operation(&interview::LIST, [window(3, 1000)]);
    let client = server.builder().rate_limits(limits).build()?;
    let metrics = || {
        let metrics = client.rate_limit_metrics(&interview::LIST);
        (metrics.waiting_calls, metrics.available_permits)
    };
    assert_eq!(metrics(), (0, Some(3)));
    assert_eq!(client.rate_limit_metrics(&note::DELETE).available_permits, None, "no limit");
    for _ in 0..2 {
        list(&client).await?;
    }
    assert_eq!(metrics(), (0, Some(1)));
    let mut calls = JoinSet::new();
    for _ in 0..3 {
        let client = client.clone();
        calls.spawn(async move { list(&client).await });
    }
    while metrics() != (2, Some(0)) {
        assert!(!calls.is_empty(), "{:?}", metrics());
        sleep(Duration::from_millis(1)).await;
        while let Some(call) = calls.try_join_next() {
            call??;
        }
    }
    calls.abort_all();
    while calls.join_next().await.is_some() {}
    assert_eq!(metrics().0, 0);
    Ok(())
}

/// The larger of the two headers applies. It pauses all calls of the operation, even after a write that is not retried.
#[tokio::test]
async fn retry_after_pauses_the_operation() -> TestResult {
    let refusal = Fault::api(429, 99991400, "request trigger frequency limit").header("x-ogw-ratelimit-reset", "1");
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    let faults = [
        (refusal.header("retry-after", "2"), true),
        (Fault::status(503).body("<html>").header("retry-after", "2"), false),
        (Fault::status(503).header("date", date).header("retry-after", "Sun, 06 Nov 1994 08:49:39 GMT"), false),
    ];
    for (fault, is_limit) in faults {
        let server = mock::Server::start().await?;
        let client = server.builder().rate_limits(RateLimits::off()).build()?;
        client.v1().note().delete("1").send().await?;
        server.on(CREATE)?.inject_fault(1, fault.clone());
        let started = Instant::now();
        let is_retried = client.v1().note().create("1", "text").send().await.is_ok();
        assert_eq!(is_retried, is_limit, "{fault:?}");
        let metadata = client.v1().note().create("1", "text").send_with_metadata().await?.metadata;
        assert!(started.elapsed() >= Duration::from_secs(2), "{:?}: {fault:?}", started.elapsed());
        assert_eq!(metadata.attempts, 1);
    }
    Ok(())
}

#[tokio::test]
async fn a_retry_after_that_exceeds_the_deadline_fails_other_calls_at_once() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.builder().rate_limits(RateLimits::off()).timeout(Duration::from_secs(20)).build()?;
    server.on(LIST)?.inject_fault(1, Fault::status(503).header("retry-after", "300"));
    let started = Instant::now();
    let error = list(&client).await.expect_err("unavailable");
    assert_eq!((error.status(), error.retry_after()), (Some(503), Some(Duration::from_secs(300))));
    let error = list(&client).await.expect_err("held");
    assert!(error.is_rate_limited() && error.retry_after() > Some(Duration::from_secs(200)), "{error}");
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    assert_eq!(server.requests_for(LIST)?.len(), 1);
    Ok(())
}
