//! One operation of the server, as a test scripts it.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use bytes::Bytes;
use serde_json::Value;

use super::{
    Mocked,
    content::Content,
    counting::Counter,
    fault::{Fault, Faults},
};
use crate::operation::Operation;

/// One operation of a [`Server`](super::Server). Until it is told otherwise, it answers the documented sample.
#[derive(Clone, Copy)]
pub struct Endpoint<'a> {
    pub(super) state: &'a EndpointState,
}

/// An operation and its script.
#[derive(Debug)]
pub(super) struct EndpointState {
    pub(super) mocked: Mocked,
    pub(super) counter: Counter,
    script: Mutex<Script>,
}

#[derive(Debug)]
pub(super) struct Script {
    pub(super) content: Content,
    pub(super) faults: Faults,
}

impl EndpointState {
    /// `start` is that of the server.
    pub(super) fn new(mocked: &Mocked, start: Instant) -> Self {
        let script = Script { content: Content::sample(mocked), faults: Faults::default() };
        let counter = Counter::new(start, mocked.operation.windows);
        Self { mocked: *mocked, counter, script: Mutex::new(script) }
    }

    pub(super) fn operation(&self) -> &'static Operation {
        self.mocked.operation
    }

    pub(super) fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'a> Endpoint<'a> {
    pub(super) fn all(states: &'a [EndpointState]) -> impl Iterator<Item = Self> {
        states.iter().map(|state| Self { state })
    }

    pub(super) fn find(states: &'a [EndpointState], id: &str) -> Option<Self> {
        Self::all(states).find(|endpoint| endpoint.id() == id)
    }

    /// Its id, such as `hire.v1.interview.list`.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.state.operation().id
    }

    /// Whether it answers in pages.
    #[must_use]
    pub fn is_paged(&self) -> bool {
        self.state.operation().paging.is_some()
    }

    /// It holds so many items, made from the first one of the sample: each is a copy of it, with an `id` of its own where the item has one
    /// (`…001`, `…002`). They are served in pages of the size that the call asks for, and a page token that the operation did not give is refused.
    ///
    /// An operation without pages then answers HTTP 500 and says why.
    pub fn holds(self, items: usize) -> Self {
        self.change_pages(|pages| pages.copy_first(items))
    }

    /// It holds these items, served as [`holds`](Self::holds) does.
    pub fn items(self, items: impl IntoIterator<Item = Value>) -> Self {
        let items = items.into_iter().collect();
        self.change_pages(|pages| {
            pages.set_items(items);
            Ok(())
        })
    }

    /// It has these pages, whatever size is asked for; one of them may be empty.
    pub fn pages(self, pages: impl IntoIterator<Item = Vec<Value>>) -> Self {
        let given = pages.into_iter().collect();
        self.change_pages(|pages| {
            pages.set_pages(given);
            Ok(())
        })
    }

    /// Its last page says that there is more, with the token that leads to that page again: a client that trusts it never ends.
    pub fn repeats_token(self) -> Self {
        self.change_pages(|pages| {
            pages.repeat_token();
            Ok(())
        })
    }

    /// It answers this body, envelope and all, to every call that is in order. It need not be JSON.
    pub fn answers(self, body: impl Into<Bytes>) -> Self {
        self.state.script().content = Content::Body(body.into());
        self
    }

    /// It answers this data in an envelope to every call that is in order.
    pub fn answers_data(self, data: &Value) -> Self {
        self.state.script().content = Content::data(data);
        self
    }

    /// The next so many calls get this fault; after those that already stand in line. `usize::MAX` is for ever.
    ///
    /// A call gets its fault as soon as it is received, whatever it asks for.
    pub fn next(self, calls: usize, fault: Fault) -> Self {
        self.state.script().faults.push(calls, fault);
        self
    }

    fn change_pages(self, change: impl FnOnce(&mut super::paged::Pages) -> Result<(), String>) -> Self {
        self.state.script().content.change_pages(&self.state.mocked, change);
        self
    }
}

impl fmt::Debug for Endpoint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Endpoint").field(&self.id()).finish()
    }
}

/// There is no operation of this id in the server's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOperation {
    id: String,
    nearest: Option<&'static str>,
}

impl UnknownOperation {
    pub(super) fn new(id: &str, states: &[EndpointState]) -> Self {
        let shared = |known: &str| known.chars().zip(id.chars()).take_while(|(a, b)| a == b).count();
        let nearest = Endpoint::all(states).map(|endpoint| endpoint.id()).max_by_key(|known| shared(known));
        Self { id: id.to_owned(), nearest }
    }
}

impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the mock server has no operation `{}`", self.id)?;
        self.nearest.map_or(Ok(()), |nearest| write!(f, "; did you mean `{nearest}`?"))
    }
}

impl std::error::Error for UnknownOperation {}
