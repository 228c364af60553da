//! How the bytes of an answer leave the server: all of them at once, or as a fault says.

use std::{fmt, time::Duration};

/// How an answer is sent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Delivery {
    pub(super) cut: Cut,
    /// The `Content-Length`; without one, the length of the body.
    pub(super) announced: Option<usize>,
    pub(super) drip: Option<Drip>,
}

/// Where the connection is cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Cut {
    /// Nowhere.
    #[default]
    Never,
    /// Before the first byte of the answer.
    BeforeAnswer,
    /// After so many bytes of the body; its whole length was announced before.
    InBody(usize),
}

/// A body that comes in small pieces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drip {
    /// Bytes of a piece, at least one.
    pub(super) bytes: usize,
    /// The pause before the next piece.
    pub(super) every: Duration,
}

/// What tells hyper to close the connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct CutConnection;

impl fmt::Display for CutConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is cut")
    }
}

impl std::error::Error for CutConnection {}
