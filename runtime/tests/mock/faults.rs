//! Queued faults.

use std::time::{Duration, Instant};

use feishu_runtime::{
    Call, Client, Error, ErrorKind,
    mock::{Fault, Server},
};
use serde_json::json;

use crate::{
    Outcome,
    raw::{HIRE, RawClient, send_raw},
    table::{OPERATIONS, WithId, client_without_retries, record},
};

const RECORD: &str = "hire.v1.interview_record.get";

async fn failure(call: Call) -> Result<Error, &'static str> {
    call.send::<WithId>().await.err().ok_or("the call did not fail")
}

#[tokio::test]
async fn faults_apply_in_order() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let gateway = Fault::status(502).body("<html>").header("Content-Type", "text/html").header("x-extra", "1");
    server
        .on(RECORD)?
        .inject_fault(2, gateway)
        .inject_fault(0, Fault::status(418))
        .inject_fault(1, Fault::api(429, 99991400, "slow down"));
    let path = format!("{HIRE}/interview_records/1");
    for _ in 0..2 {
        let response = raw.get(&path).await?;
        assert_eq!((response.status, response.text.as_str()), (502, "<html>"));
        assert_eq!((response.header("content-type"), response.header("x-extra")), (Some("text/html"), Some("1")));
        assert_eq!(response.headers.get_all("content-type").iter().count(), 1);
    }
    let response = raw.get(&path).await?;
    assert_eq!((response.status, response.code()), (429, Some(99991400)));
    assert_eq!(raw.get(&path).await?.code(), Some(0));
    assert_eq!(
        raw.get(&format!("{HIRE}/interviews?application_id=1")).await?.code(),
        Some(0),
        "other operations are not affected"
    );
    Ok(())
}

#[tokio::test]
async fn a_fault_without_a_status_keeps_the_response() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let delay = Duration::from_millis(150);
    server.on(RECORD)?.inject_fault(1, Fault::delay(delay).header("x-tt-logid", "mine"));
    let start = Instant::now();
    let response = raw.get(&format!("{HIRE}/interview_records/1")).await?;
    assert!(start.elapsed() >= delay);
    assert_eq!((response.id().as_deref(), response.header("x-tt-logid")), (Some("record"), Some("mine")));
    server.on(RECORD)?.inject_fault(1, Fault::status(99));
    assert_eq!(raw.get(&format!("{HIRE}/interview_records/1")).await?.status, 500, "invalid HTTP status");
    Ok(())
}

#[tokio::test]
async fn a_connection_is_closed_before_the_first_byte() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    server.on(RECORD)?.inject_fault(1, Fault::disconnect());
    let request = format!("GET {HIRE}/interview_records/1 HTTP/1.1\r\nHost: x\r\n\r\n");
    assert_eq!(send_raw(&server, &request).await?, b"");
    assert_eq!(server.requests_for(RECORD)?.len(), 1, "the request is recorded");
    let client = client_without_retries(&server)?;
    server.on(RECORD)?.inject_fault(1, Fault::disconnect());
    assert_eq!(failure(record(&client, "1")).await?.kind(), ErrorKind::Transport);
    assert_eq!(record(&client, "1").send::<WithId>().await?.id, "record");
    Ok(())
}

#[tokio::test]
async fn a_connection_is_closed_within_the_body() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let full = r#"{"code":0,"msg":"success","data":{"id":"record"}}"#;
    for bytes in [0, 1, 20, full.len() - 1] {
        server.on(RECORD)?.inject_fault(1, Fault::status(200).body(full).disconnected_after(bytes));
        let request = format!("GET {HIRE}/interview_records/1 HTTP/1.1\r\nHost: x\r\n\r\n");
        let response = String::from_utf8(send_raw(&server, &request).await?)?;
        let (head, body) = response.split_once("\r\n\r\n").ok_or("no head")?;
        assert!(head.contains(&format!("content-length: {}", full.len())), "{head}");
        assert_eq!(Some(body), full.get(..bytes));
    }
    let client = client_without_retries(&server)?;
    server.on(RECORD)?.inject_fault(1, Fault::disconnect_after(5)).inject_fault(1, Fault::disconnect_after(5000));
    let error = failure(record(&client, "1")).await?;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Transport, Some(200)));
    assert_eq!(record(&client, "1").send::<WithId>().await?.id, "record", "a shorter body is complete");
    Ok(())
}

#[tokio::test]
async fn a_long_body_is_cut_at_the_given_offset() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let long = "x".repeat(200_000);
    server.on(RECORD)?.inject_fault(1, Fault::status(200).body(long).disconnected_after(190_000));
    let request = format!("GET {HIRE}/interview_records/1 HTTP/1.1\r\nHost: x\r\n\r\n");
    let response = String::from_utf8(send_raw(&server, &request).await?)?;
    assert_eq!(response.split_once("\r\n\r\n").map(|(_, body)| body.len()), Some(190_000));
    Ok(())
}

#[tokio::test]
async fn the_client_distinguishes_the_faults() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let client: Client = Client::builder("cli_app", "secret")
        .base_url(server.base_url())
        .attempt_timeout(Duration::from_secs(1))
        .max_retries(0)
        .build()?;
    let records = server.on(RECORD)?;
    records.inject_fault(1, Fault::status(504).body("<html>Gateway Time-out</html>"));
    let error = failure(record(&client, "1")).await?;
    assert_eq!((error.kind(), error.status(), error.code()), (ErrorKind::Http, Some(504), None));
    assert!(error.is_server_failure() && error.log_id().is_some(), "{error:?}");

    records.inject_fault(1, Fault::api(429, 99991400, "slow down").header("x-ogw-ratelimit-reset", "1"));
    assert!(failure(record(&client, "1")).await?.is_rate_limited());
    tokio::time::sleep(Duration::from_millis(1200)).await; // The client pauses until the rate limit resets.

    records.inject_fault(1, Fault::status(200).body(json!({ "code": 1002002, "msg": "no" }).to_string()));
    let error = failure(record(&client, "1")).await?;
    assert_eq!((error.kind(), error.code(), error.status()), (ErrorKind::Api, Some(1002002), Some(200)));

    records.inject_fault(1, Fault::status(200).body(r#"{"code": 0, "da"#));
    assert_eq!(failure(record(&client, "1")).await?.kind(), ErrorKind::Decode);

    records.inject_fault(1, Fault::delay(Duration::from_secs(5)));
    assert_eq!(failure(record(&client, "1")).await?.kind(), ErrorKind::Timeout);

    drop(server);
    assert_eq!(failure(record(&client, "1")).await?.kind(), ErrorKind::Connect);
    Ok(())
}
