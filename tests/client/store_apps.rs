//! Store apps: the client gets an app token with the app ticket, and with it a token for each tenant.

use std::time::Duration;

use feishu_hire::{Client, Error, ErrorKind, mock, mock::Fault};
use tokio::task::JoinSet;

use crate::TestResult;

const DELETE: &str = "hire.v1.note.delete";

async fn delete(client: &Client) -> Result<(), Error> {
    client.v1().note().delete("1").send().await.map(drop)
}

fn bearers(server: &mock::Server) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let requests = server.requests_for(DELETE)?;
    Ok(requests.iter().filter_map(|request| request.header("authorization").map(str::to_owned)).collect())
}

#[tokio::test]
async fn each_tenant_has_its_own_token_and_all_share_the_app_token() -> TestResult {
    let server = mock::Server::start().await?;
    server.store_app().accept_only_ticket("ticket-1");
    let app = server.builder().store_app().build()?;
    app.set_app_ticket("ticket-1").await?;
    for _ in 0..2 {
        for tenant in ["a", "b", "c"] {
            delete(&app.tenant(tenant)).await?;
        }
    }
    assert_eq!((server.app_token_requests().len(), server.tenant_token_requests().len()), (1, 3));
    let used = bearers(&server)?;
    assert_eq!(used.get(..3), used.get(3..), "a tenant token was not reused: {}", used.len());
    assert!(used.first() != used.get(1) && used.get(1) != used.get(2));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_first_calls_of_many_tenants_share_token_requests() -> TestResult {
    let server = mock::Server::start().await?;
    let app = server.builder().store_app().rate_limits(feishu_hire::RateLimits::off()).build()?;
    app.set_app_ticket("ticket").await?;
    let mut calls = JoinSet::new();
    for number in 0..200 {
        let client = app.tenant(format!("tenant-{}", number % 10));
        calls.spawn(async move { delete(&client).await });
    }
    while let Some(call) = calls.join_next().await {
        call??;
    }
    assert_eq!((server.app_token_requests().len(), server.tenant_token_requests().len()), (1, 10));
    Ok(())
}

/// The client asks Feishu to send a ticket. A call that waits continues when the ticket arrives.
#[tokio::test]
async fn a_call_without_a_ticket_requests_one() -> TestResult {
    let server = mock::Server::start().await?;
    let app = server.builder().store_app().build()?;
    let call = tokio::spawn({
        let client = app.tenant("a");
        async move { delete(&client).await }
    });
    while server.ticket_requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    app.set_app_ticket("ticket").await?;
    call.await??;
    assert_eq!(server.ticket_requests().len(), 1);
    Ok(())
}

#[tokio::test]
async fn the_error_of_a_missing_ticket_says_what_to_do() -> TestResult {
    let server = mock::Server::start().await?;
    let app = server.builder().store_app().max_retries(0).build()?;
    let error = delete(&app.tenant("a")).await.expect_err("no ticket");
    assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Token, false));
    assert!(error.to_string().contains("no app ticket yet") && error.to_string().contains("set_app_ticket"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_refused_ticket_is_requested_again() -> TestResult {
    let server = mock::Server::start().await?;
    server.store_app().accept_only_ticket("new");
    let app = server.builder().store_app().max_retries(0).build()?;
    app.set_app_ticket("old").await?;
    let error = delete(&app.tenant("a")).await.expect_err("the ticket is refused");
    assert_eq!((error.code(), server.ticket_requests().len()), (Some(10012), 1));
    app.set_app_ticket("new").await?;
    delete(&app.tenant("a")).await?;
    Ok(())
}

#[tokio::test]
async fn a_refused_app_token_is_replaced_once() -> TestResult {
    let server = mock::Server::start().await?;
    let app = server.builder().store_app().build()?;
    app.set_app_ticket("ticket").await?;
    delete(&app.tenant("a")).await?;
    server.store_app().revoke_app_tokens();
    delete(&app.tenant("b")).await?;
    assert_eq!((server.app_token_requests().len(), server.tenant_token_requests().len()), (2, 3));
    Ok(())
}

#[tokio::test]
async fn a_refused_tenant_token_is_replaced_only_for_its_tenant() -> TestResult {
    let server = mock::Server::start().await?;
    let app = server.builder().store_app().build()?;
    app.set_app_ticket("ticket").await?;
    for tenant in ["a", "b"] {
        delete(&app.tenant(tenant)).await?;
    }
    server.store_app().revoke_tenant("a");
    for tenant in ["a", "b"] {
        delete(&app.tenant(tenant)).await?;
    }
    assert_eq!((server.app_token_requests().len(), server.tenant_token_requests().len()), (1, 3));
    Ok(())
}

#[tokio::test]
async fn the_error_of_a_failed_app_token_request_has_the_cause() -> TestResult {
    let server = mock::Server::start().await?;
    server.store_app().inject_app_token_fault(usize::MAX, Fault::api(400, 10015, "wrong app secret"));
    let app = server.builder().store_app().build()?;
    app.set_app_ticket("ticket").await?;
    let error = delete(&app.tenant("a")).await.expect_err("the secret is wrong");
    assert!(error.is_app_refused() && !error.was_sent(), "{error:?}");
    assert_eq!(error.message(), "no tenant token: no app token: wrong app secret");
    Ok(())
}

#[tokio::test]
async fn a_store_app_needs_a_tenant() -> TestResult {
    let server = mock::Server::start().await?;
    let error = delete(&server.builder().store_app().build()?).await.expect_err("for whom?");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("client.tenant(tenant_key)"), "{error}");
    let app = server.builder().store_app().build()?;
    let errors = [
        server.client()?.set_app_ticket("ticket").await.err(),
        app.set_app_ticket(" ").await.err(),
        delete(&app.tenant("")).await.err(),
    ];
    for error in errors {
        assert_eq!(error.map(|error| error.kind()), Some(ErrorKind::Configuration));
    }
    Ok(())
}

/// The client replaces the app token only if the app token was refused.
#[tokio::test]
async fn a_failed_tenant_token_request_keeps_the_app_token() -> TestResult {
    let server = mock::Server::start().await?;
    server.store_app().inject_tenant_token_fault(1, Fault::status(503).body("down"));
    let app = server.builder().store_app().max_retries(0).build()?;
    app.set_app_ticket("ticket").await?;
    let error = delete(&app.tenant("a")).await.expect_err("down");
    assert_eq!(error.status(), Some(503));
    assert_eq!((server.app_token_requests().len(), server.tenant_token_requests().len()), (1, 1));
    Ok(())
}

#[tokio::test]
async fn a_given_token_is_used_for_every_tenant() -> TestResult {
    let server = mock::Server::start().await?;
    let app = server.builder().store_app().max_retries(0).build()?;
    for client in [app.with_token("t-mine")?.tenant("a"), app.tenant("a").with_token("t-mine")?] {
        delete(&client).await.expect_err("the mock server did not issue the token");
    }
    assert_eq!(bearers(&server)?, ["Bearer t-mine", "Bearer t-mine"]);
    Ok(())
}
