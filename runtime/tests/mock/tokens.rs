//! Tokens of the client.

use std::time::{Duration, Instant};

use feishu_runtime::{
    Client, ErrorKind, Result,
    mock::{Fault, Server},
};
use tokio::task::JoinSet;

use crate::{
    Outcome,
    table::{OPERATIONS, WithId, client, client_without_retries, record},
};

const RECORD: &str = "hire.v1.interview_record.get";

/// Makes concurrent calls and returns their results.
async fn concurrent_calls(client: &Client, count: usize) -> Vec<Result<WithId>> {
    let mut calls = JoinSet::new();
    for _ in 0..count {
        calls.spawn(record(client, "1").send());
    }
    calls.join_all().await
}

/// Returns the tokens of the recorded calls.
fn bearers(server: &Server) -> Result<Vec<String>, feishu_runtime::mock::UnknownOperation> {
    let bearer = |received: &feishu_runtime::mock::ReceivedRequest| {
        received.header("authorization").unwrap_or_default().replace("Bearer ", "")
    };
    Ok(server.requests_for(RECORD)?.iter().map(bearer).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_callers_share_one_token_request() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let outcomes = concurrent_calls(&client(&server)?, 64).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 64);
    assert_eq!((server.token_requests().len(), server.requests_for(RECORD)?.len()), (1, 64));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_token_is_replaced_once() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client = client(&server)?;
    record(&client, "1").send::<WithId>().await?;
    server.revoke_tokens();
    let outcomes = concurrent_calls(&client, 64).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 64);
    assert_eq!(server.token_requests().len(), 2);
    record(&client, "1").send::<WithId>().await?;
    assert_eq!(bearers(&server)?.last().map(String::as_str), Some("t-2"));
    Ok(())
}

#[tokio::test]
async fn a_permanently_refused_token_is_replaced_once() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client = client(&server)?;
    server.on(RECORD)?.inject_fault(usize::MAX, Fault::refuse_token());
    let error = record(&client, "1").send::<WithId>().await.err().ok_or("no error")?;
    assert!(error.is_token_refused(), "{error}");
    assert_eq!(bearers(&server)?, ["t-1", "t-2"]);
    Ok(())
}

#[tokio::test]
async fn a_token_is_refreshed_in_the_background() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client = client(&server)?;
    server.token_endpoint().set_lifetime(2);
    record(&client, "1").send::<WithId>().await?;
    // Half of the lifetime is over, and fetching the next token takes long.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    server.token_endpoint().set_lifetime(7200).inject_fault(1, Fault::delay(Duration::from_millis(600)));
    let start = Instant::now();
    record(&client, "1").send::<WithId>().await?;
    record(&client, "1").send::<WithId>().await?;
    assert!(start.elapsed() < Duration::from_millis(600), "no caller waits");
    tokio::time::sleep(Duration::from_millis(900)).await;
    record(&client, "1").send::<WithId>().await?;
    assert_eq!(bearers(&server)?, ["t-1", "t-1", "t-1", "t-2"]);
    assert_eq!(server.token_requests().len(), 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiting_callers_share_a_failure() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client = client_without_retries(&server)?;
    let failure = Fault::api(400, 10015, "wrong app secret").delayed(Duration::from_millis(300));
    server.token_endpoint().inject_fault(1, failure);
    let outcomes = concurrent_calls(&client, 64).await;
    let refused = |outcome: &Result<WithId>| outcome.as_ref().err().is_some_and(|error| error.code() == Some(10015));
    assert_eq!(outcomes.iter().filter(|outcome| refused(outcome)).count(), 64);
    assert_eq!((server.token_requests().len(), server.requests_for(RECORD)?.len()), (1, 0));
    assert!(refused(&record(&client, "1").send::<WithId>().await), "no further token request is sent immediately");
    assert_eq!(server.token_requests().len(), 1);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert_eq!(record(&client, "1").send::<WithId>().await?.id, "record", "a later call sends another token request");
    Ok(())
}

#[tokio::test]
async fn a_broken_token_endpoint_is_reported() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let cases = [
        (Fault::status(502).body("<html>"), ErrorKind::Http),
        (Fault::status(200).body("{}"), ErrorKind::Decode),
        (Fault::status(200).body(r#"{"code": 0, "expire": 7200}"#), ErrorKind::Decode),
        (Fault::api(400, 10014, "app unauthorized"), ErrorKind::Api),
        (Fault::disconnect(), ErrorKind::Transport),
        (Fault::disconnect_after(10), ErrorKind::Transport),
    ];
    for (fault, kind) in cases {
        server.token_endpoint().inject_fault(1, fault.clone());
        let error = record(&client_without_retries(&server)?, "1").send::<WithId>().await.err().ok_or("no error")?;
        assert_eq!(error.kind(), kind, "{fault:?}: {error}");
        assert!(error.to_string().contains("no tenant token") && !format!("{error:?}").contains("secret\""), "{error}");
    }
    assert!(server.requests_for(RECORD)?.is_empty());
    Ok(())
}
