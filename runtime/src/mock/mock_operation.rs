//! The rows of the server's table of operations.

use super::{related::Relations, shape::Shape};
use crate::operation::Operation;

/// An operation with its documented response.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct MockOperation {
    /// The operation.
    pub operation: &'static Operation,
    /// Complete response, including the envelope: `{"code": 0, "msg": "success", "data": {…}}`.
    pub sample: &'static str,
    /// The shape of the JSON body, which the server checks at every depth; see [`check_body`](super::check_body).
    pub body: Option<&'static Shape>,
    /// The ids and times in the request and the response; see [`Server::populate`](super::Server::populate).
    pub relations: Option<&'static Relations>,
}

impl MockOperation {
    /// Describes an operation by its row and its sample.
    #[must_use]
    pub const fn new(operation: &'static Operation, sample: &'static str) -> Self {
        Self { operation, sample, body: None, relations: None }
    }

    /// Sets the shape of the JSON body.
    #[must_use]
    pub const fn body(mut self, body: &'static Shape) -> Self {
        self.body = Some(body);
        self
    }

    /// Sets the ids and times in the request and the response.
    #[must_use]
    pub const fn relations(mut self, relations: &'static Relations) -> Self {
        self.relations = Some(relations);
        self
    }
}
