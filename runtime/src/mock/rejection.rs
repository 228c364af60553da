//! Why an operation does not execute a request.

use super::check::Violation;

/// The reason.
#[derive(Debug)]
pub(super) enum Rejection {
    /// A parameter is invalid.
    Parameter(Violation),
    /// No object has the id, or none is related to all ids of the request. The type of the id.
    Unknown(&'static str),
}

impl From<Violation> for Rejection {
    fn from(violation: Violation) -> Self {
        Self::Parameter(violation)
    }
}

/// A rate limit is reached.
#[derive(Debug)]
pub(super) struct Refusal {
    /// HTTP status.
    pub(super) status: u16,
    /// Limit of the window.
    pub(super) limit: u32,
    /// Seconds until the window has capacity again, at least 1.
    pub(super) reset: u128,
}
