//! Events that the mock server sends by webhook.

use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex},
    time::Duration,
};

use feishu_runtime::{
    event::{Headers, RawEvent, Received, Receiver},
    mock::{
        Server,
        event::{Event, Webhook},
    },
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::Outcome;

/// A webhook with a receiver, which records the accepted ids. Its first responses have the given statuses.
pub(crate) async fn program(
    statuses: &'static [u16],
) -> Result<(String, Arc<Mutex<Vec<String>>>), Box<dyn std::error::Error + Send + Sync>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let url = format!("http://{}/events", listener.local_addr()?);
    let ids = Arc::new(Mutex::new(Vec::new()));
    let accepted = Arc::clone(&ids);
    let receiver = Receiver::builder().encrypt_key("e-key").build()?;
    tokio::spawn(async move {
        let mut statuses = statuses.iter();
        while let Ok((stream, _)) = listener.accept().await {
            let status = statuses.next().copied();
            let _ = respond(stream, &receiver, status, &accepted).await;
        }
    });
    Ok((url, ids))
}

async fn respond(mut stream: TcpStream, receiver: &Receiver, status: Option<u16>, ids: &Mutex<Vec<String>>) -> Outcome {
    let mut request = Vec::new();
    let (head, length) = loop {
        stream.read_buf(&mut request).await?;
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, _)) = text.split_once("\r\n\r\n") else { continue };
        let length = value(head, "content-length").and_then(|value| value.parse::<usize>().ok()).ok_or("no length")?;
        break (head.to_owned(), length);
    };
    let start = head.len() + 4;
    while request.len() < start + length {
        stream.read_buf(&mut request).await?;
    }
    let headers = Headers::new(|name| value(&head, name));
    let (code, body) = match receiver.receive::<RawEvent>(headers, request.get(start..).unwrap_or_default()) {
        Ok(Received::Event(envelope)) => {
            ids.lock().map_err(|_| "a poisoned lock")?.push(envelope.header.event_id);
            (status.unwrap_or(200), String::new())
        }
        Ok(Received::Challenge(challenge)) => (200, challenge.response_body()),
        Ok(_) => (200, String::new()),
        Err(error) => (error.status(), String::new()),
    };
    let response = format!("HTTP/1.1 {code} x\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
    stream.write_all(response.as_bytes()).await?;
    Ok(())
}

fn value<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|it| it.1.trim())
}

#[tokio::test]
async fn a_delivery_is_repeated_until_the_status_is_200() -> Outcome {
    let (url, ids) = program(&[500, 302]).await?;
    let webhook = Webhook::new(url).encrypt_key("e-key").repeats([Duration::ZERO; 4]);
    let attempts = webhook.deliver(&Event::new("x", json!({})).id("1")).await;
    assert_eq!(attempts, [Some(500), Some(302), Some(200)]);
    assert_eq!(*ids.lock().expect("a lock"), ["1", "1", "1"]);
    Ok(())
}

#[tokio::test]
async fn a_server_emits_events() -> Outcome {
    let server = Server::start(&[]).await?;
    let event = Event::new("x", json!({})).id("1");
    assert_eq!(server.emit(&event).await, [], "there is no subscriber");
    let (url, ids) = program(&[500]).await?;
    server.send_events_to(Webhook::new(url).encrypt_key("e-key").repeats([Duration::ZERO]));
    assert_eq!(server.emit(&event).await, [Some(500), Some(200)]);
    assert_eq!(*ids.lock().expect("a lock"), ["1", "1"]);
    Ok(())
}

#[tokio::test]
async fn a_request_url_is_verified() -> Outcome {
    let (url, _) = program(&[]).await?;
    assert!(Webhook::new(&url).encrypt_key("e-key").verify().await);
    assert!(!Webhook::new(&url).encrypt_key("another").verify().await);
    assert!(!Webhook::new(&url).verify().await);
    Ok(())
}

#[tokio::test]
async fn without_a_server_there_is_no_status() {
    assert_eq!(
        Webhook::new("http://127.0.0.1:1/").send(&Webhook::new("").request(&Event::new("x", json!({})))).await,
        None
    );
}

/// Official SDKs compare the names of headers with those of the documentation.
#[tokio::test]
async fn headers_are_sent_in_title_case() -> Outcome {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let webhook = Webhook::new(format!("http://{}/", listener.local_addr()?)).encrypt_key("e-key");
    let request = webhook.request(&Event::new("x", json!({})));
    let receive = async {
        let (mut stream, _) = listener.accept().await?;
        let mut head = Vec::new();
        while !head.windows(4).any(|end| end == b"\r\n\r\n") {
            stream.read_buf(&mut head).await?;
        }
        Ok::<_, std::io::Error>(String::from_utf8_lossy(&head).into_owned())
    };
    let (head, attempt) = tokio::join!(receive, webhook.send(&request));
    let head = head?;
    for name in ["X-Lark-Request-Timestamp", "X-Lark-Request-Nonce", "X-Lark-Signature", "Content-Type"] {
        assert!(head.contains(&format!("\r\n{name}: ")), "{head}");
    }
    assert_eq!(attempt, None, "cut without a response");
    Ok(())
}

/// The program does not respond to the first delivery.
#[tokio::test]
async fn a_delivery_without_a_response_in_time_is_repeated() -> Outcome {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let webhook = Webhook::new(format!("http://{}/", listener.local_addr()?)).repeats([Duration::ZERO; 4]);
    let receiver = Receiver::builder().insecure().build()?;
    let ids = Mutex::default();
    let program = async {
        // The program accepts the connection but does not respond.
        let _silent = listener.accept().await?;
        respond(listener.accept().await?.0, &receiver, None, &ids).await
    };
    let event = Event::new("x", json!({})).id("1");
    let (responded, attempts) = tokio::join!(program, webhook.deliver(&event));
    responded?;
    assert_eq!(attempts, [None, Some(200)]);
    assert_eq!(*ids.lock().expect("a lock"), ["1"]);
    Ok(())
}
