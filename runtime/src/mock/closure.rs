//! Responses that a closure of the test computes from the request.

use std::{fmt, sync::Arc};

use serde_json::Value;

use super::{ReceivedRequest, envelope, fault::Fault, reply::Reply};
use crate::operation::DataLocation;

/// A closure that computes the data of a response, or a fault.
#[derive(Clone)]
pub(super) struct ResponseClosure(Arc<Compute>);

type Compute = dyn Fn(&ReceivedRequest) -> Result<Value, Fault> + Send + Sync;

impl ResponseClosure {
    pub(super) fn new(compute: impl Fn(&ReceivedRequest) -> Result<Value, Fault> + Send + Sync + 'static) -> Self {
        Self(Arc::new(compute))
    }

    /// Returns the response, with the data at this location.
    pub(super) fn reply(&self, received: &ReceivedRequest, location: DataLocation) -> Result<Reply, Fault> {
        (self.0)(received).map(|data| match envelope::wrap(&data, location) {
            Ok(body) => Reply::json(200, body),
            Err(why) => Reply::misconfigured(why),
        })
    }
}

impl fmt::Debug for ResponseClosure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseClosure")
    }
}
