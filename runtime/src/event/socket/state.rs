//! What a long connection is doing.

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
    /// There will be no other attempt, because of a final error.
    Closed,
}
