//! Events by long connection: a WebSocket that this process opens, so that no public URL is needed.
//!
//! Layers, from the bottom: `websocket` (RFC 6455), `handshake`, `frame` (Feishu's messages), `parts` (messages of several frames), `connection`
//! (one connection), `session` (reconnection), `stream` (what users see).

mod connection;
mod delivery;
mod endpoint;
mod error;
mod frame;
mod handshake;
mod pace;
mod parts;
mod session;
mod state;
mod stream;
mod websocket;

pub use delivery::{AckError, Delivery};
pub use error::{SocketError, SocketErrorKind};
pub use state::SocketState;
pub use stream::{AckPolicy, EventStream, EventStreamBuilder};

#[cfg(feature = "mock")]
pub(crate) use {
    frame::Frame,
    handshake::accept_key,
    websocket::{Incoming, WebSocket},
};
