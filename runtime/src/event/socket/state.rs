//! The state of a long connection.

use std::time::Duration;

/// The state of a long connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SocketState {
    /// Another process holds the connection.
    StandingBy,
    /// A connection is being opened.
    Connecting,
    /// The connection is open.
    Connected,
    /// The last attempt failed, or the connection was lost. The next attempt follows after this pause.
    Waiting(Duration),
    /// The connection has ended with a final error and is not opened again.
    Closed,
}
