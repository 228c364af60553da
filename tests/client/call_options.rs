//! Options of a single call, and optional arguments.

use std::time::{Duration, Instant};

use feishu_hire::{CallOptions, ErrorKind, Timestamp, mock, mock::Fault};

use crate::TestResult;

const LIST: &str = "hire.v1.interview.list";

#[tokio::test]
async fn a_mismatch_is_kept_unless_the_call_is_strict() -> TestResult {
    let server = mock::Server::start().await?;
    let body = r#"{"code":0,"data":{"items":[{"id":"1","round":"N/A"}]}}"#;
    server.on(LIST)?.inject_fault(2, Fault::status(200).body(body));
    let list = || server.client().map(|client| client.v1().interview().list().interview_id("1"));
    let response = list()?.send_with_metadata().await?;
    let found: Vec<_> = response.metadata.mismatches.iter().map(|it| (it.path(), it.raw())).collect();
    assert_eq!(found, [("data.items[0].round", "\"N/A\"")]);
    assert_eq!(response.data.items.first().and_then(|item| item.id.as_ref()).map(|id| id.as_str()), Some("1"));
    let error = list()?
        .call_options(CallOptions::new().strict(true))
        .send()
        .await
        .expect_err("the value does not match the type");
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("data.items[0].round")));
    Ok(())
}

#[tokio::test]
async fn call_options_override_retries_and_timeout() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    let list = || client.v1().interview().list().interview_id("1");
    server.on(LIST)?.inject_fault(1, Fault::status(503));
    let error = list().call_options(CallOptions::new().max_retries(0)).send().await.expect_err("no retry");
    assert_eq!((error.status(), error.attempts().len()), (Some(503), 1));
    server.on(LIST)?.inject_fault(1, Fault::status(503));
    assert_eq!(list().send_with_metadata().await?.metadata.attempts, 2);
    server.on(LIST)?.inject_fault(1, Fault::delay(Duration::from_secs(20)));
    let start = Instant::now();
    let options = CallOptions::new().timeout(Duration::from_millis(200));
    let error = list().call_options(options).send().await.expect_err("the call times out");
    assert!(error.is_timeout() && start.elapsed() < Duration::from_secs(15), "{error}");
    Ok(())
}

#[tokio::test]
async fn call_options_override_the_token() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    let list = || client.v1().interview().list().interview_id("1");
    let error = list().call_options(CallOptions::new().token("t-unknown")?).send().await.expect_err("refused");
    assert!(error.is_token_refused(), "{error}");
    list().send().await?;
    assert!(CallOptions::new().token("two\nlines").is_err());
    Ok(())
}

#[tokio::test]
async fn setters_accept_optional_values() -> TestResult {
    let client = feishu_hire::Client::builder("cli_x", "secret").build()?;
    let list = |from: Option<Timestamp>, token: Option<&str>| {
        client.v1().interview().list().interview_id("1").start_time(from).page_token(token).to_curl()
    };
    let with = list(Some(Timestamp::from_millis(5)), Some("next"))?;
    assert!(with.contains("page_token=next") && with.contains("start_time=5"), "{with}");
    let without = list(None, None)?;
    assert!(!without.contains("page_token") && !without.contains("start_time"), "{without}");
    let taken_back = client.v1().interview().list().interview_id("1").page_size(5).page_size(None::<i32>).to_curl()?;
    assert!(!taken_back.contains("page_size"), "{taken_back}");
    Ok(())
}
