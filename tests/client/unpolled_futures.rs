//! No call waits for a future that is not polled, such as one in a stream with a busy consumer, in a `select!` loop, or on a runtime that does
//! not run.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::Arc,
    time::{Duration, Instant},
};

use feishu_hire::{
    Client, Error, RateLimits, mock,
    mock::{Fault, WindowKind},
    operation::Window,
    v1::{interview, note},
};
use futures_util::{StreamExt, stream};
use tokio::{
    runtime::Runtime,
    time::{sleep, timeout},
};

use crate::TestResult;

const LIST: &str = "hire.v1.interview.list";
const CREATE: &str = "hire.v1.note.create";

/// Far longer than any call takes, and shorter than a wait for a future that is not polled.
const SOON: Duration = Duration::from_secs(20);

const fn window(calls: u32, milliseconds: u64) -> Window {
    Window { calls, per: Duration::from_millis(milliseconds) }
}

/// Creates a client with a rate limit for `interview.list`, which the server enforces too.
fn limited(server: &mock::Server, calls: u32, milliseconds: u64) -> Result<Client, Box<dyn std::error::Error>> {
    server.enforce_rate_limits(WindowKind::Sliding);
    server.on(LIST)?.set_windows([window(calls, milliseconds)]);
    let limits = RateLimits::off().operation(&interview::LIST, [window(calls, milliseconds)]);
    Ok(server.builder().rate_limits(limits).build()?)
}

async fn list(client: &Client) -> Result<(), Error> {
    client.v1().interview().list().interview_id("1").send().await.map(drop)
}

async fn create(client: &Client) -> Result<(), Error> {
    client.v1().note().create("1", "text").send().await.map(drop)
}

/// A call that a test polls manually.
type PinnedCall = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

fn pinned_list(client: &Client) -> PinnedCall {
    let client = client.clone();
    Box::pin(async move { list(&client).await })
}

#[tokio::test]
async fn the_consumer_of_a_buffered_stream_can_call_the_same_operation() -> TestResult {
    let server = mock::Server::start().await?;
    server.enforce_rate_limits(WindowKind::Sliding);
    server.on(CREATE)?.set_windows([window(10, 200)]);
    let limits = RateLimits::off().operation(&note::CREATE, [window(10, 200)]);
    let client = server.builder().rate_limits(limits).build()?;
    let calls = stream::iter((0..60).map(|_| create(&client))).buffered(32);
    let mut calls = pin!(calls);
    let consumer = async {
        while let Some(created) = calls.next().await {
            created?;
            create(&client).await?;
        }
        Ok::<_, Error>(())
    };
    timeout(SOON, consumer).await??;
    assert_eq!((server.requests_for(CREATE)?.len(), server.rate_limited_calls()), (120, 0));
    Ok(())
}

#[tokio::test]
async fn a_busy_consumer_does_not_delay_another_task() -> TestResult {
    let server = mock::Server::start().await?;
    let client = limited(&server, 2, 100)?;
    let consumer = tokio::spawn({
        let client = client.clone();
        async move {
            let mut calls = pin!(stream::iter((0..100).map(|_| list(&client))).buffered(32));
            while calls.next().await.is_some() {
                sleep(Duration::from_secs(1)).await;
            }
        }
    });
    while server.requests_for(LIST)?.len() < 2 {
        sleep(Duration::from_millis(5)).await;
    }
    let mut longest = Duration::ZERO;
    for _ in 0..5 {
        let started = Instant::now();
        timeout(SOON, list(&client)).await??;
        longest = longest.max(started.elapsed());
    }
    println!("longest wait behind futures that are not polled: {longest:?}");
    assert!(longest < Duration::from_secs(4), "the call waited for the unpolled calls of the stream: {longest:?}");
    assert_eq!(server.rate_limited_calls(), 0);
    consumer.abort();
    Ok(())
}

#[tokio::test]
async fn a_pinned_call_does_not_block_another_arm_of_its_select() -> TestResult {
    let server = mock::Server::start().await?;
    let client = limited(&server, 1, 300)?;
    list(&client).await?;
    let mut pinned = pinned_list(&client);
    tokio::select! {
        biased;
        outcome = &mut pinned => return Err(format!("the window is full: {outcome:?}").into()),
        () = sleep(Duration::from_millis(50)) => timeout(SOON, list(&client)).await??,
    }
    timeout(SOON, pinned).await??;
    assert_eq!((server.requests_for(LIST)?.len(), server.rate_limited_calls()), (3, 0));
    Ok(())
}

/// Responses arrive and permits are released although the calls are not polled.
#[tokio::test]
async fn calls_in_flight_that_are_not_polled_keep_no_permit() -> TestResult {
    let server = mock::Server::start().await?;
    let client = limited(&server, 2, 200)?;
    // Far longer than it takes to send both requests on a busy machine.
    server.on(LIST)?.inject_fault(2, Fault::delay(Duration::from_secs(2)));
    let mut calls = [pinned_list(&client), pinned_list(&client)];
    while server.requests_for(LIST)?.len() < 2 {
        for call in &mut calls {
            assert!(timeout(Duration::from_millis(5), call).await.is_err(), "the response arrived early");
        }
    }
    timeout(SOON, list(&client)).await??;
    for call in calls {
        timeout(SOON, call).await??;
    }
    assert_eq!((server.requests_for(LIST)?.len(), server.rate_limited_calls()), (3, 0));
    Ok(())
}

/// Returns a runtime that has run a call for a moment and is then idle, and the pending call.
fn idle_runtime(mut call: PinnedCall, busy: Duration) -> Result<(Runtime, PinnedCall), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let is_over = runtime.block_on(async { timeout(busy, &mut call).await.is_ok() });
    assert!(!is_over, "the call is no longer waiting");
    Ok((runtime, call))
}

#[test]
fn a_call_that_waits_on_an_idle_runtime_does_not_block_other_runtimes() -> TestResult {
    let runtime = Runtime::new()?;
    let server = runtime.block_on(mock::Server::start())?;
    let client = limited(&server, 1, 500)?;
    runtime.block_on(list(&client))?;
    let idle = idle_runtime(pinned_list(&client), Duration::from_millis(50))?;
    for _ in 0..3 {
        runtime.block_on(async { timeout(SOON, list(&client)).await })??;
    }
    assert_eq!((server.requests_for(LIST)?.len(), server.rate_limited_calls()), (4, 0));
    drop(idle);
    Ok(())
}

/// Feishu may count the request until the end of the attempt timeout, but not later.
#[test]
fn a_call_in_flight_on_an_idle_runtime_keeps_its_permit_for_the_attempt_timeout_only() -> TestResult {
    let runtime = Runtime::new()?;
    let server = runtime.block_on(mock::Server::start())?;
    let limits = RateLimits::off().operation(&interview::LIST, [window(1, 100)]);
    let builder = server.builder().rate_limits(limits).attempt_timeout(Duration::from_millis(500));
    let client = builder.timeout(SOON).build()?;
    runtime.block_on(list(&client))?;
    server.on(LIST)?.inject_fault(1, Fault::delay(Duration::from_secs(60)));
    let idle = idle_runtime(pinned_list(&client), Duration::from_millis(300))?;
    assert_eq!(server.requests_for(LIST)?.len(), 2);
    let started = Instant::now();
    runtime.block_on(list(&client))?;
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    drop(idle);
    Ok(())
}

/// In the first round, the call that started the token request still exists; in the second, it was dropped.
#[test]
fn a_token_fetch_on_an_idle_runtime_does_not_block_other_runtimes() -> TestResult {
    for is_dropped in [false, true] {
        let runtime = Runtime::new()?;
        let server = Arc::new(runtime.block_on(mock::Server::start())?);
        server.token_endpoint().inject_fault(1, Fault::delay(Duration::from_secs(60)));
        let client = server.builder().rate_limits(RateLimits::off()).build()?;
        let (idle, call) = idle_runtime(pinned_list(&client), Duration::from_millis(200))?;
        assert_eq!(server.token_requests().len(), 1);
        let call = (!is_dropped).then_some(call);
        let started = Instant::now();
        let waiting: Vec<_> = (0..16)
            .map(|_| {
                let client = client.clone();
                runtime.spawn(async move { list(&client).await })
            })
            .collect();
        for waiting in waiting {
            runtime.block_on(async { timeout(SOON, waiting).await })???;
        }
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
        assert_eq!(server.token_requests().len(), 2, "one further token request for all waiting calls");
        drop((idle, call));
    }
    Ok(())
}

/// The runtime that opened the connection in the pool is idle in the first round, and no longer exists in the second.
#[test]
fn a_write_does_not_wait_for_the_runtime_that_opened_the_connection() -> TestResult {
    for is_dropped in [false, true] {
        let runtime = Runtime::new()?;
        let server = runtime.block_on(mock::Server::start())?;
        let client = server.builder().rate_limits(RateLimits::off()).timeout(SOON).build()?;
        let first = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        first.block_on(list(&client))?;
        let first = (!is_dropped).then_some(first);
        let started = Instant::now();
        runtime.block_on(create(&client))?;
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
        assert_eq!(server.requests_for(CREATE)?.len(), 1);
        drop(first);
    }
    Ok(())
}
