//! Events that another process emits by an HTTP request to the mock server.

use feishu_runtime::mock::{Server, event::Webhook};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{Outcome, webhook::program};

/// Sends a request to the mock server. Returns status and body of the response.
async fn request(
    server: &Server,
    method: &str,
    body: &str,
) -> Result<(u16, Value), Box<dyn std::error::Error + Send + Sync>> {
    let host = server.base_url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await?;
    let head = format!("{method} /_mock/events HTTP/1.1\r\nhost: {host}\r\ncontent-length: {}\r\n", body.len());
    stream.write_all(format!("{head}connection: close\r\n\r\n{body}").as_bytes()).await?;
    let mut response = String::new();
    stream.read_to_string(&mut response).await?;
    let (head, body) = response.split_once("\r\n\r\n").ok_or("no body")?;
    let status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
    Ok((status, serde_json::from_str(body).unwrap_or_default()))
}

async fn emit(server: &Server, body: &Value) -> Result<(u16, Value), Box<dyn std::error::Error + Send + Sync>> {
    request(server, "POST", &body.to_string()).await
}

#[tokio::test]
async fn an_event_is_delivered_once_to_the_webhook() -> Outcome {
    let server = Server::start(&[]).await?;
    let (url, ids) = program(&[500]).await?;
    server.send_events_to(Webhook::new(url).encrypt_key("e-key"));
    let event = json!({ "header": { "event_type": "x", "event_id": "1" }, "event": {} });
    assert_eq!(emit(&server, &event).await?, (200, json!({ "event_id": "1", "status": 500 })));
    assert_eq!(emit(&server, &event).await?, (200, json!({ "event_id": "1", "status": 200 })), "repeated");
    let (status, response) = emit(&server, &json!({ "header": { "event_type": "x" } })).await?;
    let id = response["event_id"].as_str().ok_or("no id")?;
    assert_eq!((status, &response["status"], id.is_empty()), (200, &json!(200), false));
    assert_eq!(*ids.lock().expect("a lock"), ["1", "1", id]);
    server.send_events_to(Webhook::new("http://127.0.0.1:1/"));
    assert_eq!(
        emit(&server, &event).await?,
        (200, json!({ "event_id": "1", "status": null })),
        "no client is connected"
    );
    Ok(())
}

#[tokio::test]
async fn an_invalid_event_or_one_without_a_destination_is_refused() -> Outcome {
    let server = Server::start(&[]).await?;
    let event = json!({ "header": { "event_type": "x" }, "event": {} });
    assert_eq!(emit(&server, &event).await?.0, 409, "no way of delivery");
    server.send_events_to(Webhook::new("http://127.0.0.1:1/"));
    for body in ["", "[]", "{}", r#"{"header":{}}"#, r#"{"header":{"event_type":5}}"#] {
        let (status, response) = request(&server, "POST", body).await?;
        let message = response["msg"].as_str().unwrap_or_default();
        assert_eq!((status, message.contains("event_type")), (400, true), "{body}: {message}");
    }
    assert_eq!(request(&server, "GET", "").await?.0, 404);
    Ok(())
}

#[cfg(feature = "events-socket")]
#[tokio::test]
async fn an_event_is_delivered_unchanged_by_long_connection() -> Outcome {
    use feishu_runtime::event::{EventStreamBuilder, RawEvent};

    let server = Server::start(&[]).await?;
    let gateway = server.send_events_by_long_connection().await?;
    let builder = EventStreamBuilder::new("cli_mock", "secret-of-the-mock").base_url(server.base_url());
    let mut events = builder.connect::<RawEvent>()?;
    gateway.wait_for_connections(1).await;
    let event = json!({
        "header": {
            "event_type": "hire.talent.deleted_v1", "event_id": "1", "create_time": "1603977298000000",
            "app_id": "cli_other", "tenant_key": "t-1", "token": "ignored",
        },
        "event": { "talent_id": "7" },
    });
    let receive = async {
        let delivery = events.next().await.ok_or("the end")??;
        let envelope = delivery.envelope.clone();
        delivery.nack().await?;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(envelope)
    };
    let (response, envelope) = tokio::join!(emit(&server, &event), receive);
    assert_eq!(response?, (200, json!({ "event_id": "1", "status": 500 })));
    let envelope = envelope?;
    let header = &envelope.header;
    assert_eq!((header.event_id.as_str(), header.event_type.as_str()), ("1", "hire.talent.deleted_v1"));
    assert_eq!((header.app_id.as_str(), header.tenant_key.as_str()), ("cli_other", "t-1"));
    assert_eq!(header.create_time.map(|time| time.as_millis()), Some(1_603_977_298_000));
    assert_eq!(envelope.event.data.as_str(), r#"{"talent_id":"7"}"#);
    Ok(())
}
