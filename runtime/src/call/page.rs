//! Following pages.

use std::{
    collections::HashSet,
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::Stream;

use crate::{Call, Metadata, Response, Result, wire::Slot};

/// An answer that is one page of several.
pub trait Page: Unpin + 'static {
    /// What the pages hold.
    type Item: Send + Unpin;

    /// The items of this page.
    fn into_items(self) -> Vec<Self::Item>;

    /// Where to go on, if anywhere.
    fn next_page(&self) -> Option<&str>;

    /// Whether the server says that there is more.
    fn has_more(&self) -> bool;
}

/// Sends the call for one page.
pub(crate) type Fetch<T> = Pin<Box<dyn Future<Output = Result<Fetched<T>>> + Send>>;

/// A page, and the token of the page after it; `None` if the response says that there is no more.
pub(crate) struct Fetched<T> {
    response: Response<T>,
    next: Option<String>,
}

impl<T> Fetched<T> {
    pub(crate) const fn new(response: Response<T>, next: Option<String>) -> Self {
        Self { response, next }
    }
}

impl<T: Page> Fetched<T> {
    pub(crate) fn of_page(response: Response<T>) -> Self {
        let next = response.data.next_page().filter(|_| response.data.has_more()).map(str::to_owned);
        Self { response, next }
    }
}

/// Fetches a page of an operation.
pub(crate) fn fetch<T: Page + Slot>(call: Call) -> Fetch<T> {
    Box::pin(async move { call.send_with_metadata().await.map(Fetched::of_page) })
}

/// The pages of a call, one after the other: a [`Stream`] of `Result<T>`, and [`try_next`](Self::try_next) for those who need no stream.
///
/// It ends when the server says so, when there is no token to go on with, or when a token comes a second time; and after an error.
#[must_use = "pages are fetched when they are asked for"]
pub struct Pages<T> {
    call: Call,
    fetch: fn(Call) -> Fetch<T>,
    state: State<T>,
    /// Tokens that were followed.
    seen: HashSet<String>,
    metadata: Option<Metadata>,
}

enum State<T> {
    /// The next page is this call.
    Ready(Box<Call>),
    Fetching(Fetch<T>),
    Done,
}

impl<T> Pages<T> {
    pub(crate) fn new(call: Call, fetch: fn(Call) -> Fetch<T>) -> Self {
        let seen = call.first_page().map(str::to_owned).into_iter().collect();
        Self { state: State::Ready(Box::new(call.clone())), call, fetch, seen, metadata: None }
    }

    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// When the page cannot be had; the pages then end.
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        poll_fn(|context| self.poll_page(context)).await.transpose()
    }

    /// What came beside the data of the page that came last; `None` before the first.
    #[must_use]
    pub fn metadata(&self) -> Option<&Metadata> {
        self.metadata.as_ref()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            match &mut self.state {
                State::Done => return Poll::Ready(None),
                State::Ready(call) => self.state = State::Fetching((self.fetch)(Call::clone(call))),
                State::Fetching(fetch) => {
                    let outcome = ready!(fetch.as_mut().poll(context));
                    self.state = State::Done;
                    return Poll::Ready(Some(outcome.map(|Fetched { response, next }| {
                        self.metadata = Some(response.metadata);
                        self.state = self.after(next);
                        response.data
                    })));
                }
            }
        }
    }

    fn after(&mut self, next: Option<String>) -> State<T> {
        match next {
            Some(token) if !token.is_empty() && self.seen.insert(token.clone()) => {
                State::Ready(Box::new(self.call.at_page(&token)))
            }
            _ => State::Done,
        }
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

/// The items of a call, following its pages: a [`Stream`] of `Result<T::Item>`, and [`try_next`](Self::try_next) for those who need no stream.
#[must_use = "items are fetched when they are asked for"]
pub struct Items<T: Page> {
    pages: Pages<T>,
    items: vec::IntoIter<T::Item>,
}

impl<T: Page> Items<T> {
    pub(crate) fn new(call: Call, fetch: fn(Call) -> Fetch<T>) -> Self {
        Self { pages: Pages::new(call, fetch), items: Vec::new().into_iter() }
    }

    /// The next item; `None` after the last.
    ///
    /// # Errors
    /// When a page cannot be had; the items then end.
    pub async fn try_next(&mut self) -> Result<Option<T::Item>> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// What came beside the data of the page that the last item was on; `None` before the first.
    #[must_use]
    pub fn metadata(&self) -> Option<&Metadata> {
        self.pages.metadata()
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T::Item>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                None => return Poll::Ready(None),
                Some(Ok(page)) => self.items = page.into_items().into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

impl<T: Page> Stream for Items<T> {
    type Item = Result<T::Item>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &self.call.operation().id).finish_non_exhaustive()
    }
}

impl<T: Page> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("operation", &self.pages.call.operation().id).finish_non_exhaustive()
    }
}
