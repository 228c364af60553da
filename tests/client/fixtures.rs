//! Errors, metadata and responses that consumers create in their tests are equal to those of real calls.

mod consumer;
mod same;

use std::{io, time::Duration};

use feishu_hire::{
    Client, Error, Metadata, RateLimit, RateLimits,
    mock::{self, Fault},
    model::Attachment,
    operation::Window,
    v1,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::TestResult;
use same::assert_same;

const LIST: &str = "hire.v1.interview.list";

async fn list(client: &Client) -> Result<Error, Box<dyn std::error::Error>> {
    let outcome = client.v1().interview().list().interview_id("1").send().await;
    outcome.err().ok_or_else(|| "the call succeeded".into())
}

/// Returns the error of a call without retries and with a fault.
async fn real(fault: Fault) -> Result<Error, Box<dyn std::error::Error>> {
    let server = mock::Server::start().await?;
    server.on(LIST)?.inject_fault(1, fault);
    list(&server.builder().max_retries(0).build()?).await
}

fn of_list(error: Error) -> Error {
    error.of_operation(&v1::interview::LIST)
}

/// Tests codes of every class, codes without a class, and statuses with and without precedence over the code.
#[tokio::test]
async fn an_error_from_a_code_equals_that_of_a_response() -> TestResult {
    let codes = [99991400, 99991403, 99991663, 99991672, 99991401, 99991662, 99992402, 1002001, 1002002, 1002999, -1];
    for code in codes {
        for status in [200, 400, 429, 500] {
            let real = real(Fault::api(status, code, "no").header("x-tt-logid", "L1")).await?;
            let fixture = Error::from_code(code, "no", &Metadata::new(status).with_log_id("L1"));
            assert_same(&of_list(fixture), &real);
        }
    }
    Ok(())
}

#[tokio::test]
async fn an_error_from_a_body_equals_that_of_a_response() -> TestResult {
    let bodies = [
        (
            400,
            r#"{"code":99992402,"msg":"no","error":{"log_id":"L2","troubleshooter":"https://open.feishu.cn",
                "field_violations":[{"field":"page_size","value":"101","description":"at most 100"}],
                "permission_violations":[{"subject":"hire:interview","url":"https://open.feishu.cn"}],
                "helps":[{"url":"https://open.feishu.cn","description":"a page"}]}}"#,
        ),
        (400, r#"{"code":99991672,"msg":"Access denied"}"#),
        (502, "<html><title>Bad Gateway</title>"),
        (429, ""),
        (200, ""),
        (200, "[]"),
        (200, r#"{"msg":"no code"}"#),
        (200, r#"{"code":0,"data":{"items":"#),
        (500, r#"{"code":0}"#),
    ];
    for (status, body) in bodies {
        let fault = Fault::status(status).header("x-tt-logid", "L1").body(body);
        let fixture = Error::from_response(Metadata::new(status).with_log_id("L1"), body).ok_or(body)?;
        assert_same(&of_list(fixture), &real(fault).await?);
    }
    for success in [r#"{"code":0}"#, r#"{"code":0,"data":[1]}"#, r#"{"code":0,"data":{"items":[]}}"#] {
        assert!(Error::from_response(Metadata::new(200), success).is_none(), "{success}");
    }
    Ok(())
}

#[tokio::test]
async fn a_rate_limit_error_equals_that_of_a_response() -> TestResult {
    const MESSAGE: &str = "request trigger frequency limit";
    for seconds in [0, 1, 30] {
        let reset = Duration::from_secs(seconds);
        let metadata = Metadata::new(429).with_rate_limit(RateLimit::default().with_reset(reset));
        assert_same(&Error::rate_limited(reset), &Error::from_code(99991400, MESSAGE, &metadata));
        // The mock server gives every response a log id.
        let fixture = Error::from_code(99991400, MESSAGE, &metadata.with_log_id("L1"));
        let body = format!(r#"{{"code":99991400,"msg":"{MESSAGE}"}}"#);
        let fault = Fault::status(429).header("x-tt-logid", "L1").header("x-ogw-ratelimit-reset", &seconds.to_string());
        assert_same(&of_list(fixture), &real(fault.body(body)).await?);
    }
    Ok(())
}

#[tokio::test]
async fn a_connection_error_equals_that_of_a_call() -> TestResult {
    let real_error = real(Fault::disconnect()).await?;
    let cause = io::Error::other(same::cause(&real_error));
    assert_same(&of_list(Error::connection_lost(cause)), &real_error);

    let closed_port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let client = Client::builder("cli_x", "secret").base_url(format!("http://{closed_port}")).max_retries(0).build()?;
    let cause = io::Error::other(same::cause(&list(&client).await?));
    // A call requests its token first, and a failed token request has another context.
    let fixture = of_list(Error::connect_failed(cause));
    same::assert_same_except_message(&fixture, &list(&client).await?);
    Ok(())
}

#[tokio::test]
async fn a_timeout_equals_that_of_a_call() -> TestResult {
    let limit = Duration::from_millis(150);
    let server = mock::Server::start().await?;
    server.on(LIST)?.inject_fault(1, Fault::delay(Duration::from_secs(30)));
    let client = server.builder().max_retries(0).attempt_timeout(limit).build()?;
    assert_same(&of_list(Error::timed_out(limit)), &list(&client).await?);
    Ok(())
}

/// The server accepts connections and never responds, so the client gets no token.
#[tokio::test]
async fn a_timeout_before_sending_equals_that_of_a_call() -> TestResult {
    let limit = Duration::from_millis(150);
    let silent = std::net::TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", silent.local_addr()?);
    let client = Client::builder("cli_x", "secret").base_url(address).max_retries(0).timeout(limit).build()?;
    assert_same(&of_list(Error::timed_out_before_sending(limit)), &list(&client).await?);
    Ok(())
}

#[tokio::test]
async fn a_wait_beyond_the_timeout_equals_that_of_a_call() -> TestResult {
    let server = mock::Server::start().await?;
    let (window, timeout) = (Duration::from_secs(60), Duration::from_secs(5));
    let limits = RateLimits::off().operation(&v1::interview::LIST, [Window { calls: 1, per: window }]);
    let client = server.builder().rate_limits(limits).timeout(timeout).build()?;
    client.v1().interview().list().interview_id("1").send().await?;
    let real = list(&client).await?;
    let wait = real.retry_after().ok_or("no wait")?;
    assert!(wait > Duration::from_secs(30) && wait < Duration::from_secs(61), "{wait:?}");
    let fixture = of_list(Error::wait_exceeds_timeout(wait, timeout));
    assert_same(&fixture, &real);
    assert_eq!(fixture.retry_after(), Some(wait));
    Ok(())
}

/// Starts a server that responds to one request with this status, and returns its URL.
async fn file_server(status: u16) -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/file", listener.local_addr()?);
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await?;
        let _ = connection.read(&mut [0; 4096]).await?;
        let response = format!("HTTP/1.1 {status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        connection.write_all(response.as_bytes()).await
    });
    Ok(url)
}

#[tokio::test]
async fn an_expired_link_equals_that_of_a_download() -> TestResult {
    let client = Client::builder("cli_x", "secret").base_url("http://127.0.0.1:1").build()?;
    for status in [400, 401, 403, 404, 410] {
        let url = file_server(status).await?;
        let attachment = Attachment { url: Some(url.into()), ..Attachment::default() };
        let real = attachment.download(&client).bytes().await.err().ok_or("a file")?;
        assert_same(&Error::expired_link(&Metadata::new(status)), &real);
    }
    Ok(())
}
