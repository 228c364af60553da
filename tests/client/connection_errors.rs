//! Errors without a response: settings, connections, redirects and timeouts.

use std::time::{Duration, Instant};

use feishu_hire::{Client, Error, ErrorKind, Region, mock, mock::Fault, model::Attachment};

use crate::{
    TestResult,
    errors::{LIST, error_of},
};

#[tokio::test]
async fn failed_connections_are_transport_errors() -> TestResult {
    let error = error_of(Fault::disconnect()).await?;
    assert_eq!(error.kind(), ErrorKind::Transport, "{error:?}");
    let error = error_of(Fault::disconnect_after(40).header("x-tt-logid", "L4")).await?;
    assert_eq!((error.kind(), error.log_id()), (ErrorKind::Transport, Some("L4")), "{error:?}");

    let closed_port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let client = Client::builder("cli_x", "secret").base_url(format!("http://{closed_port}")).max_retries(0).build()?;
    let error = client.v1().note().delete("1").send().await.expect_err("the port has no listener");
    assert!(error.is_connect(), "{error:?}");
    assert!(error.to_string().contains("no connection: Connection refused"), "{error}");
    assert_eq!(error.operation(), Some("hire.v1.note.delete"));
    assert!(std::error::Error::source(&error).is_none(), "the message has the cause already");
    Ok(())
}

#[tokio::test]
async fn late_responses_are_timeouts() -> TestResult {
    let server = mock::Server::start().await?;
    server.on(LIST)?.inject_fault(2, Fault::delay(Duration::from_secs(30)));
    let builder = || server.builder().max_retries(0);
    for client in [
        builder().attempt_timeout(Duration::from_millis(100)).build()?,
        builder().timeout(Duration::from_millis(100)).build()?,
    ] {
        let started = Instant::now();
        let error = client.v1().interview().list().interview_id("1").send().await.expect_err("the response is late");
        assert!(error.is_timeout(), "{error:?}");
        assert!(started.elapsed() < Duration::from_secs(5), "the other timeout ended the call: {error:?}");
        assert_eq!(error.operation(), Some(LIST));
    }
    Ok(())
}

/// Both timeouts apply to token requests too.
#[tokio::test]
async fn late_tokens_are_timeouts() -> TestResult {
    for attempt in [true, false] {
        let server = mock::Server::start().await?;
        server.token_endpoint().inject_fault(1, Fault::delay(Duration::from_secs(20)));
        let limit = Duration::from_millis(100);
        let client = server.builder().max_retries(0);
        let client = if attempt { client.attempt_timeout(limit) } else { client.timeout(limit) }.build()?;
        let started = Instant::now();
        let error = client.v1().note().delete("1").send().await.expect_err("the response is late");
        assert!(error.is_timeout() && started.elapsed() < Duration::from_secs(5), "{error:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_redirect_is_not_followed() -> TestResult {
    let other = mock::Server::start().await?;
    let error = error_of(Fault::status(302).header("location", other.base_url())).await?;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Http, Some(302)));
    assert_eq!(other.requests().len(), 0, "the token was sent to another host");
    Ok(())
}

/// The URL contains the id of the talent.
#[tokio::test]
async fn the_error_of_a_failed_connection_does_not_show_the_url() -> TestResult {
    let closed_port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let client = Client::builder("cli_x", "secret").base_url(format!("http://{closed_port}")).max_retries(0).build()?;
    let refused = client
        .v1()
        .interview()
        .get_by_talent("6949805467799537964")
        .send()
        .await
        .expect_err("the port has no listener");
    let server = mock::Server::start().await?;
    server.on("hire.v1.interview.get_by_talent")?.inject_fault(1, Fault::disconnect());
    let client = server.builder().max_retries(0).build()?;
    let cut = client
        .v1()
        .interview()
        .get_by_talent("6949805467799537964")
        .send()
        .await
        .expect_err("the connection is closed");
    for error in [refused, cut] {
        let mut shown = format!("{error} {error:?}");
        let mut source = std::error::Error::source(&error);
        while let Some(inner) = source {
            shown += &format!(" {inner} {inner:?}");
            source = inner.source();
        }
        assert!(!shown.contains("6949805467799537964"), "{shown}");
        assert!(!shown.contains("open-apis"), "{shown}");
    }
    Ok(())
}

/// Joins the messages of an error and its sources, as `anyhow` does.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text += &format!(": {inner}");
        source = inner.source();
    }
    text
}

#[tokio::test]
async fn the_error_chain_contains_each_cause_once() -> TestResult {
    let closed_port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let client = Client::builder("cli_x", "secret").base_url(format!("http://{closed_port}")).max_retries(0).build()?;
    let link = Attachment { url: Some(format!("http://{closed_port}/file").into()), ..Attachment::default() };
    let upload = || feishu_hire::Upload::new("a.pdf", "%PDF");
    for error in [
        client.v1().note().delete("1").send().await.expect_err("the port has no listener"),
        client.v1().attachment().create(upload()).send().await.expect_err("the port has no listener"),
        client
            .with_token("t-1")?
            .v1()
            .attachment()
            .create(upload())
            .send()
            .await
            .expect_err("the port has no listener"),
        link.download(&client).bytes().await.expect_err("the port has no listener"),
    ] {
        assert_eq!(chain(&error).matches("Connection refused").count(), 1, "{}", chain(&error));
    }
    let error = feishu_hire::Upload::from_file("/no/such/file").await.expect_err("the file does not exist");
    assert_eq!(chain(&error).matches("No such file").count(), 1, "{}", chain(&error));
    Ok(())
}

#[test]
fn invalid_settings_are_configuration_errors() {
    let builder = || Client::builder("cli_x", "very-secret");
    let cases = [
        Client::builder("", "very-secret").build(),
        Client::builder("cli_x", " ").build(),
        builder().base_url("http://open.feishu.cn").build(),
        builder().base_url("not a url").build(),
    ];
    for outcome in cases {
        let error = outcome.expect_err("the settings are invalid");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!format!("{error:?}").contains("very-secret"));
    }
    assert!(builder().region(Region::Lark).build().is_ok());
}

#[test]
fn the_region_selects_the_host() -> TestResult {
    let builder = || Client::builder("cli_x", "secret");
    assert!(format!("{:?}", builder().build()?).contains("https://open.feishu.cn"));
    assert!(format!("{:?}", builder().region(Region::Lark).build()?).contains("https://open.larksuite.com"));
    Ok(())
}
