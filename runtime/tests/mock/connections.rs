//! Refused connections.

use feishu_runtime::mock::Server;

use crate::{
    Outcome,
    raw::{HIRE, RawClient, send_raw},
    table::OPERATIONS,
};

#[tokio::test]
async fn connections_are_reset() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    server.refuse_next_connections(2);
    let request = format!("GET {HIRE} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    for _ in 0..2 {
        assert!(send_raw(&server, &request).await.is_err());
    }
    assert!(server.requests().is_empty(), "no request was read");
    assert!(send_raw(&server, &request).await?.starts_with(b"HTTP/1.1 404"));
    server.refuse_next_connections(usize::MAX);
    assert!(send_raw(&server, &request).await.is_err());
    server.refuse_next_connections(0);
    assert!(send_raw(&server, &request).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn open_connections_are_not_affected() -> Outcome {
    let server = Server::start(OPERATIONS).await?;
    let raw = RawClient::new(&server).await?;
    server.refuse_next_connections(usize::MAX);
    assert_eq!(raw.get(&format!("{HIRE}/interview_records/1")).await?.status, 200);
    assert!(RawClient::without_token(&server)?.get(HIRE).await.is_err(), "a new client needs a connection");
    Ok(())
}
