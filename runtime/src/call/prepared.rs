//! A call that is ready to be sent.

use super::CallOptions;
use crate::{operation::Operation, transport::http::Body};

/// A call that passed every check.
pub(crate) struct Prepared {
    pub(crate) operation: &'static Operation,
    pub(crate) url: String,
    pub(crate) body: Body,
    pub(crate) options: CallOptions,
    pub(crate) idempotent: bool,
}
