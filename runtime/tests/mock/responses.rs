//! Computed responses, faults after some calls, and concurrent requests.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use feishu_runtime::mock::{Fault, Server};
use serde_json::json;

use crate::{
    Outcome,
    raw::{HIRE, RawClient, send_raw},
    table::OPERATIONS,
};

const RECORD: &str = "hire.v1.interview_record.get";

#[tokio::test]
async fn a_closure_computes_the_response() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    server.on(RECORD)?.respond_with(move |request| {
        let call = counted.fetch_add(1, Ordering::Relaxed);
        match request.path.rsplit('/').next() {
            Some("gone") => {
                Err(Fault::api(404, 1002002, "gone").delayed(Duration::from_millis(1)).header("x-extra", "1"))
            }
            Some("cut") => Err(Fault::disconnect()),
            id => Ok(json!({ "id": format!("{}-{call}", id.unwrap_or_default()) })),
        }
    });
    let ids = [
        raw.get(&format!("{HIRE}/interview_records/a")).await?,
        raw.get(&format!("{HIRE}/interview_records/b")).await?,
    ];
    assert_eq!(ids.map(|response| response.id()), [Some("a-0".to_owned()), Some("b-1".to_owned())]);
    let response = raw.get(&format!("{HIRE}/interview_records/gone")).await?;
    assert_eq!((response.status, response.code(), response.header("x-extra")), (404, Some(1002002), Some("1")));
    assert!(response.header("x-tt-logid").is_some());
    assert!(raw.get(&format!("{HIRE}/interview_records/cut")).await.is_err());

    let without_token =
        send_raw(&server, &format!("GET {HIRE}/interview_records/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
            .await?;
    assert!(String::from_utf8(without_token)?.contains("99991661"));
    assert_eq!(calls.load(Ordering::Relaxed), 4, "the closure is not called without a token");
    Ok(())
}

#[tokio::test]
async fn calls_pass_between_faults() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    server.on(RECORD)?.pass(2).inject_fault(1, Fault::status(502)).pass(1).inject_fault(usize::MAX, Fault::status(503));
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(raw.get(&format!("{HIRE}/interview_records/1")).await?.status);
    }
    assert_eq!(statuses, [200, 200, 502, 200, 503, 503]);

    let path = server.serve_file("/x.pdf", "application/pdf", "x");
    server.on_file(&path)?.pass(1).inject_fault(1, Fault::status(502));
    server.token_endpoint().pass(1).inject_fault(1, Fault::status(502));
    for status in [200, 502, 200] {
        assert_eq!(raw.get("/x.pdf").await?.status, status);
        assert_eq!(raw.post(crate::raw::TOKEN_PATH, r#"{"app_id": "a", "app_secret": "s"}"#).await?.status, status);
    }
    Ok(())
}

#[tokio::test]
async fn requests_are_awaited_and_counted_while_in_flight() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = Arc::new(RawClient::new(&server).await?);
    let record = server.on(RECORD)?.inject_fault(3, Fault::delay(Duration::from_secs(600)));
    let calls: Vec<_> = (0..3)
        .map(|_| {
            let raw = Arc::clone(&raw);
            tokio::spawn(async move { raw.get(&format!("{HIRE}/interview_records/1")).await })
        })
        .collect();
    record.wait_for_requests(3).await;
    server.wait_for_requests(4).await;
    assert_eq!(record.max_in_flight(), 3);
    calls.iter().for_each(tokio::task::JoinHandle::abort);
    raw.get(&format!("{HIRE}/interviews?application_id=1")).await?;
    assert_eq!(server.on("hire.v1.interview.list")?.max_in_flight(), 1);
    assert!((3..=4).contains(&server.max_in_flight()), "the aborted calls may still be in flight");
    Ok(())
}

#[tokio::test]
async fn links_contain_the_host_of_the_request() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    for (host, shown) in [("mock:8080", "http://mock:8080/search"), ("a\"b", "http:///search")] {
        let request = format!("GET {HIRE}/interview_records/1 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let response = String::from_utf8(send_raw(&server, &request).await?)?;
        assert!(response.contains(shown), "{response}");
    }
    Ok(())
}
