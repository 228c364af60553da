//! Rate limits: kept before anything is sent, and waited out when the server says so all the same.

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

const fn window(calls: u32, milliseconds: u64) -> Window {
    Window { calls, per: Duration::from_millis(milliseconds) }
}

async fn list(client: &Client) -> Result<(), Error> {
    client.v1().interview().list().interview_id("1").send().await.map(drop)
}

#[tokio::test]
async fn callers_wait_in_the_order_in_which_they_came() -> TestResult {
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
    let came: Vec<_> = server.requests_for(LIST)?.iter().map(|request| request.query.clone()).collect();
    let expected: Vec<_> = (0..30).map(|number| format!("interview_id={number}")).collect();
    assert_eq!(came, expected);
    Ok(())
}

#[tokio::test]
async fn a_deadline_holds_while_a_caller_waits() -> TestResult {
    let server = mock::Server::start().await?;
    let limits = RateLimits::off().operation(&interview::LIST, [window(1, 60_000)]);
    let client = server.builder().rate_limits(limits).timeout(Duration::from_millis(200)).build()?;
    list(&client).await?;
    let started = Instant::now();
    let error = list(&client).await.expect_err("the minute is not over");
    assert!(started.elapsed() < Duration::from_secs(10), "{error}");
    assert_eq!((error.kind(), error.was_sent(), error.attempts().len()), (ErrorKind::Timeout, false, 0));
    assert_eq!(error.to_string(), "hire.v1.interview.list: no rate limit permit within 200ms");
    assert_eq!(server.requests_for(LIST)?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn the_wait_is_told() -> TestResult {
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
async fn limits_can_be_set_off_and_each_operation_has_its_own() -> TestResult {
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

/// In both of its forms; and the others are held back meanwhile, also those of clones.
#[tokio::test]
async fn a_refusal_holds_the_operation_for_as_long_as_the_server_says() -> TestResult {
    for status in [429, 400] {
        let server = mock::Server::start().await?;
        let client = server.builder().rate_limits(RateLimits::off()).build()?;
        list(&client).await?;
        let refusal = Fault::api(status, 99991400, "request trigger frequency limit");
        server.on(LIST)?.next(1, refusal.header("x-ogw-ratelimit-reset", "1"));
        let started = Instant::now();
        let first = tokio::spawn({
            let client = client.clone();
            async move { client.v1().interview().list().interview_id("1").send_with_metadata().await }
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
            "others are not held"
        );
        while let Some(other) = others.join_next().await {
            let (outcome, moment) = other?;
            outcome?;
            assert!(moment >= started + Duration::from_secs(1), "{:?} after the refusal", moment - started);
        }
        let metadata = first.await??.metadata;
        assert_eq!(metadata.attempts, 2, "{status}");
        assert!(metadata.waited >= Duration::from_millis(900), "{metadata:?}");
        assert_eq!(server.requests_for(LIST)?.len(), 13);
    }
    Ok(())
}

/// A refusal that outlasts the caller's time is told at once, and says when to come back.
#[tokio::test]
async fn a_hold_beyond_the_deadline_is_an_error_at_once() -> TestResult {
    let server = mock::Server::start().await?;
    let refusal = Fault::api(429, 99991400, "request trigger frequency limit").header("x-ogw-ratelimit-reset", "52");
    server.on(LIST)?.next(1, refusal);
    let client = server.builder().timeout(Duration::from_secs(20)).build()?;
    let started = Instant::now();
    let error = list(&client).await.expect_err("52 seconds are too long");
    assert!(error.is_rate_limited() && started.elapsed() < Duration::from_secs(10), "{error}");
    assert!(error.to_string().contains("retry after 52 s"), "{error}");
    Ok(())
}

/// Dropping calls wherever they are leaves no place taken: afterwards everything passes.
#[tokio::test]
async fn calls_that_are_dropped_leave_no_place_taken() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.next(usize::MAX, Fault::delay(Duration::from_millis(30)));
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

/// Nobody knows when the server counts a call that is on its way: its place comes free one window after it was answered.
#[tokio::test]
async fn a_place_is_kept_until_one_window_after_the_answer() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.next(1, Fault::delay(Duration::from_millis(400)));
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
async fn the_waits_of_all_attempts_are_told_together() -> TestResult {
    let server = mock::Server::start().await?;
    let limits = RateLimits::off().operation(&interview::LIST, [window(1, 500)]);
    let client = server.builder().rate_limits(limits).build()?;
    list(&client).await?;
    let refusal = Fault::api(429, 99991400, "request trigger frequency limit");
    server.on(LIST)?.next(1, refusal.header("x-ogw-ratelimit-reset", "1"));
    let metadata = client.v1().interview().list().interview_id("1").send_with_metadata().await?.metadata;
    assert_eq!(metadata.attempts, 2);
    assert!(metadata.waited >= Duration::from_millis(1400), "{metadata:?}");
    Ok(())
}
