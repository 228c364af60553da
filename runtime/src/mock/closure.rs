//! Responses that a closure of the test computes from the request.

use std::{fmt, sync::Arc};

use serde_json::Value;

use super::{Received, fault::Fault, reply::Reply};

/// A closure that computes the data of a response, or a fault.
#[derive(Clone)]
pub(super) struct ResponseClosure(Arc<Compute>);

type Compute = dyn Fn(&Received) -> Result<Value, Fault> + Send + Sync;

impl ResponseClosure {
    pub(super) fn new(compute: impl Fn(&Received) -> Result<Value, Fault> + Send + Sync + 'static) -> Self {
        Self(Arc::new(compute))
    }

    pub(super) fn reply(&self, received: &Received) -> Result<Reply, Fault> {
        (self.0)(received).map(|data| Reply::json(200, Reply::envelope(&data)))
    }
}

impl fmt::Debug for ResponseClosure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseClosure")
    }
}
