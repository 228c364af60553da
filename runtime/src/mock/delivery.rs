//! The delivery of a response: length, pace and early end.

use std::{fmt, time::Duration};

/// The delivery of a response.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Delivery {
    pub(super) disconnect: Disconnect,
    /// The `Content-Length`. Default: the length of the body.
    pub(super) announced: Option<usize>,
    pub(super) drip: Option<Drip>,
}

/// The time at which the connection is closed early.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Disconnect {
    /// Never.
    #[default]
    Never,
    /// Before the first byte of the response.
    BeforeResponse,
    /// After this number of bytes of the body. The `Content-Length` states the full length.
    InBody(usize),
}

/// A body sent in small chunks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drip {
    /// Bytes per chunk, at least 1.
    pub(super) bytes: usize,
    /// Pause between chunks.
    pub(super) every: Duration,
}

/// Error that makes hyper close the connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Disconnected;

impl fmt::Display for Disconnected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is closed early")
    }
}

impl std::error::Error for Disconnected {}
