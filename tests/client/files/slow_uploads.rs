//! Uploads over a slow connection. The clock is paused and advances whenever all tasks wait.

use std::{io, time::Duration};

use feishu_hire::{Client, Error, RateLimits, Upload, operation::Window, v1::attachment};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
    time::Instant,
};

use super::TestResult;

const MIB: usize = 1024 * 1024;

/// The number of bytes that the server reads at once.
const PIECE: usize = 64 * 1024;

/// The pace at which the server reads one request.
#[derive(Clone, Copy)]
struct ReadPace {
    bytes_per_second: usize,
    /// The server stops reading after this number of bytes.
    broken_after: usize,
    /// The time between the last byte and the response.
    response_after: Duration,
}

const HEALTHY: ReadPace =
    ReadPace { bytes_per_second: 128 * 1024, broken_after: usize::MAX, response_after: Duration::ZERO };

/// Uploads `size` bytes. Returns the result and the elapsed time.
async fn upload(size: usize, pace: ReadPace) -> Result<(Result<(), Error>, Duration), Box<dyn std::error::Error>> {
    let (base_url, server) = start(pace)?;
    let client = Client::builder("cli_x", "secret").base_url(base_url).build()?.with_token("t-1")?;
    let start = Instant::now();
    let outcome = client.v1().attachment().create(Upload::new("a.pdf", vec![0; size])).send().await;
    server.abort();
    Ok((outcome.map(drop), start.elapsed()))
}

/// A server in the background.
type Server = JoinHandle<io::Result<()>>;

/// Starts a server at the end of the pace, and returns its address.
fn start(pace: ReadPace) -> Result<(String, Server), Box<dyn std::error::Error>> {
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(u32::try_from(PIECE)?)?;
    socket.bind("127.0.0.1:0".parse()?)?;
    let listener = socket.listen(1)?;
    let base_url = format!("http://{}", listener.local_addr()?);
    Ok((base_url, tokio::spawn(serve(listener, pace))))
}

/// Serves one connection after the other, with one request each.
async fn serve(listener: TcpListener, pace: ReadPace) -> io::Result<()> {
    loop {
        let (connection, _) = listener.accept().await?;
        respond(connection, pace).await?;
    }
}

async fn respond(mut connection: TcpStream, pace: ReadPace) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(connection.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok());
    let mut left: usize = length.ok_or(io::ErrorKind::InvalidData)?;
    let end = left.saturating_sub(pace.broken_after);
    let mut piece = vec![0; PIECE];
    while left > end {
        tokio::time::sleep(Duration::from_secs_f64(1.0 / (pace.bytes_per_second / PIECE) as f64)).await;
        let size = left.min(PIECE);
        connection.read_exact(piece.get_mut(..size).unwrap_or_default()).await?;
        left -= size;
    }
    if left > 0 {
        return std::future::pending().await;
    }
    tokio::time::sleep(pace.response_after).await;
    let body = r#"{"code":0,"msg":"","data":{"id":"1"}}"#;
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ";
    connection.write_all(format!("{head}{}\r\n\r\n{body}", body.len()).as_bytes()).await
}

#[tokio::test(start_paused = true)]
async fn a_slow_upload_does_not_time_out() -> TestResult {
    for (size, bytes_per_second, seconds) in
        [(2 * MIB, 64 * 1024, 32), (8 * MIB, 128 * 1024, 64), (64 * MIB, 128 * 1024, 512), (64 * MIB, PIECE, 1024)]
    {
        let (outcome, took) = upload(size, ReadPace { bytes_per_second, ..HEALTHY }).await?;
        assert!(outcome.is_ok(), "{size}: {outcome:?} after {took:?}");
        assert!((seconds..seconds + 10).contains(&took.as_secs()), "{size}: {took:?}");
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn an_upload_without_progress_times_out() -> TestResult {
    // The attempt timeout of 30 s, plus 128 s for up to 4 MiB in buffers.
    for (pace, least, most) in [
        (ReadPace { broken_after: 0, ..HEALTHY }, 158, 159),
        (ReadPace { broken_after: 16 * MIB, ..HEALTHY }, 128 + 158 - 40, 128 + 158),
    ] {
        let (outcome, took) = upload(64 * MIB, pace).await?;
        assert!(outcome.as_ref().is_err_and(Error::is_timeout), "{outcome:?} after {took:?}");
        assert!((least..=most).contains(&took.as_secs()), "{took:?}");
    }
    Ok(())
}

/// Feishu may count an upload when it is complete, so the permit is taken for as long as the upload takes.
#[tokio::test(start_paused = true)]
async fn an_upload_keeps_its_permit_for_as_long_as_it_takes() -> TestResult {
    let (base_url, server) = start(HEALTHY)?;
    let limits = RateLimits::documented().operation(&attachment::CREATE, [Window::new(1, 60)]);
    let builder = Client::builder("cli_x", "secret").base_url(base_url).rate_limits(limits);
    let client = builder.timeout(Duration::from_secs(3600)).build()?.with_token("t-1")?;
    let upload = |size| client.v1().attachment().create(Upload::new("a.pdf", vec![0; size])).send();
    let start = Instant::now();
    let (long, short) = tokio::join!(upload(64 * MIB), upload(PIECE));
    server.abort();
    assert!(long.is_ok() && short.is_ok(), "{long:?} {short:?}");
    // 512 s for the first upload, and one window for the second one.
    assert!((572..580).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_late_response_to_an_upload_is_a_timeout() -> TestResult {
    // The attempt timeout of 30 s, plus 32 s for 1 MiB in buffers.
    for (response_after, succeeds) in [(50, true), (70, false)] {
        let pace = ReadPace { response_after: Duration::from_secs(response_after), ..HEALTHY };
        let (outcome, took) = upload(MIB, pace).await?;
        assert_eq!(outcome.is_ok(), succeeds, "{outcome:?} after {took:?}");
        assert!(took.as_secs() < 75, "{took:?}");
    }
    Ok(())
}
