//! The rows of the server's table of operations.

use super::related::Relations;
use crate::{FieldViolation, operation::Operation};

/// An operation with its documented response.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Mocked {
    /// The operation.
    pub operation: &'static Operation,
    /// Complete response, including the envelope: `{"code": 0, "msg": "success", "data": {…}}`.
    pub sample: &'static str,
    /// Validates a JSON body at every depth; see [`check_body`](fn@super::check_body).
    pub check_body: Option<CheckBody>,
    /// The ids and times in the request and the response; see [`Server::populate`](super::Server::populate).
    pub relations: Option<&'static Relations>,
}

/// Returns the violations in a JSON body.
pub type CheckBody = fn(&[u8]) -> Vec<FieldViolation>;

impl Mocked {
    /// Describes an operation by its row and its sample.
    #[must_use]
    pub const fn new(operation: &'static Operation, sample: &'static str) -> Self {
        Self { operation, sample, check_body: None, relations: None }
    }

    /// Sets the validation of JSON bodies.
    #[must_use]
    pub const fn check_body(mut self, check_body: CheckBody) -> Self {
        self.check_body = Some(check_body);
        self
    }

    /// Sets the ids and times in the request and the response.
    #[must_use]
    pub const fn relations(mut self, relations: &'static Relations) -> Self {
        self.relations = Some(relations);
        self
    }
}
