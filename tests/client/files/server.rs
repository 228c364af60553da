//! A scripted HTTP server: sends prepared replies in order, and records the requests.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

pub(super) struct FileServer {
    port: u16,
    heads: Arc<Mutex<Vec<String>>>,
}

/// The reply to one request. The connection is closed after it.
#[derive(Clone)]
pub(super) struct Reply {
    pieces: Vec<Vec<u8>>,
    /// The time before each piece except the first.
    pause: Duration,
    /// The time between the last piece and the end of the connection.
    silence: Duration,
}

impl Reply {
    pub(super) fn file(content: &[u8]) -> Self {
        Self::of(200, &[("Content-Type", "application/pdf")], content.len(), content)
    }

    pub(super) fn typed(content_type: &str, content: &[u8]) -> Self {
        Self::of(200, &[("Content-Type", content_type)], content.len(), content)
    }

    /// A file with a `Content-Length` that may differ from the length of the content.
    pub(super) fn announced(length: usize, content: &[u8]) -> Self {
        Self::of(200, &[("Content-Type", "application/pdf")], length, content)
    }

    /// A file without `Content-Length`, which ends with the connection.
    pub(super) fn unannounced(content: &[u8]) -> Self {
        Self::raw(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec()).then(content)
    }

    /// The start of a file whose connection is then lost. The server offers range requests for the rest.
    pub(super) fn resumable(etag: &str, length: usize, content: &[u8]) -> Self {
        Self::of(200, &[("Accept-Ranges", "bytes"), ("ETag", etag)], length, content)
    }

    /// A range of a file, up to its end.
    pub(super) fn rest(etag: &str, range: &str, length: usize, content: &[u8]) -> Self {
        Self::of(206, &[("Content-Range", range), ("ETag", etag)], length, content)
    }

    pub(super) fn retry_after(status: u16, value: &str) -> Self {
        Self::of(status, &[("Retry-After", value)], 0, b"")
    }

    pub(super) fn status(status: u16) -> Self {
        Self::of(status, &[("Content-Type", "text/html")], 5, b"<html")
    }

    /// A redirect whose `Location` may not be UTF-8.
    pub(super) fn redirect_to_bytes(location: &[u8]) -> Self {
        let start = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: ";
        Self::raw([start, location, b"\r\n\r\n"].concat())
    }

    pub(super) fn redirect(status: u16, location: &str) -> Self {
        Self::of(status, &[("Location", location)], 0, b"")
    }

    /// Closes the connection without a response.
    pub(super) fn cut() -> Self {
        Self::raw(Vec::new())
    }

    fn of(status: u16, headers: &[(&str, &str)], length: usize, content: &[u8]) -> Self {
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head =
            format!("HTTP/1.1 {status} Scripted\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
        Self::raw(head.into_bytes()).then(content)
    }

    fn raw(head: Vec<u8>) -> Self {
        Self { pieces: vec![head], pause: Duration::ZERO, silence: Duration::ZERO }
    }

    /// Adds a piece.
    pub(super) fn then(mut self, piece: &[u8]) -> Self {
        self.pieces.push(piece.to_vec());
        self
    }

    pub(super) fn slowly(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// Keeps the connection open after the last piece, for longer than any test waits.
    pub(super) fn then_silent(mut self) -> Self {
        self.silence = Duration::from_secs(60);
        self
    }

    async fn write(&self, connection: &mut TcpStream) -> io::Result<()> {
        for (index, piece) in self.pieces.iter().enumerate() {
            if index > 0 {
                tokio::time::sleep(self.pause).await;
            }
            connection.write_all(piece).await?;
        }
        tokio::time::sleep(self.silence).await;
        connection.shutdown().await
    }
}

impl FileServer {
    /// Starts the server. The last reply is repeated for all further requests.
    pub(super) async fn start(replies: impl Into<Vec<Reply>>) -> io::Result<Self> {
        let replies = replies.into();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let server = Self { port: listener.local_addr()?.port(), heads: Arc::default() };
        let heads = Arc::clone(&server.heads);
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(reply_to(connection, Arc::clone(&heads), replies.clone()));
            }
        });
        Ok(server)
    }

    pub(super) fn url(&self) -> String {
        self.at("/file?code=very-secret")
    }

    pub(super) fn at(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Returns a URL of the same server with another host name.
    pub(super) fn elsewhere(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.port)
    }

    /// Returns the request line and the headers of each request, in lower case.
    pub(super) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn reply_to(mut connection: TcpStream, heads: Arc<Mutex<Vec<String>>>, replies: Vec<Reply>) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(connection.read_u8().await?);
    }
    let index = {
        let mut heads = heads.lock().unwrap_or_else(PoisonError::into_inner);
        heads.push(String::from_utf8_lossy(&head).to_lowercase());
        heads.len() - 1
    };
    match replies.get(index).or(replies.last()) {
        Some(reply) => reply.write(&mut connection).await,
        None => Ok(()),
    }
}
