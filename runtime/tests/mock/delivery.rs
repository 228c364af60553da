//! Bodies that arrive slowly, or with a wrong length or encoding.

use std::time::{Duration, Instant};

use feishu_runtime::mock::{Fault, Server};

use crate::{
    Outcome,
    raw::{HIRE, RawClient, send_raw},
    table::OPERATIONS,
};

const RECORD: &str = "hire.v1.interview_record.get";

fn path() -> String {
    format!("{HIRE}/interview_records/1")
}

/// Returns a request with `Connection: close`.
fn closing_request() -> String {
    format!("GET {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path())
}

#[tokio::test]
async fn a_body_is_sent_in_chunks() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    let every = Duration::from_millis(40);
    let records = server.on(RECORD)?.inject_fault(1, Fault::drip(10, every));
    let start = Instant::now();
    let response = raw.get(&path()).await?;
    assert_eq!(response.id().as_deref(), Some("record"), "the regular response");
    let pauses = (response.text.len() - 1) / 10;
    assert!(start.elapsed() >= every * pauses as u32, "{:?}", start.elapsed());
    records.inject_fault(1, Fault::status(200).body("abc").dripped(0, Duration::ZERO));
    assert_eq!(raw.get(&path()).await?.text, "abc");
    Ok(())
}

#[tokio::test]
async fn each_chunk_is_flushed() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let body = Fault::status(200).body("0123456789");
    server.on(RECORD)?.inject_fault(1, body.dripped(4, Duration::from_secs(3600)));
    let address = server.base_url().trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(address).await?;
    tokio::io::AsyncWriteExt::write_all(&mut stream, closing_request().as_bytes()).await?;
    let mut seen = Vec::new();
    let waiting = Duration::from_secs(10);
    while !seen.ends_with(b"\r\n\r\n0123") {
        let read = tokio::io::AsyncReadExt::read_buf(&mut stream, &mut seen);
        assert!(tokio::time::timeout(waiting, read).await?? > 0, "{}", String::from_utf8_lossy(&seen));
    }
    Ok(())
}

#[tokio::test]
async fn a_slow_body_can_be_cut() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let fault = Fault::status(200).body("0123456789").dripped(2, Duration::from_millis(5)).disconnected_after(5);
    server.on(RECORD)?.inject_fault(1, fault);
    let response = String::from_utf8(send_raw(&server, &closing_request()).await?)?;
    assert!(response.contains("content-length: 10") && response.ends_with("\r\n\r\n01234"), "{response}");
    Ok(())
}

#[tokio::test]
async fn a_content_length_can_exceed_the_body() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    server.on(RECORD)?.inject_fault(1, Fault::status(200).body("0123456789").content_length(12));
    let request = format!("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", path());
    let response = String::from_utf8(send_raw(&server, &request).await?)?;
    assert!(response.contains("content-length: 12") && response.ends_with("\r\n\r\n0123456789"), "{response}");
    let raw = RawClient::new(&server).await?;
    server.on(RECORD)?.inject_fault(1, Fault::default().content_length(5000));
    assert!(raw.get(&path()).await.is_err(), "the response is never complete");
    Ok(())
}

#[tokio::test]
async fn a_content_length_can_be_less_than_the_body() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    server.on(RECORD)?.inject_fault(1, Fault::status(200).body("0123456789").content_length(4));
    let response = String::from_utf8(send_raw(&server, &closing_request()).await?)?;
    assert!(response.contains("content-length: 4") && response.ends_with("\r\n\r\n0123"), "{response}");
    let raw = RawClient::new(&server).await?;
    server
        .on(RECORD)?
        .inject_fault(1, Fault::default().content_length(20))
        .inject_fault(1, Fault::default().content_length(0));
    assert_eq!(raw.get(&path()).await?.text, r#"{"code": 0, "msg": ""#);
    assert_eq!(raw.get(&path()).await?.text, "");
    assert_eq!(raw.get(&path()).await?.code(), Some(0), "the connection is still usable");
    Ok(())
}

#[tokio::test]
async fn a_plain_body_is_declared_as_gzip() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    server.on(RECORD)?.inject_fault(1, Fault::broken_gzip().body("plain"));
    let response = String::from_utf8(send_raw(&server, &closing_request()).await?)?;
    assert!(response.contains("content-encoding: gzip") && response.ends_with("\r\n\r\nplain"), "{response}");
    let raw = RawClient::new(&server).await?;
    for fault in [Fault::broken_gzip(), Fault::truncated_gzip()] {
        server.on(RECORD)?.inject_fault(1, fault.clone());
        assert!(raw.get(&path()).await.is_err(), "{fault:?}");
    }
    Ok(())
}

#[tokio::test]
async fn truncated_gzip_can_be_decompressed_up_to_its_end() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    for length in [11, 200_000] {
        server.on(RECORD)?.inject_fault(1, Fault::truncated_gzip().body("x".repeat(length)));
        let mut response = raw.open(&path()).await?;
        let mut unpacked = 0;
        let end = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => unpacked += chunk.len(),
                end => break end,
            }
        };
        assert!(end.is_err(), "the end is missing");
        assert!(unpacked > 0 && unpacked <= length.min(0xffff) / 2, "{unpacked} of {length}");
    }
    Ok(())
}
