//! Long connections to a server that is scripted byte by byte.

use std::{net::Ipv4Addr, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use feishu_runtime::event::{EventStream, EventStreamBuilder, RawEvent, SocketState};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A timeout that no step of these tests reaches.
const LONG: Duration = Duration::from_secs(20);

/// Reads the head of a request.
async fn head(stream: &mut TcpStream) -> Outcome<String> {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err("no request".into());
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Serves the URL of a connection and accepts the handshake, with a proof that depends on its key.
async fn open(listener: &TcpListener, proof: impl Fn(&str) -> String) -> Outcome<TcpStream> {
    let (mut stream, _) = listener.accept().await?;
    head(&mut stream).await?;
    let url = format!("ws://{}/?service_id=1", listener.local_addr()?);
    let body = serde_json::json!({ "code": 0, "data": { "URL": url } }).to_string();
    let length = body.len();
    let response = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
    stream.write_all(response.as_bytes()).await?;
    drop(stream);
    let (mut stream, _) = listener.accept().await?;
    let head = head(&mut stream).await?;
    let mut headers = head.lines().filter_map(|line| line.split_once(": "));
    let (_, key) = headers.find(|(name, _)| name.eq_ignore_ascii_case("sec-websocket-key")).ok_or("no key")?;
    let response = "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n";
    stream.write_all(format!("{response}sec-websocket-accept: {}\r\n\r\n", proof(key)).as_bytes()).await?;
    Ok(stream)
}

/// Returns the proof of RFC 6455, section 1.3.
fn right(key: &str) -> String {
    STANDARD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, format!("{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11").as_bytes()))
}

/// Reads a short masked frame: its opcode and its payload.
async fn frame(stream: &mut TcpStream) -> Outcome<(u8, Vec<u8>)> {
    let mut start = [0; 6];
    stream.read_exact(&mut start).await?;
    let mut payload = vec![0; usize::from(start[1] & 0x7f)];
    stream.read_exact(&mut payload).await?;
    payload.iter_mut().zip(start[2..].iter().cycle()).for_each(|(byte, mask)| *byte ^= mask);
    Ok((start[0] & 0x0f, payload))
}

async fn connect() -> Outcome<(TcpListener, EventStream<RawEvent>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let builder = EventStreamBuilder::new("cli_mock", "secret").base_url(format!("http://{}", listener.local_addr()?));
    Ok((listener, builder.connect()?))
}

#[tokio::test]
async fn a_ping_of_the_protocol_gets_a_pong() -> Outcome {
    let (listener, _events) = connect().await?;
    let mut stream = open(&listener, right).await?;
    stream.write_all(b"\x89\x02hi").await?;
    let pong = async {
        loop {
            match frame(&mut stream).await? {
                (0x0a, payload) => return Ok::<_, Box<dyn std::error::Error + Send + Sync>>(payload),
                (opcode, _) => assert_eq!(opcode, 2, "the first ping of Feishu's own protocol"),
            }
        }
    };
    assert_eq!(timeout(LONG, pong).await??, b"hi");
    Ok(())
}

#[tokio::test]
async fn a_server_that_does_not_prove_the_protocol_is_refused() -> Outcome {
    let (listener, events) = connect().await?;
    let mut state = events.state();
    let _stream = open(&listener, |key| right(&format!("{key}x"))).await?;
    let end = timeout(LONG, state.wait_for(|state| *state != SocketState::Connecting)).await??;
    assert!(matches!(*end, SocketState::Waiting(_)), "{:?}", *end);
    Ok(())
}
