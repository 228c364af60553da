//! Retries: their number, their limits and the deadline. The fault table tests every fault.

use std::time::{Duration, Instant};

use feishu_hire::{Client, Error, ErrorKind, mock, mock::Fault};

use crate::TestResult;

const GET: &str = "hire.v1.interview_record.get";
const CREATE: &str = "hire.v1.note.create";

async fn get(client: &Client) -> Result<(), Error> {
    client.v1().interview_record().get("1").send().await.map(drop)
}

async fn create(client: &Client) -> Result<(), Error> {
    client.v1().note().create("1", "text").send().await.map(drop)
}

#[tokio::test]
async fn without_retries_a_call_is_sent_exactly_once() -> TestResult {
    for fault in [
        Fault::refuse_token(),
        Fault::status(503).body("down"),
        Fault::disconnect(),
        Fault::api(429, 99991400, "slow down").header("x-ogw-ratelimit-reset", "1"),
    ] {
        let server = mock::Server::start().await?;
        server.on(GET)?.inject_fault(1, fault.clone());
        let error = get(&server.builder().max_retries(0).build()?).await.expect_err("the call is not retried");
        assert_eq!((server.requests_for(GET)?.len(), server.token_requests().len()), (1, 1), "{fault:?}");
        assert_eq!(error.attempts().len(), 1, "{error:?}");
    }
    Ok(())
}

/// The client discards a refused token even if it does not retry, so the next call uses another one.
#[tokio::test]
async fn a_refused_token_is_discarded_without_retries() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.builder().max_retries(0).build()?;
    get(&client).await?;
    server.revoke_tokens();
    assert!(get(&client).await.is_err_and(|error| error.is_token_refused()));
    get(&client).await?;
    assert_eq!(server.token_requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn the_error_contains_every_attempt() -> TestResult {
    let server = mock::Server::start().await?;
    let records = server.on(GET)?;
    records
        .inject_fault(1, Fault::status(502).body("<html>"))
        .inject_fault(1, Fault::disconnect())
        .inject_fault(1, Fault::api(500, 1002001, "failed"));
    let error = get(&server.builder().max_retries(2).build()?).await.expect_err("three faults, two retries");
    let attempts: Vec<_> = error.attempts().iter().map(|it| (it.kind(), it.status(), it.code())).collect();
    let expected = [
        (ErrorKind::Http, Some(502), None),
        (ErrorKind::Transport, None, None),
        (ErrorKind::Api, Some(500), Some(1002001)),
    ];
    assert_eq!(attempts, expected);
    let log_ids: Vec<_> = error.attempts().iter().map(|attempt| attempt.log_id().is_some()).collect();
    assert_eq!(log_ids, [true, false, true]);
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(1002001)), "the error is that of the last attempt");
    assert!(error.to_string().ends_with("attempt 3)"), "{error}");
    assert!(format!("{error:?}").contains("Transport after "), "{error:?}");
    Ok(())
}

#[tokio::test]
async fn all_attempts_share_one_deadline() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(GET)?.inject_fault(usize::MAX, Fault::status(503).body("down"));
    let client = server.builder().max_retries(u32::MAX).timeout(Duration::from_millis(900)).build()?;
    let started = Instant::now();
    let error = get(&client).await.expect_err("the server is down");
    assert!(started.elapsed() < Duration::from_secs(5), "{error}");
    assert_eq!(error.status(), Some(503), "the error is that of the last attempt, not a timeout: {error}");
    let attempts = error.attempts().len();
    assert!((2..=5).contains(&attempts), "pauses of 250, 500, 1000 ms: {error:?}");
    Ok(())
}

#[tokio::test]
async fn the_deadline_ends_an_attempt_in_flight() -> TestResult {
    let server = mock::Server::start().await?;
    server
        .on(GET)?
        .inject_fault(1, Fault::status(503).body("down"))
        .inject_fault(usize::MAX, Fault::delay(Duration::from_secs(20)));
    let client = server.builder().timeout(Duration::from_millis(900)).build()?;
    let error = get(&client).await.expect_err("the response is late");
    let kinds: Vec<_> = error.attempts().iter().map(|attempt| (attempt.kind(), attempt.was_sent())).collect();
    assert_eq!(kinds, [(ErrorKind::Http, true), (ErrorKind::Timeout, true)]);
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Timeout, true));
    Ok(())
}

#[tokio::test]
async fn a_write_that_may_have_been_executed_is_not_retried() -> TestResult {
    let may_have_been_executed = [
        Fault::disconnect(),
        Fault::disconnect_after(5),
        Fault::status(502).body("<html>"),
        Fault::status(504).body("<html>"),
        Fault::api(500, 1002001, "failed"),
        Fault::api(200, 2200, "failed"),
        Fault::status(200).body(""),
    ];
    for fault in may_have_been_executed {
        let server = mock::Server::start().await?;
        server.on(CREATE)?.inject_fault(1, fault.clone());
        let error = create(&server.client()?).await.expect_err("the write may have been executed");
        assert_eq!((server.requests_for(CREATE)?.len(), error.was_sent()), (1, true), "{fault:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_write_that_was_not_executed_is_retried() -> TestResult {
    let slow_down = Fault::api(429, 99991400, "slow down").header("x-ogw-ratelimit-reset", "1");
    for fault in [slow_down, Fault::refuse_token()] {
        let server = mock::Server::start().await?;
        server.on(CREATE)?.inject_fault(1, fault.clone());
        create(&server.client()?).await?;
        assert_eq!(server.requests_for(CREATE)?.len(), 2, "{fault:?}");
    }
    let server = mock::Server::start().await?;
    let client = server.client()?;
    get(&client).await?;
    server.refuse_next_connections(2);
    create(&server.client()?).await?;
    assert_eq!(server.requests_for(CREATE)?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn permanent_errors_are_not_retried() -> TestResult {
    for (status, code) in
        [(400, 99991403), (400, 1002002), (400, 99992402), (400, 99991672), (400, 99991401), (500, 99991672)]
    {
        let server = mock::Server::start().await?;
        server.on(GET)?.inject_fault(usize::MAX, Fault::api(status, code, "no"));
        let error = get(&server.client()?).await.expect_err("refused");
        assert_eq!((server.requests_for(GET)?.len(), error.attempts().len()), (1, 1), "{code}");
    }
    Ok(())
}

#[tokio::test]
async fn the_metadata_contains_the_number_of_attempts() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(GET)?.inject_fault(2, Fault::status(503).body("down"));
    let metadata = server.client()?.v1().interview_record().get("1").send_with_metadata().await?.metadata;
    assert_eq!(metadata.attempts, 3);
    Ok(())
}

#[tokio::test]
async fn maximum_timeouts_do_not_overflow() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.builder().timeout(Duration::MAX).attempt_timeout(Duration::MAX).connect_timeout(Duration::MAX);
    get(&client.build()?).await?;
    Ok(())
}

/// Some programs create a runtime for each task.
#[test]
fn a_client_outlives_its_runtime() -> TestResult {
    let server_runtime = tokio::runtime::Runtime::new()?;
    let server = server_runtime.block_on(mock::Server::start())?;
    let client = server.builder().max_retries(0).build()?;
    for _ in 0..5 {
        let runtime = tokio::runtime::Runtime::new()?;
        runtime.block_on(async {
            create(&client).await?;
            get(&client).await
        })?;
    }
    assert_eq!((server.requests_for(CREATE)?.len(), server.token_requests().len()), (5, 1));
    Ok(())
}

/// A runtime that ends during calls leaves no lock behind for which calls on the next runtime would wait.
#[test]
fn a_client_outlives_a_runtime_that_ends_early() -> TestResult {
    let server_runtime = tokio::runtime::Runtime::new()?;
    let server = server_runtime.block_on(mock::Server::start())?;
    server.token_endpoint().inject_fault(1, Fault::delay(Duration::from_secs(5)));
    let client = server.builder().build()?;
    let runtime = tokio::runtime::Runtime::new()?;
    for _ in 0..20 {
        let client = client.clone();
        runtime.spawn(async move { get(&client).await });
    }
    std::thread::sleep(Duration::from_millis(200));
    runtime.shutdown_background();
    let next = tokio::runtime::Runtime::new()?;
    next.block_on(async { tokio::time::timeout(Duration::from_secs(4), get(&client)).await })??;
    Ok(())
}
