//! Successful responses of an operation.

use bytes::Bytes;
use serde_json::{Value, json};

use super::{Mocked, check::Violation, given::Given, paged::Pages, reply::Reply};

/// The response content of an operation.
#[derive(Debug)]
pub(super) enum Content {
    /// A fixed body: the documented sample, or the body set by a test.
    Body(Bytes),
    /// Paged items.
    Pages(Pages),
    /// The test configured something impossible.
    Misused(String),
}

impl Content {
    /// Returns the documented sample, byte for byte.
    pub(super) fn sample(mocked: &Mocked) -> Self {
        Self::Body(Bytes::from_static(mocked.sample.as_bytes()))
    }

    /// Returns data in an envelope.
    pub(super) fn data(data: &Value) -> Self {
        Self::Body(json!({ "code": 0, "msg": "success", "data": data }).to_string().into())
    }

    /// Changes the pages. Default: pages with the items of the sample.
    pub(super) fn change_pages(&mut self, mocked: &Mocked, change: impl FnOnce(&mut Pages) -> Result<(), String>) {
        let pages = match std::mem::replace(self, Self::Misused(String::new())) {
            Self::Pages(pages) => Ok(pages),
            Self::Body(_) | Self::Misused(_) => Pages::of_sample(mocked),
        };
        let changed = pages.and_then(|mut pages| change(&mut pages).map(|()| pages));
        *self = changed.map_or_else(Self::Misused, Self::Pages);
    }

    /// Returns the response to a request with valid parameters.
    ///
    /// # Errors
    /// Returns an error for an invalid page token.
    pub(super) fn respond(&mut self, given: &Given) -> Result<Reply, Violation> {
        Ok(match self {
            Self::Body(body) => Reply::json(200, body.clone()),
            Self::Pages(pages) => Reply::json(200, pages.page(given)?),
            Self::Misused(why) => Reply::misused(why),
        })
    }
}
