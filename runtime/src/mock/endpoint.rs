//! An operation of the server, and the responses and faults that a test has configured for it (its script).

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use bytes::Bytes;
use serde_json::Value;

use super::{
    MockOperation, ReceivedRequest,
    closure::ResponseClosure,
    content::Content,
    fault::{Fault, Faults},
    rate_limits::Counter,
    traffic::Traffic,
};
use crate::operation::{Operation, Window};

/// An operation of a [`Server`](super::Server). Default response: the documented sample.
#[derive(Clone, Copy)]
pub struct Endpoint<'a> {
    pub(super) state: &'a EndpointState,
}

/// An operation and its script.
#[derive(Debug)]
pub(super) struct EndpointState {
    pub(super) mocked: MockOperation,
    pub(super) counter: Counter,
    pub(super) traffic: Traffic,
    script: Mutex<Script>,
}

#[derive(Debug)]
pub(super) struct Script {
    pub(super) content: Content,
    pub(super) faults: Faults,
}

impl EndpointState {
    /// Creates the state of an operation. `start` is the start time of the server.
    pub(super) fn new(mocked: &MockOperation, start: Instant) -> Self {
        let script = Script { content: Content::sample(mocked), faults: Faults::default() };
        let counter = Counter::new(start, mocked.operation.windows);
        Self { mocked: *mocked, counter, traffic: Traffic::default(), script: Mutex::new(script) }
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

    /// Returns the operation id, such as `hire.v1.interview.list`.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.state.operation().id
    }

    /// Returns whether the operation is paged.
    #[must_use]
    pub fn is_paged(&self) -> bool {
        self.state.operation().paging.is_some()
    }

    /// Sets the number of items. Each item is a copy of the first item of the sample. If that item has an `id`, every copy has a unique id
    /// (`…001`, `…002`). The items are returned in pages of the requested size. An unknown page token is rejected.
    ///
    /// If the operation is not paged, it responds with HTTP 500 and an explanation.
    pub fn set_item_count(self, items: usize) -> Self {
        self.change_pages(|pages| pages.copy_first(items))
    }

    /// Sets the items, which are returned in pages of the requested size, as for [`set_item_count`](Self::set_item_count).
    pub fn set_items(self, items: impl IntoIterator<Item = Value>) -> Self {
        let items = items.into_iter().collect();
        self.change_pages(|pages| {
            pages.set_items(items);
            Ok(())
        })
    }

    /// Sets the items of each page. The requested page size is ignored. Pages may be empty.
    pub fn set_pages(self, pages: impl IntoIterator<Item = Vec<Value>>) -> Self {
        let new = pages.into_iter().collect();
        self.change_pages(|pages| {
            pages.set_pages(new);
            Ok(())
        })
    }

    /// Makes the last page refer to itself as the next page. A client that follows it never terminates.
    pub fn repeat_page_token(self) -> Self {
        self.change_pages(|pages| {
            pages.repeat_token();
            Ok(())
        })
    }

    /// Sets the complete body of successful responses, including the envelope. The body does not have to be JSON.
    pub fn respond_with_body(self, body: impl Into<Bytes>) -> Self {
        self.state.script().content = Content::Body(body.into());
        self
    }

    /// Sets the data of successful responses. The envelope is added.
    pub fn respond_with_data(self, data: &Value) -> Self {
        self.state.script().content = Content::data(data, self.state.operation().data);
        self
    }

    /// Computes the data of each response from the request. The envelope is added. If the closure returns `Err`, the response is that fault, such as
    /// a Feishu error.
    ///
    /// The closure is called for requests with a valid token and valid parameters. It must not block.
    ///
    /// # Examples
    ///
    /// ```
    /// # use feishu_runtime::mock::{Fault, Server};
    /// # fn example(server: &Server) -> Result<(), Box<dyn std::error::Error>> {
    /// server.on("hire.v1.interview_record.get")?.respond_with(|request| match request.path.rsplit('/').next() {
    ///     Some("7") => Ok(serde_json::json!({ "interview_record": { "id": "7" } })),
    ///     _ => Err(Fault::api(404, 1002002, "there is only the record 7")),
    /// });
    /// # Ok(())
    /// # }
    /// ```
    pub fn respond_with(
        self,
        compute: impl Fn(&ReceivedRequest) -> Result<Value, Fault> + Send + Sync + 'static,
    ) -> Self {
        self.state.script().content = Content::Computed(ResponseClosure::new(compute));
        self
    }

    /// Queues this number of calls without a fault, after the faults that are already queued. For example,
    /// `pass(4).inject_fault(1, fault)` affects only the fifth call.
    pub fn pass(self, calls: usize) -> Self {
        self.state.script().faults.pass(calls);
        self
    }

    /// Waits until the server has received this number of requests for the operation since its start.
    ///
    /// There is no timeout: add one in the test, so that the test fails if fewer requests arrive.
    pub async fn wait_for_requests(self, requests: usize) {
        self.state.traffic.wait_for(requests).await;
    }

    /// Returns the largest number of requests for the operation that were in flight at the same time: received, but not yet responded to.
    /// [`Fault::delay`] keeps requests in flight.
    #[must_use]
    pub fn max_in_flight(&self) -> usize {
        self.state.traffic.max_in_flight()
    }

    /// Queues a fault for this number of calls, after the faults that are already queued. `usize::MAX` means all following calls.
    ///
    /// The fault applies to the next calls that are received, regardless of their parameters.
    pub fn inject_fault(self, calls: usize, fault: Fault) -> Self {
        self.state.script().faults.push(calls, fault);
        self
    }

    /// Replaces the documented rate limits and restarts the count. An empty list removes all limits.
    ///
    /// Limits are not enforced before [`Server::enforce_rate_limits`](super::Server::enforce_rate_limits) is called.
    pub fn set_windows(self, windows: impl IntoIterator<Item = Window>) -> Self {
        self.state.counter.set_windows(windows);
        self
    }

    /// Sets the HTTP status of calls that exceed a limit. Default: 429. Some older APIs of Feishu respond with 400.
    pub fn set_rate_limit_status(self, status: u16) -> Self {
        self.state.counter.set_status(status);
        self
    }

    /// Returns the number of accepted calls: those with a valid token that did not exceed a limit. Limits only apply after
    /// [`Server::enforce_rate_limits`](super::Server::enforce_rate_limits).
    ///
    /// A call whose response was replaced by a fault is not accepted.
    #[must_use]
    pub fn accepted_calls(&self) -> usize {
        self.state.counter.accepted()
    }

    /// Returns the number of calls that were rejected because of a rate limit.
    #[must_use]
    pub fn rate_limited_calls(&self) -> usize {
        self.state.counter.rejected()
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

/// The error of an operation id that the server does not know.
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
