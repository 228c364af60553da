//! The rows of the table of operations of the server.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{body_schema::BodySchema, envelope, link, related::Relations, remove::remove_field};
use crate::operation::Operation;

/// An operation with its documented response.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct MockOperation {
    /// The operation.
    pub operation: &'static Operation,
    /// Complete response, including the envelope: `{"code": 0, "msg": "success", "data": {…}}`.
    pub sample: &'static str,
    /// Paths of the values in the data whose type differs from the documentation. The server does not send them.
    pub wrong_type: &'static [&'static str],
    /// The schema of the JSON body, which the server validates at every depth; see [`check_body`](super::check_body).
    pub body: Option<&'static BodySchema>,
    /// The ids and times in the request and the response; see [`Server::populate`](super::Server::populate).
    pub relations: Option<&'static Relations>,
}

impl MockOperation {
    /// Describes an operation by its row and its sample.
    #[must_use]
    pub const fn new(operation: &'static Operation, sample: &'static str) -> Self {
        Self { operation, sample, wrong_type: &[], body: None, relations: None }
    }

    /// Sets the paths of the values whose type differs from the documentation.
    #[must_use]
    pub const fn wrong_type(mut self, paths: &'static [&'static str]) -> Self {
        self.wrong_type = paths;
        self
    }

    /// Sets the schema of the JSON body.
    #[must_use]
    pub const fn body(mut self, body: &'static BodySchema) -> Self {
        self.body = Some(body);
        self
    }

    /// Sets the ids and times in the request and the response.
    #[must_use]
    pub const fn relations(mut self, relations: &'static Relations) -> Self {
        self.relations = Some(relations);
        self
    }

    /// Returns the sample as the server sends it: without the values whose type differs from the documentation, and with links to this server
    /// instead of the internet.
    pub(super) fn response(&self) -> Cow<'static, str> {
        let text = link::localize(self.sample);
        if self.wrong_type.is_empty() {
            return text;
        }
        let Ok(mut response) = serde_json::from_str::<Map<String, Value>>(&text) else { return text };
        if let Some(data) = envelope::data_mut(&mut response, self.operation.data) {
            self.wrong_type.iter().for_each(|path| remove_field(data, path));
        }
        Cow::Owned(Value::from(response).to_string())
    }
}
