//! Reasons why an operation does not execute a request.

use super::check::Violation;

/// The reason why the parameters of a request are rejected.
#[derive(Debug)]
pub(super) enum Rejection {
    /// A parameter is invalid.
    Parameter(Violation),
    /// No object has the id, or no object is related to all ids of the request. Contains the type of the id.
    UnknownId(&'static str),
}

impl From<Violation> for Rejection {
    fn from(violation: Violation) -> Self {
        Self::Parameter(violation)
    }
}

/// The error of a call that exceeds a rate limit.
#[derive(Debug)]
pub(super) struct RateLimited {
    /// HTTP status.
    pub(super) status: u16,
    /// Limit of the window.
    pub(super) limit: u32,
    /// Seconds until the window has capacity again, at least 1.
    pub(super) reset: u128,
}
