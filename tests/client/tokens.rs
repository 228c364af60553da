//! Tenant tokens: concurrent calls share one token request, and a refused token is replaced.

use std::time::{Duration, Instant};

use feishu_hire::{Client, Error, ErrorKind, RateLimits, mock};
use tokio::task::JoinError;

use crate::TestResult;

const DELETE: &str = "hire.v1.note.delete";

/// Makes concurrent calls and returns their results.
async fn concurrent_calls(client: &Client, count: usize) -> Result<Vec<Result<(), Error>>, JoinError> {
    let calls: Vec<_> = (0..count).map(|_| tokio::spawn(client.v1().note().delete("1").send())).collect();
    let mut outcomes = Vec::new();
    for call in calls {
        outcomes.push(call.await?.map(drop));
    }
    Ok(outcomes)
}

/// Creates a client without rate limits.
fn unlimited(server: &mock::Server) -> Result<Client, Error> {
    server.builder().rate_limits(RateLimits::off()).build()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_first_calls_share_one_token_request() -> TestResult {
    let server = mock::Server::start().await?;
    let outcomes = concurrent_calls(&unlimited(&server)?, 1000).await?;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(server.token_requests().len(), 1);
    assert_eq!(server.requests_for(DELETE)?.len(), 1000);
    Ok(())
}

#[tokio::test]
async fn each_client_has_its_own_token() -> TestResult {
    let server = mock::Server::start().await?;
    for _ in 0..2 {
        server.client()?.v1().note().delete("1").send().await?;
    }
    assert_eq!(server.token_requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() -> TestResult {
    let server = mock::Server::start().await?;
    let client = server.client()?;
    client.v1().note().delete("1").send().await?;
    server.revoke_tokens();
    client.v1().note().delete("1").send().await?;
    assert_eq!(server.token_requests().len(), 2);
    let used: Vec<_> = server
        .requests_for(DELETE)?
        .iter()
        .filter_map(|request| request.header("authorization").map(str::to_owned))
        .collect();
    assert_eq!(used.len(), 3);
    assert_eq!((used.first(), used.get(1) == used.get(2)), (used.get(1), false), "the refused token was used again");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrently_refused_calls_share_one_token_request() -> TestResult {
    let server = mock::Server::start().await?;
    let client = unlimited(&server)?;
    client.v1().note().delete("1").send().await?;
    server.revoke_tokens();
    let outcomes = concurrent_calls(&client, 1000).await?;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(server.token_requests().len(), 2);
    Ok(())
}

/// Feishu uses the same code if an operation does not accept tenant tokens, so the number of retries is limited.
#[tokio::test]
async fn a_token_that_is_always_refused_is_an_error() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(DELETE)?.inject_fault(10, mock::Fault::refuse_token());
    let error = server.client()?.v1().note().delete("1").send().await.expect_err("the token is always refused");
    assert!(error.is_token_refused());
    assert_eq!((server.token_requests().len(), server.requests_for(DELETE)?.len()), (2, 2));
    Ok(())
}

/// During a long call, a second token may expire. The error in between shows that the operation accepts tenant tokens.
#[tokio::test]
async fn a_second_refused_token_is_replaced_after_another_error() -> TestResult {
    let server = mock::Server::start().await?;
    let slow_down = mock::Fault::api(429, 99991400, "slow down").header("x-ogw-ratelimit-reset", "1");
    server
        .on(DELETE)?
        .inject_fault(1, mock::Fault::refuse_token())
        .inject_fault(1, slow_down)
        .inject_fault(1, mock::Fault::refuse_token());
    let deleted = server.client()?.v1().note().delete("1").send_with_metadata().await?;
    assert_eq!((deleted.metadata.attempts, server.token_requests().len()), (4, 3));
    Ok(())
}

#[tokio::test]
async fn the_error_of_a_wrong_secret_does_not_contain_it() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().accept_only("cli_right", "right");
    let client = Client::builder("cli_right", "wrong-secret").base_url(server.base_url()).build()?;
    let error = client.v1().note().delete("1").send().await.expect_err("the secret is wrong");
    assert!(error.is_app_refused(), "{error}");
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.operation(), Some(DELETE));
    assert!(!format!("{error} {error:?}").contains("wrong-secret"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiting_calls_share_a_failed_token_request() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().inject_fault(1, mock::Fault::status(503).body("down").delayed(Duration::from_millis(200)));
    let outcomes = concurrent_calls(&server.builder().max_retries(0).build()?, 32).await?;
    let failures: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
    assert!(failures.len() > 1, "{outcomes:?}");
    for error in failures {
        assert_eq!((error.kind(), error.status()), (ErrorKind::Http, Some(503)));
        assert!(error.log_id().is_some(), "{error:?}");
    }
    assert!(server.token_requests().len() <= 2, "{} token calls", server.token_requests().len());
    Ok(())
}

#[tokio::test]
async fn a_dropped_call_does_not_cancel_the_token_request() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().inject_fault(1, mock::Fault::delay(Duration::from_millis(300)));
    let client = server.client()?;
    let first = tokio::spawn(client.v1().note().delete("1").send());
    while server.token_requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    first.abort();
    client.v1().note().delete("1").send().await?;
    assert_eq!(server.token_requests().len(), 1);
    Ok(())
}

/// A token request continues after the timeout of the call that started it.
#[tokio::test]
async fn calls_with_a_short_timeout_share_a_slow_token_request() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().inject_fault(usize::MAX, mock::Fault::delay(Duration::from_millis(400)));
    let client =
        Client::builder("cli_x", "secret").base_url(server.base_url()).timeout(Duration::from_millis(150)).build()?;
    let mut outcomes = Vec::new();
    for _ in 0..5 {
        outcomes.push(client.v1().note().delete("1").send().await);
    }
    assert!(outcomes.first().is_some_and(Result::is_err), "the first call did not time out");
    assert!(outcomes.last().is_some_and(Result::is_ok), "{outcomes:?}");
    assert_eq!(server.token_requests().len(), 1);
    Ok(())
}

/// Tests all codes with which Feishu refuses a tenant token.
#[tokio::test]
async fn every_code_that_refuses_a_token_is_known() -> TestResult {
    for code in [99991663, 99991665, 20013] {
        let server = mock::Server::start().await?;
        server.on(DELETE)?.inject_fault(1, mock::Fault::api(400, code, "refused"));
        server.client()?.v1().note().delete("1").send().await?;
        assert_eq!(server.token_requests().len(), 2, "{code}");
    }
    Ok(())
}

/// Waits until the server has received this number of token requests.
async fn token_requests(server: &mock::Server, count: usize) -> bool {
    for _ in 0..50 {
        if server.token_requests().len() >= count {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}

/// More than half of a lifetime of 6 s, and well before its end.
const PAST_HALF: Duration = Duration::from_millis(3100);

#[tokio::test]
async fn a_token_is_refreshed_in_the_background_before_it_expires() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().set_lifetime(6);
    let client = server.client()?;
    client.v1().note().delete("1").send().await?;
    tokio::time::sleep(PAST_HALF).await;
    client.v1().note().delete("1").send().await?;
    assert!(token_requests(&server, 2).await, "the token is still valid: only the refresh requests another one");
    Ok(())
}

#[tokio::test]
async fn a_failed_refresh_keeps_the_token_and_is_not_repeated_at_once() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().set_lifetime(6);
    let client = server.client()?;
    client.v1().note().delete("1").send().await?;
    tokio::time::sleep(PAST_HALF).await;
    server.token_endpoint().inject_fault(10, mock::Fault::api(400, 10014, "app unauthorized"));
    for _ in 0..5 {
        client.v1().note().delete("1").send().await?;
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    assert_eq!(server.token_requests().len(), 2, "the refresh was repeated at once");
    Ok(())
}

#[tokio::test]
async fn a_refused_call_waits_for_a_running_refresh() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().set_lifetime(6);
    let client = server.client()?;
    client.v1().note().delete("1").send().await?;
    tokio::time::sleep(PAST_HALF).await;
    server.token_endpoint().inject_fault(1, mock::Fault::delay(Duration::from_secs(1)));
    client.v1().note().delete("1").send().await?;
    assert!(token_requests(&server, 2).await);
    server.on(DELETE)?.inject_fault(1, mock::Fault::refuse_token());
    client.v1().note().delete("1").send().await?;
    assert_eq!(server.token_requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn an_expired_token_is_not_sent() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().set_lifetime(1);
    let client = server.client()?;
    client.v1().note().delete("1").send().await?;
    tokio::time::sleep(PAST_HALF).await;
    client.v1().note().delete("1").send().await?;
    let last = server.requests_for(DELETE)?.last().and_then(|it| it.header("authorization").map(str::to_owned));
    assert_eq!(last.as_deref(), Some("Bearer t-2"));
    Ok(())
}

#[tokio::test]
async fn a_token_with_an_unusual_lifetime_is_not_requested_for_every_call() -> TestResult {
    for seconds in [0, -1, i64::MIN, 1, i64::MAX] {
        let server = mock::Server::start().await?;
        server.token_endpoint().set_lifetime(seconds);
        let client = server.client()?;
        let started = Instant::now();
        let mut calls = 0;
        while started.elapsed() < Duration::from_millis(1500) && calls < 40 {
            client.v1().note().delete("1").send().await?;
            calls += 1;
        }
        let fetches = server.token_requests().len();
        assert!(fetches <= 2, "{seconds}: {fetches} fetches for {calls} calls");
    }
    Ok(())
}

#[tokio::test]
async fn a_token_in_an_error_response_is_not_used() -> TestResult {
    let server = mock::Server::start().await?;
    let body = r#"{"code":0,"tenant_access_token":"t-1","expire":7200}"#;
    server.token_endpoint().inject_fault(1, mock::Fault::status(500).body(body));
    let error = server.builder().max_retries(0).build()?.v1().note().delete("1").send().await.expect_err("HTTP 500");
    assert_eq!((error.status(), server.requests_for(DELETE)?.len()), (Some(500), 0));
    Ok(())
}

/// A proxy or a firewall may respond to a token request. The client then requests the token again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_response_of_a_proxy_does_not_fail_calls() -> TestResult {
    let page = "<html>blocked</html>";
    let faults =
        [mock::Fault::status(200).body(page), mock::Fault::status(200).body("[]"), mock::Fault::status(403).body(page)];
    for fault in faults {
        let server = mock::Server::start().await?;
        server.token_endpoint().inject_fault(1, fault.clone());
        let outcomes = concurrent_calls(&unlimited(&server)?, 64).await?;
        let failed = outcomes.iter().filter(|outcome| outcome.is_err()).count();
        assert_eq!((failed, server.token_requests().len()), (0, 2), "{fault:?}");
    }
    Ok(())
}

/// Concurrent calls share an error code of Feishu, without further token requests.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_error_code_for_a_token_request_is_shared() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().inject_fault(usize::MAX, mock::Fault::api(400, 10014, "app unauthorized"));
    let outcomes = concurrent_calls(&unlimited(&server)?, 64).await?;
    assert!(outcomes.iter().all(|outcome| outcome.as_ref().is_err_and(Error::is_app_refused)), "{outcomes:?}");
    assert_eq!(server.token_requests().len(), 1);
    Ok(())
}

#[tokio::test]
async fn retry_after_delays_the_next_token_request() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().inject_fault(1, mock::Fault::status(503).header("retry-after", "3"));
    let started = Instant::now();
    server.client()?.v1().note().delete("1").send().await?;
    assert!(started.elapsed() >= Duration::from_secs(3), "{:?}", started.elapsed());
    assert_eq!(server.token_requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn credentials_are_verified_before_the_first_call() -> TestResult {
    let server = mock::Server::start().await?;
    server.token_endpoint().accept_only("cli_right", "right").inject_fault(1, mock::Fault::status(502));
    let client = |secret: &str| Client::builder("cli_right", secret).base_url(server.base_url()).build();
    let right = client("right")?;
    right.check().await?;
    right.check().await?;
    right.v1().note().delete("1").send().await?;
    assert_eq!(server.token_requests().len(), 2, "one failed request, and one for all further calls");

    let error = client("wrong")?.check().await.err().ok_or("verified")?;
    assert!(error.is_app_refused() && !error.to_string().contains("wrong\""), "{error}");
    server.token_endpoint().inject_fault(usize::MAX, mock::Fault::status(502));
    let builder = Client::builder("cli_right", "right").base_url(server.base_url()).max_retries(0);
    let error = builder.build()?.check().await.err().ok_or("verified")?;
    assert!(error.is_retryable() && !error.is_app_refused(), "{error}");

    server.clear_requests();
    Client::builder_with_token("t-mine").base_url(server.base_url()).build()?.check().await?;
    right.with_token("t-mine")?.check().await?;
    assert_eq!(server.requests().len(), 0, "a client with a given token needs no verification");
    Ok(())
}

#[tokio::test]
async fn a_store_app_is_verified_with_its_ticket() -> TestResult {
    let server = mock::Server::start().await?;
    let client = Client::builder("cli_x", "secret").store_app().base_url(server.base_url()).max_retries(0).build()?;
    assert!(client.check().await.is_err(), "no ticket");
    client.set_app_ticket("ticket").await?;
    client.check().await?;
    assert_eq!((server.app_token_requests().len(), server.tenant_token_requests().len()), (1, 0));
    client.tenant("company").check().await?;
    assert_eq!((server.app_token_requests().len(), server.tenant_token_requests().len()), (1, 1));
    Ok(())
}
