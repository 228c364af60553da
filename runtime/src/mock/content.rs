//! What an operation answers when nothing goes wrong.

use bytes::Bytes;
use serde_json::{Value, json};

use super::{Mocked, check::Violation, given::Given, paged::Pages, reply::Reply};

/// What an operation answers.
#[derive(Debug)]
pub(super) enum Content {
    /// The same whatever is asked: the documented sample, or what a test gave.
    Body(Bytes),
    /// Items in pages.
    Pages(Pages),
    /// The test asked for what cannot be.
    Misused(String),
}

impl Content {
    /// The documented sample, byte for byte.
    pub(super) fn sample(mocked: &Mocked) -> Self {
        Self::Body(Bytes::from_static(mocked.sample.as_bytes()))
    }

    /// Data in an envelope.
    pub(super) fn data(data: &Value) -> Self {
        Self::Body(json!({ "code": 0, "msg": "success", "data": data }).to_string().into())
    }

    /// Changes the pages; if there are none yet, those that hold the items of the sample.
    pub(super) fn change_pages(&mut self, mocked: &Mocked, change: impl FnOnce(&mut Pages) -> Result<(), String>) {
        let pages = match std::mem::replace(self, Self::Misused(String::new())) {
            Self::Pages(pages) => Ok(pages),
            Self::Body(_) | Self::Misused(_) => Pages::of_sample(mocked),
        };
        let changed = pages.and_then(|mut pages| change(&mut pages).map(|()| pages));
        *self = changed.map_or_else(Self::Misused, Self::Pages);
    }

    /// The answer to a request whose parameters are in order.
    ///
    /// # Errors
    /// For a page that there is not.
    pub(super) fn answer(&mut self, given: &Given) -> Result<Reply, Violation> {
        Ok(match self {
            Self::Body(body) => Reply::json(200, body.clone()),
            Self::Pages(pages) => Reply::json(200, pages.page(given)?),
            Self::Misused(why) => Reply::misused(why),
        })
    }
}
