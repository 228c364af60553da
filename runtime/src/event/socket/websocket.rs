//! The WebSocket protocol (RFC 6455), as far as a long connection needs it: no extensions, no subprotocols.
//!
//! The libraries for it log whole payloads at TRACE.

use std::{fmt, io};

use bytes::{Buf, BytesMut};
use ring::rand::{SecureRandom, SystemRandom};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

const CONTINUATION: u8 = 0;
const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

/// The longest payload of a control frame.
const MAX_CONTROL: u64 = 125;

/// The side of a connection. A client masks what it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Client,
    #[cfg(feature = "mock")]
    Server,
}

/// A WebSocket after its handshake.
pub(crate) struct WebSocket<S> {
    stream: S,
    role: Role,
    input: BytesMut,
    /// The message of which not all frames have come, with its opcode.
    message: Option<(u8, Vec<u8>)>,
    max_size: usize,
}

/// What came.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Incoming {
    Binary(Vec<u8>),
    Text,
    Ping(Vec<u8>),
    Pong,
    Close,
}

/// One frame.
#[derive(Debug, PartialEq, Eq)]
struct RawFrame {
    is_final: bool,
    opcode: u8,
    payload: Vec<u8>,
}

/// The peer does not follow the protocol, or sends too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Violation(&'static str);

impl<S: AsyncRead + AsyncWrite + Unpin> WebSocket<S> {
    pub(crate) fn new(stream: S, role: Role, max_size: usize) -> Self {
        Self { stream, role, input: BytesMut::new(), message: None, max_size }
    }

    /// Returns what comes next; `None` at the end of the stream. Dropping the future loses nothing.
    pub(crate) async fn next(&mut self) -> io::Result<Option<Incoming>> {
        loop {
            while let Some(frame) = read_frame(&mut self.input, self.role, self.max_size)? {
                if let Some(incoming) = self.accept(frame)? {
                    return Ok(Some(incoming));
                }
            }
            if self.stream.read_buf(&mut self.input).await? == 0 {
                return Ok(None);
            }
        }
    }

    /// Adds a frame. Returns what is complete with it.
    fn accept(&mut self, frame: RawFrame) -> Result<Option<Incoming>, Violation> {
        let RawFrame { is_final, opcode, payload } = frame;
        let (opcode, message) = match (opcode, self.message.take()) {
            (CLOSE, _) => return Ok(Some(Incoming::Close)),
            (PING, message) => {
                self.message = message;
                return Ok(Some(Incoming::Ping(payload)));
            }
            (PONG, message) => {
                self.message = message;
                return Ok(Some(Incoming::Pong));
            }
            (CONTINUATION, Some((opcode, mut message))) => {
                if message.len() + payload.len() > self.max_size {
                    return Err(Violation("a message exceeds the maximum size"));
                }
                message.extend_from_slice(&payload);
                (opcode, message)
            }
            (TEXT | BINARY, None) => (opcode, payload),
            _ => return Err(Violation("the frames of two messages are mixed")),
        };
        Ok(match (is_final, opcode) {
            (false, _) => {
                self.message = Some((opcode, message));
                None
            }
            (true, BINARY) => Some(Incoming::Binary(message)),
            (true, _) => Some(Incoming::Text),
        })
    }

    /// Sends a binary message.
    pub(crate) async fn send(&mut self, payload: &[u8]) -> io::Result<()> {
        self.write(BINARY, payload).await
    }

    /// Responds to a ping of the protocol.
    pub(crate) async fn pong(&mut self, payload: &[u8]) -> io::Result<()> {
        self.write(PONG, payload).await
    }

    /// Tells the peer that nothing follows.
    pub(crate) async fn close(&mut self) -> io::Result<()> {
        self.write(CLOSE, &1000_u16.to_be_bytes()).await
    }

    async fn write(&mut self, opcode: u8, payload: &[u8]) -> io::Result<()> {
        let mask = match self.role {
            Role::Client => Some(new_mask()?),
            #[cfg(feature = "mock")]
            Role::Server => None,
        };
        self.stream.write_all(&written(opcode, mask, payload)).await?;
        self.stream.flush().await
    }
}

/// Takes the next frame out of the input; `None` if it is not complete.
fn read_frame(input: &mut BytesMut, role: Role, max_size: usize) -> Result<Option<RawFrame>, Violation> {
    let [first, second, rest @ ..] = &**input else { return Ok(None) };
    let (first, second) = (*first, *second);
    let is_masked = second & 0x80 != 0;
    let opcode = first & 0x0f;
    if first & 0x70 != 0 || !matches!(opcode, CONTINUATION | TEXT | BINARY | CLOSE | PING | PONG) {
        return Err(Violation("an unknown kind of frame"));
    }
    if is_masked == (role == Role::Client) {
        return Err(Violation("a frame with or without a mask, against the rules"));
    }
    let (length, size_of_length) = match second & 0x7f {
        126 => match rest.first_chunk() {
            Some(bytes) => (u64::from(u16::from_be_bytes(*bytes)), 2),
            None => return Ok(None),
        },
        127 => match rest.first_chunk() {
            Some(bytes) => (u64::from_be_bytes(*bytes), 8),
            None => return Ok(None),
        },
        short => (u64::from(short), 0),
    };
    let is_final = first & 0x80 != 0;
    if opcode >= CLOSE && (!is_final || length > MAX_CONTROL) {
        return Err(Violation("a long or divided control frame"));
    }
    let length = usize::try_from(length).ok().filter(|length| *length <= max_size);
    let length = length.ok_or(Violation("a frame exceeds the maximum size"))?;
    let head = 2 + size_of_length;
    let size_of_mask = if is_masked { 4 } else { 0 };
    if input.len() < head + size_of_mask + length {
        return Ok(None);
    }
    input.advance(head);
    let mask = input.split_to(size_of_mask);
    let mut payload = input.split_to(length).to_vec();
    if let Ok(mask) = <[u8; 4]>::try_from(&*mask) {
        apply(mask, &mut payload);
    }
    Ok(Some(RawFrame { is_final, opcode, payload }))
}

/// Returns the bytes of a frame.
fn written(opcode: u8, mask: Option<[u8; 4]>, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(payload.len() + 14);
    out.push(0x80 | opcode);
    let mask_bit = if mask.is_some() { 0x80 } else { 0 };
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(length @ ..126), _) => out.push(mask_bit | length),
        (_, Ok(length)) => {
            out.push(mask_bit | 126);
            out.extend_from_slice(&length.to_be_bytes());
        }
        _ => {
            out.push(mask_bit | 127);
            out.extend_from_slice(&(payload.len() as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(mask.as_ref().map_or(&[], |mask| mask.as_slice()));
    let start = out.len();
    out.extend_from_slice(payload);
    if let (Some(mask), Some(payload)) = (mask, out.get_mut(start..)) {
        apply(mask, payload);
    }
    out
}

fn apply(mask: [u8; 4], payload: &mut [u8]) {
    for (byte, mask) in payload.iter_mut().zip(mask.iter().cycle()) {
        *byte ^= mask;
    }
}

/// Creates a mask. RFC 6455 requires it to be unpredictable.
fn new_mask() -> io::Result<[u8; 4]> {
    let mut mask = [0; 4];
    SystemRandom::new().fill(&mut mask).map_err(|_| io::Error::other("no random numbers"))?;
    Ok(mask)
}

impl From<Violation> for io::Error {
    fn from(violation: Violation) -> Self {
        Self::new(io::ErrorKind::InvalidData, violation)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Violation {}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: usize = 100_000;

    fn read(bytes: &[u8]) -> Result<Option<RawFrame>, Violation> {
        read_frame(&mut BytesMut::from(bytes), Role::Client, LIMIT)
    }

    /// The examples of RFC 6455, section 5.7.
    #[test]
    fn the_frames_of_the_rfc() {
        let frame = |is_final, opcode, payload: &[u8]| RawFrame { is_final, opcode, payload: payload.to_vec() };
        assert_eq!(read(b"\x81\x05Hello"), Ok(Some(frame(true, TEXT, b"Hello"))));
        assert_eq!(read(b"\x01\x03Hel"), Ok(Some(frame(false, TEXT, b"Hel"))));
        assert_eq!(read(b"\x80\x02lo"), Ok(Some(frame(true, CONTINUATION, b"lo"))));
        assert_eq!(read(b"\x89\x05Hello"), Ok(Some(frame(true, PING, b"Hello"))));
        let masked = [0x8a, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
        assert_eq!(written(PONG, Some([0x37, 0xfa, 0x21, 0x3d]), b"Hello"), masked);
        assert_eq!(written(BINARY, None, &[0; 256])[..4], [0x82, 0x7e, 0x01, 0x00]);
        assert_eq!(written(BINARY, None, &[0; 65536])[..10], [0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0]);
        for length in [0, 125, 126, 65535, 65536] {
            let payload = vec![7; length];
            assert_eq!(read(&written(BINARY, None, &payload)), Ok(Some(frame(true, BINARY, &payload))), "{length}");
        }
    }

    #[test]
    fn what_is_not_complete_waits_and_what_is_wrong_is_refused() {
        let whole = written(BINARY, None, &[1; 300]);
        for length in 0..whole.len() {
            assert_eq!(read(&whole[..length]), Ok(None), "{length}");
        }
        for wrong in [
            &b"\xc1\x00"[..],
            b"\x83\x00",
            b"\x82\x80\x00\x00\x00\x00",
            b"\x09\x00",
            b"\x89\x7e\x00\x7e",
            b"\x82\x7f\x00\x00\x00\x00\x00\x01\x86\xa1",
            b"\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff",
        ] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }

    async fn incoming(bytes: &[u8], max_size: usize) -> Vec<io::Result<Option<Incoming>>> {
        let (client, mut server) = tokio::io::duplex(1024);
        let mut socket = WebSocket::new(client, Role::Client, max_size);
        server.write_all(bytes).await.expect("written");
        drop(server);
        let mut all = Vec::new();
        loop {
            let next = socket.next().await;
            let is_last = !matches!(next, Ok(Some(_)));
            all.push(next);
            if is_last {
                return all;
            }
        }
    }

    #[tokio::test]
    async fn divided_messages_are_joined_and_bounded() {
        let divided = b"\x02\x02ab\x89\x01p\x00\x01c\x80\x01d\x81\x01t\x88\x00";
        let all: Vec<_> = incoming(divided, 4).await.into_iter().map(|next| next.ok().flatten()).collect();
        let expected = [
            Some(Incoming::Ping(b"p".to_vec())),
            Some(Incoming::Binary(b"abcd".to_vec())),
            Some(Incoming::Text),
            Some(Incoming::Close),
            None,
        ];
        assert_eq!(all, expected);
        for wrong in [&b"\x02\x02ab\x80\x03cde"[..], b"\x02\x01a\x82\x01b", b"\x80\x01a", b"\x82\x05abcde"] {
            assert!(incoming(wrong, 4).await.iter().any(Result::is_err), "{wrong:?}");
        }
    }
}
