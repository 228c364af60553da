//! The content of the successful responses of an operation.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::Value;

use super::{
    MockOperation, closure::ResponseClosure, envelope, paged::Pages, parameters::RequestParameters,
    rejection::Rejection, related::RelatedContent, reply::Reply,
};
use crate::operation::DataLocation;

/// The content of the successful responses of an operation.
#[derive(Debug)]
pub(super) enum Content {
    /// The documented sample. If it refers to a next page, that page is empty and is the last one.
    Sample { body: Bytes, next: Option<NextPage> },
    /// The body set by a test.
    Body(Bytes),
    /// Paged items.
    Pages(Pages),
    /// Responses that a closure of the test computes.
    Computed(ResponseClosure),
    /// Objects of a populated server, selected by the ids and filters of the request.
    Related(RelatedContent),
    /// An invalid configuration by the test, with an explanation.
    Misconfigured(String),
}

/// The page to which a documented sample refers.
#[derive(Debug)]
pub(super) struct NextPage {
    /// Name of the parameter with the page token.
    parameter: &'static str,
    token: String,
    body: Bytes,
}

impl Content {
    /// Returns the documented sample.
    pub(super) fn sample(mocked: &MockOperation) -> Self {
        let body = match mocked.response() {
            Cow::Borrowed(text) => Bytes::from_static(text.as_bytes()),
            Cow::Owned(text) => text.into(),
        };
        Self::Sample { body, next: NextPage::of_sample(mocked) }
    }

    /// Returns data with an envelope.
    pub(super) fn data(data: &Value, location: DataLocation) -> Self {
        match envelope::wrap(data, location) {
            Ok(body) => Self::Body(body.into()),
            Err(why) => Self::Misconfigured(why.to_owned()),
        }
    }

    /// Changes the pages. If there are none yet, starts with the items of the sample.
    pub(super) fn change_pages(
        &mut self,
        mocked: &MockOperation,
        change: impl FnOnce(&mut Pages) -> Result<(), String>,
    ) {
        let pages = match std::mem::replace(self, Self::Misconfigured(String::new())) {
            Self::Pages(pages) => Ok(pages),
            Self::Sample { .. } | Self::Body(_) | Self::Computed(_) | Self::Related(_) | Self::Misconfigured(_) => {
                Pages::of_sample(mocked)
            }
        };
        let changed = pages.and_then(|mut pages| change(&mut pages).map(|()| pages));
        *self = changed.map_or_else(Self::Misconfigured, Self::Pages);
    }

    /// Returns the closure of the test. Do not call it while holding the lock of the script.
    pub(super) fn computed(&self) -> Option<ResponseClosure> {
        if let Self::Computed(closure) = self { Some(closure.clone()) } else { None }
    }

    /// Returns the response to a request with valid parameters.
    ///
    /// # Errors
    /// Returns an error for an invalid page token and for an unknown id.
    pub(super) fn respond(&mut self, request: &RequestParameters) -> Result<Reply, Rejection> {
        Ok(match self {
            Self::Sample { next: Some(next), .. } if next.is_requested(request) => Reply::json(200, next.body.clone()),
            Self::Sample { body, .. } | Self::Body(body) => Reply::json(200, body.clone()),
            Self::Pages(pages) => Reply::json(200, pages.page(request)?),
            Self::Related(related) => Reply::json(200, related.body(request)?),
            Self::Computed(_) => Reply::misconfigured("the response is computed"),
            Self::Misconfigured(why) => Reply::misconfigured(why),
        })
    }
}

impl NextPage {
    fn of_sample(mocked: &MockOperation) -> Option<Self> {
        let paging = mocked.operation.paging?;
        let mut sample = serde_json::from_str(&mocked.response()).ok()?;
        let token = envelope::data_mut(&mut sample, mocked.operation.data)?.get(paging.next)?.as_str()?.to_owned();
        let mut pages = Pages::of_sample(mocked).ok()?;
        pages.set_items(Vec::new());
        Some(Self { parameter: paging.token, token, body: pages.first_page() })
    }

    fn is_requested(&self, request: &RequestParameters) -> bool {
        request.get(self.parameter).is_some_and(|token| token.text() == self.token)
    }
}
