//! The tenant token: one fetch for any number of callers, replaced when it is refused.

use std::time::{Duration, Instant};

use feishu_hire::{Client, Error, ErrorKind, RateLimits, mock};
use tokio::task::JoinError;

use crate::TestResult;

const DELETE: &str = "hire.v1.note.delete";

/// The result of this number of concurrent calls.
async fn many(client: &Client, count: usize) -> Result<Vec<Result<(), Error>>, JoinError> {
    let calls: Vec<_> = (0..count).map(|_| tokio::spawn(client.v1().note().delete("1").send())).collect();
    let mut outcomes = Vec::new();
    for call in calls {
        outcomes.push(call.await?.map(drop));
    }
    Ok(outcomes)
}

/// A client whose calls are all on their way at once.
fn unlimited(server: &mock::Server) -> Result<Client, Error> {
    server.builder().rate_limits(RateLimits::off()).build()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cold_callers_share_one_fetch() -> TestResult {
    let server = mock::Server::start().await?;
    let outcomes = many(&unlimited(&server)?, 1000).await?;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(server.token_requests().len(), 1);
    assert_eq!(server.requests_for(DELETE)?.len(), 1000);
    Ok(())
}

#[tokio::test]
async fn each_client_has_its_own() -> TestResult {
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
    assert_eq!(
        (used.first(), used.get(1) == used.get(2)),
        (used.get(1), false),
        "the dead token was tried once, then never again"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_that_are_refused_together_share_one_fetch() -> TestResult {
    let server = mock::Server::start().await?;
    let client = unlimited(&server)?;
    client.v1().note().delete("1").send().await?;
    server.revoke_tokens();
    let outcomes = many(&client, 1000).await?;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(server.token_requests().len(), 2);
    Ok(())
}

/// The code is used for "this API takes no tenant token" as well: it must not go on for ever.
#[tokio::test]
async fn a_token_that_is_always_refused_is_an_error() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(DELETE)?.next(10, mock::Fault::refuse_token());
    let error = server.client()?.v1().note().delete("1").send().await.expect_err("always refused");
    assert!(error.is_token_refused());
    assert_eq!((server.token_requests().len(), server.requests_for(DELETE)?.len()), (2, 2));
    Ok(())
}

/// A long call can see more than one token die; what lies between tells that it is not the operation that takes none.
#[tokio::test]
async fn a_later_token_that_dies_is_replaced_too() -> TestResult {
    let server = mock::Server::start().await?;
    let slow_down = mock::Fault::api(429, 99991400, "slow down").header("x-ogw-ratelimit-reset", "1");
    server.on(DELETE)?.next(1, mock::Fault::refuse_token()).next(1, slow_down).next(1, mock::Fault::refuse_token());
    let deleted = server.client()?.v1().note().delete("1").send_with_metadata().await?;
    assert_eq!((deleted.metadata.attempts, server.token_requests().len()), (4, 3));
    Ok(())
}

#[tokio::test]
async fn a_wrong_secret_is_told_without_the_secret() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().accept_only("cli_right", "right");
    let client = Client::builder("cli_right", "wrong-secret").base_url(server.base_url()).build()?;
    let error = client.v1().note().delete("1").send().await.expect_err("the secret is wrong");
    assert!(error.is_app_refused(), "{error}");
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.operation(), Some(DELETE));
    assert!(!format!("{error} {error:?}").contains("wrong-secret"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiters_share_a_failure() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().next(1, mock::Fault::status(503).body("down").delayed(Duration::from_millis(200)));
    let outcomes = many(&server.builder().max_retries(0).build()?, 32).await?;
    let failures: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
    assert!(failures.len() > 1, "{outcomes:?}");
    for error in failures {
        assert_eq!((error.kind(), error.status()), (ErrorKind::Http, Some(503)));
        assert!(error.log_id().is_some(), "{error:?}");
    }
    assert!(server.token_requests().len() <= 2, "{} token calls", server.token_requests().len());
    Ok(())
}

/// A dropped call leaves no lock behind and does not end the fetch for others.
#[tokio::test]
async fn a_caller_that_gives_up_takes_nothing_from_the_others() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().next(1, mock::Fault::delay(Duration::from_millis(300)));
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

/// Callers with less time than the fetch takes do not start it over and over.
#[tokio::test]
async fn impatient_callers_get_a_token_in_the_end() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().next(usize::MAX, mock::Fault::delay(Duration::from_millis(400)));
    let client =
        Client::builder("cli_x", "secret").base_url(server.base_url()).timeout(Duration::from_millis(150)).build()?;
    let mut outcomes = Vec::new();
    for _ in 0..5 {
        outcomes.push(client.v1().note().delete("1").send().await);
    }
    assert!(outcomes.first().is_some_and(Result::is_err), "the first runs out of time");
    assert!(outcomes.last().is_some_and(Result::is_ok), "{outcomes:?}");
    assert_eq!(server.token_requests().len(), 1);
    Ok(())
}

/// The codes in which Feishu refuses a tenant token.
#[tokio::test]
async fn every_code_that_refuses_a_token_is_known() -> TestResult {
    for code in [99991663, 99991665, 20013] {
        let server = mock::Server::start().await?;
        server.on(DELETE)?.next(1, mock::Fault::api(400, code, "refused"));
        server.client()?.v1().note().delete("1").send().await?;
        assert_eq!(server.token_requests().len(), 2, "{code}");
    }
    Ok(())
}

/// Waits until this number of tokens was requested, without a call that requests one itself.
async fn token_requests(server: &mock::Server, count: usize) -> bool {
    for _ in 0..50 {
        if server.token_requests().len() >= count {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    false
}

/// Past the half of a life of 6 seconds, and well before its end.
const PAST_HALF: Duration = Duration::from_millis(3100);

#[tokio::test]
async fn a_token_is_renewed_before_it_ends_and_behind_the_caller() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().expire(6);
    let client = server.client()?;
    client.v1().note().delete("1").send().await?;
    tokio::time::sleep(PAST_HALF).await;
    client.v1().note().delete("1").send().await?;
    assert!(token_requests(&server, 2).await, "the token is still valid: only the refresh requests another one");
    Ok(())
}

#[tokio::test]
async fn a_failed_renewal_leaves_the_token_and_pauses() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().expire(6);
    let client = server.client()?;
    client.v1().note().delete("1").send().await?;
    tokio::time::sleep(PAST_HALF).await;
    server.token().next(10, mock::Fault::api(400, 10014, "app unauthorized"));
    for _ in 0..5 {
        client.v1().note().delete("1").send().await?;
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    assert_eq!(server.token_requests().len(), 2, "one renewal was tried, the next one waits");
    Ok(())
}

#[tokio::test]
async fn a_caller_that_is_refused_waits_for_the_renewal() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().expire(6);
    let client = server.client()?;
    client.v1().note().delete("1").send().await?;
    tokio::time::sleep(PAST_HALF).await;
    server.token().next(1, mock::Fault::delay(Duration::from_secs(1)));
    client.v1().note().delete("1").send().await?;
    assert!(token_requests(&server, 2).await);
    server.on(DELETE)?.next(1, mock::Fault::refuse_token());
    client.v1().note().delete("1").send().await?;
    assert_eq!(server.token_requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_token_that_ended_is_not_sent() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().expire(1);
    let client = server.client()?;
    client.v1().note().delete("1").send().await?;
    tokio::time::sleep(PAST_HALF).await;
    client.v1().note().delete("1").send().await?;
    let last = server.requests_for(DELETE)?.last().and_then(|it| it.header("authorization").map(str::to_owned));
    assert_eq!(last.as_deref(), Some("Bearer t-2"));
    Ok(())
}

#[tokio::test]
async fn a_token_without_a_life_is_used_and_not_asked_for_with_every_call() -> TestResult {
    for seconds in [0, -1, i64::MIN, 1, i64::MAX] {
        let server = mock::Server::start().await?;
        server.token().expire(seconds);
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
async fn a_token_under_a_bad_status_is_none() -> TestResult {
    let server = mock::Server::start().await?;
    let body = r#"{"code":0,"tenant_access_token":"t-1","expire":7200}"#;
    server.token().next(1, mock::Fault::status(500).body(body));
    let error = server.builder().max_retries(0).build()?.v1().note().delete("1").send().await.expect_err("HTTP 500");
    assert_eq!((error.status(), server.requests_for(DELETE)?.len()), (Some(500), 0));
    Ok(())
}

/// A proxy or a firewall responds to the token request once. No call fails because of it, whatever the response.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_response_to_a_token_request_that_is_not_from_feishu_fails_no_call() -> TestResult {
    let page = "<html>blocked</html>";
    let faults =
        [mock::Fault::status(200).body(page), mock::Fault::status(200).body("[]"), mock::Fault::status(403).body(page)];
    for fault in faults {
        let server = mock::Server::start().await?;
        server.token().next(1, fault.clone());
        let outcomes = many(&unlimited(&server)?, 64).await?;
        let failed = outcomes.iter().filter(|outcome| outcome.is_err()).count();
        assert_eq!((failed, server.token_requests().len()), (0, 2), "{fault:?}");
    }
    Ok(())
}

/// What Feishu says itself is remembered: of 64 calls, none asks again at once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_error_of_feishu_to_a_token_request_is_remembered() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().next(usize::MAX, mock::Fault::api(400, 10014, "app unauthorized"));
    let outcomes = many(&unlimited(&server)?, 64).await?;
    assert!(outcomes.iter().all(|outcome| outcome.as_ref().is_err_and(Error::is_app_refused)), "{outcomes:?}");
    assert_eq!(server.token_requests().len(), 1);
    Ok(())
}

#[tokio::test]
async fn retry_after_delays_the_next_token_request() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().next(1, mock::Fault::status(503).header("retry-after", "3"));
    let started = Instant::now();
    server.client()?.v1().note().delete("1").send().await?;
    assert!(started.elapsed() >= Duration::from_secs(3), "{:?}", started.elapsed());
    assert_eq!(server.token_requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn credentials_are_verified_before_the_first_call() -> TestResult {
    let server = mock::Server::start().await?;
    server.token().accept_only("cli_right", "right").next(1, mock::Fault::status(502));
    let client = |secret: &str| Client::builder("cli_right", secret).base_url(server.base_url()).build();
    let right = client("right")?;
    right.check().await?;
    right.check().await?;
    right.v1().note().delete("1").send().await?;
    assert_eq!(server.token_requests().len(), 2, "one failed, one for all");

    let error = client("wrong")?.check().await.err().ok_or("verified")?;
    assert!(error.is_app_refused() && !error.to_string().contains("wrong\""), "{error}");
    server.token().next(usize::MAX, mock::Fault::status(502));
    let builder = Client::builder("cli_right", "right").base_url(server.base_url()).max_retries(0);
    let error = builder.build()?.check().await.err().ok_or("verified")?;
    assert!(error.is_retryable() && !error.is_app_refused(), "{error}");

    server.forget_requests();
    Client::builder_with_token("t-mine").base_url(server.base_url()).build()?.check().await?;
    right.with_token("t-mine")?.check().await?;
    assert_eq!(server.requests().len(), 0, "a token of one's own");
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
