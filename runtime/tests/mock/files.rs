//! Files that the server serves in addition to the API.

use std::time::{Duration, Instant};

use feishu_runtime::mock::{Fault, Server};
use reqwest::Method;

use crate::{Outcome, raw::RawClient, table::OPERATIONS};

#[tokio::test]
async fn a_file_is_served_without_a_token() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::without_token(&server)?;
    let url = server.serve_file("/blob/x%20y.pdf", "application/pdf", "%PDF");
    assert_eq!(url, format!("{}/blob/x%20y.pdf", server.base_url()));
    let response = raw.get("/blob/x%20y.pdf?signature=1").await?;
    assert_eq!((response.status, response.text.as_str()), (200, "%PDF"));
    assert_eq!(response.header("content-type"), Some("application/pdf"));
    let received = server.requests();
    let last = received.last().ok_or("nothing received")?;
    assert_eq!((last.path.as_str(), last.operation), ("/blob/x%20y.pdf", None));
    assert!(last.header("authorization").is_none() && last.header("host").is_some());
    assert_eq!(raw.send(Method::POST, "/blob/x%20y.pdf", None, "").await?.status, 404);
    assert_eq!(raw.get("/blob/other.pdf").await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn a_file_is_replaced() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::without_token(&server)?;
    assert_eq!(server.serve_file("x", "text/plain", "one"), server.serve_file("/x", "text/plain", "two"));
    assert_eq!(raw.get("/x").await?.text, "two");
    let path = "/open-apis/hire/v1/interview_records/1";
    server.serve_file(path, "text/plain", "before the operation");
    assert_eq!(raw.get(path).await?.text, "before the operation");
    Ok(())
}

#[tokio::test]
async fn faults_apply_to_a_file() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::without_token(&server)?;
    server.serve_file("/x", "text/plain", "content");
    let target = server.serve_file("/y", "text/plain", "elsewhere");
    let file = server.on_file("/x")?;
    let file = file.inject_fault(1, Fault::status(403)).inject_fault(1, Fault::status(302).header("location", &target));
    assert_eq!(raw.get("/x").await?.status, 403);
    assert_eq!(raw.get("/x").await?.text, "elsewhere");
    let delay = Duration::from_millis(100);
    let file = file
        .inject_fault(1, Fault::disconnect())
        .inject_fault(1, Fault::disconnect_after(3))
        .inject_fault(1, Fault::delay(delay));
    assert!(raw.get("/x").await.is_err());
    assert!(raw.get("/x").await.is_err());
    let start = Instant::now();
    assert_eq!(raw.get("/x").await?.text, "content");
    assert!(start.elapsed() >= delay);
    file.inject_fault(1, Fault::drip(3, delay));
    let start = Instant::now();
    assert_eq!(raw.get("/x").await?.text, "content");
    assert!(start.elapsed() >= 2 * delay);
    Ok(())
}

#[tokio::test]
async fn an_unknown_file_is_reported() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let error = server.on_file("x").map_err(|error| error.to_string()).err();
    assert_eq!(error.as_deref(), Some("the mock server has no file at `/x`"));
    Ok(())
}
