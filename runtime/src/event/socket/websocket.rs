//! A WebSocket after its handshake (RFC 6455).

use std::{future::poll_fn, io, pin::Pin};

use bytes::Bytes;
use futures_core::Stream;
use futures_sink::Sink;
use tokio::io::{AsyncRead, AsyncWrite};
#[cfg(feature = "mock")]
use tokio_websockets::ServerBuilder;
use tokio_websockets::{ClientBuilder, CloseCode, Error, Limits, Message, WebSocketStream};

/// A WebSocket after its handshake. It responds to pings of the protocol itself.
pub(crate) struct WebSocket<S>(WebSocketStream<S>);

/// A message from the peer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Incoming {
    Binary(Bytes),
    /// Text, a ping or a pong: which only show that the peer is alive.
    Other,
    Close,
}

impl<S: AsyncRead + AsyncWrite + Unpin> WebSocket<S> {
    /// Creates the client side of a connection. A message longer than `max_size` is an error.
    pub(crate) fn client(stream: S, max_size: usize) -> Self {
        Self(ClientBuilder::new().limits(limits(max_size)).take_over(stream))
    }

    /// Creates the server side of a connection. A message longer than `max_size` is an error.
    #[cfg(feature = "mock")]
    pub(crate) fn server(stream: S, max_size: usize) -> Self {
        Self(ServerBuilder::new().limits(limits(max_size)).serve(stream))
    }

    /// Returns the next message; `None` at the end of the stream. Dropping the future loses nothing.
    pub(crate) async fn next(&mut self) -> io::Result<Option<Incoming>> {
        let message = poll_fn(|cx| Pin::new(&mut self.0).poll_next(cx)).await;
        Ok(message.transpose().map_err(into_io)?.map(|message| match message {
            message if message.is_binary() => Incoming::Binary(message.into_payload().into()),
            message if message.is_close() => Incoming::Close,
            _ => Incoming::Other,
        }))
    }

    /// Sends a binary message.
    pub(crate) async fn send(&mut self, payload: Vec<u8>) -> io::Result<()> {
        poll_fn(|cx| Pin::new(&mut self.0).poll_ready(cx)).await.map_err(into_io)?;
        Pin::new(&mut self.0).start_send(Message::binary(payload)).map_err(into_io)?;
        self.flush().await
    }

    /// Sends a close message, or confirms the one of the peer.
    pub(super) async fn close(&mut self) -> io::Result<()> {
        // Fails if the peer closed first. The confirmation is queued then.
        let _ = Pin::new(&mut self.0).start_send(Message::close(Some(CloseCode::NORMAL_CLOSURE), ""));
        self.flush().await
    }

    async fn flush(&mut self) -> io::Result<()> {
        poll_fn(|cx| Pin::new(&mut self.0).poll_flush(cx)).await.map_err(into_io)
    }
}

fn limits(max_size: usize) -> Limits {
    Limits::default().max_payload_len(Some(max_size))
}

fn into_io(error: Error) -> io::Error {
    match error {
        Error::Io(error) => error,
        other => io::Error::new(io::ErrorKind::InvalidData, other),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    /// Returns the messages of a stream of bytes, up to its end or the first error.
    async fn messages(bytes: &[u8], max_size: usize) -> Vec<io::Result<Incoming>> {
        let (client, mut server) = duplex(1024);
        let mut socket = WebSocket::client(client, max_size);
        server.write_all(bytes).await.expect("written");
        server.shutdown().await.expect("shut down");
        let mut messages = Vec::new();
        while let Some(message) = socket.next().await.transpose() {
            let is_last = message.is_err();
            messages.push(message);
            if is_last {
                break;
            }
        }
        messages
    }

    #[tokio::test]
    async fn divided_messages_are_joined_and_bounded() {
        let divided = b"\x02\x02ab\x89\x01p\x00\x01c\x80\x01d\x81\x01t\x88\x00";
        let received: Vec<_> = messages(divided, 4).await.into_iter().filter_map(Result::ok).collect();
        let data = Incoming::Binary(Bytes::from_static(b"abcd"));
        assert_eq!(received, [Incoming::Other, data, Incoming::Other, Incoming::Close]);
    }

    #[tokio::test]
    async fn violations_are_errors() {
        for wrong in [
            &b"\xc1\x00"[..],
            b"\x83\x00",
            b"\x82\x80\x00\x00\x00\x00",
            b"\x09\x00",
            b"\x89\x7e\x00\x7e",
            b"\x82\x7f\x00\x00\x00\x00\x00\x01\x86\xa1",
            b"\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x02\x02ab\x80\x03cde",
            b"\x02\x01a\x82\x01b",
            b"\x80\x01a",
            b"\x82\x05abcde",
        ] {
            assert!(messages(wrong, 4).await.iter().any(Result::is_err), "{wrong:?}");
        }
    }

    #[tokio::test]
    async fn pings_and_the_end_are_confirmed() {
        let (client, mut server) = duplex(1024);
        let mut socket = WebSocket::client(client, 100);
        server.write_all(b"\x89\x01p\x88\x02\x03\xe8").await.expect("written");
        assert_eq!(socket.next().await.expect("a ping"), Some(Incoming::Other));
        assert_eq!(socket.next().await.expect("the end"), Some(Incoming::Close));
        socket.close().await.expect("confirmed");
        drop(socket);
        let mut written = Vec::new();
        server.read_to_end(&mut written).await.expect("read");
        // A masked pong with one byte, and a masked close frame with the same code.
        assert_eq!((written.len(), written[0], written[1], written[7], written[8]), (15, 0x8a, 0x81, 0x88, 0x82));
    }
}
