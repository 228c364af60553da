//! Listings: the pages of a call, and their items.

use std::{
    collections::HashSet,
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::Stream;

use crate::{Call, Error, ErrorKind, Metadata, Response, Result, wire::Slot};

/// A response that is one page of several.
pub trait Page: Unpin + 'static {
    /// Type of the items.
    type Item: Send + Unpin;

    /// Returns the items of this page.
    fn into_items(self) -> Vec<Self::Item>;

    /// Returns the token of the next page, if there is one.
    fn next_page(&self) -> Option<&str>;

    /// Returns whether there are more pages, according to the server.
    fn has_more(&self) -> bool;
}

/// A call that fetches one page.
pub(crate) type Fetch<T> = Pin<Box<dyn Future<Output = Result<Fetched<T>>> + Send>>;

/// A page, and the state of the listing after it.
pub(crate) struct Fetched<T> {
    response: Response<T>,
    next: Next,
}

/// The state of a listing after a page.
pub(crate) enum Next {
    /// The page was the last one.
    End,
    /// The page with this token follows.
    Page(String),
    /// There are more items, but the page has no usable token.
    NoToken,
    /// The response contains no page at all.
    NoData,
}

impl Next {
    /// Returns the state after a page with these fields.
    pub(crate) fn of(has_more: bool, token: Option<&str>) -> Self {
        match token {
            _ if !has_more => Self::End,
            Some(token) if !token.is_empty() => Self::Page(token.to_owned()),
            _ => Self::NoToken,
        }
    }
}

impl<T> Fetched<T> {
    pub(crate) const fn new(response: Response<T>, next: Next) -> Self {
        Self { response, next }
    }
}

/// Fetches a page of an operation.
pub(crate) fn fetch<T: Page + Slot + Send>(call: Call) -> Fetch<T> {
    Box::pin(async move {
        let more = call.data.path(call.paging.unwrap_or_default().more);
        let Response { data, metadata } = call.send_with_metadata::<Option<T>>().await?;
        let next = match &data {
            None => Next::NoData,
            Some(_) if is_mismatch(&metadata, &more) => Next::NoToken,
            Some(page) => Next::of(page.has_more(), page.next_page()),
        };
        Ok(Fetched::new(Response { data: data.unwrap_or_else(T::vacant), metadata }, next))
    })
}

/// Whether the field at a path does not have its documented type.
fn is_mismatch(metadata: &Metadata, path: &str) -> bool {
    metadata.mismatches.iter().any(|mismatch| mismatch.path() == path)
}

impl Call {
    /// Returns the pages of a paged operation in order.
    pub fn pages<T: Page + Slot + Send>(self) -> Pages<T> {
        Pages::new(self, fetch)
    }

    /// Returns the items of all pages of a paged operation in order.
    pub fn items<T: Page + Slot + Send>(self) -> Items<T> {
        Items::new(self, fetch)
    }
}

/// The pages of a call in order. Implements [`Stream`]; [`try_next`](Self::try_next) returns the pages without a stream library.
///
/// The pages end after the last page or after an error. The last page is the one that reports no further pages. If the listing ends before it,
/// the pages read so far are followed by an [`ErrorKind::IncompleteListing`]. This happens if:
///
/// - a page reports further pages but has no page token, or one that was used before;
/// - the response for a page token contains no page.
///
/// To resume after an error, set [`Error::page_token`] as the page token of a new listing.
#[must_use = "pages are fetched only on demand"]
pub struct Pages<T> {
    call: Call,
    fetch: fn(Call) -> Fetch<T>,
    state: State<T>,
    /// The token of the last page that was read. Before the first page, the token at which the listing starts.
    page_token: Option<String>,
    /// Tokens of the pages that were requested.
    used: HashSet<String>,
    metadata: Option<Metadata>,
}

enum State<T> {
    /// The page with this token is next; without a token, the first page.
    Ready(Option<String>),
    /// The page with this token was requested.
    Fetching(Option<String>, Fetch<T>),
    /// The error is next.
    Failed(Error),
    Done,
}

impl<T> Pages<T> {
    pub(crate) fn new(call: Call, fetch: fn(Call) -> Fetch<T>) -> Self {
        let first = call.first_page().map(str::to_owned);
        let used = first.clone().into_iter().collect();
        Self { state: State::Ready(first.clone()), call, fetch, page_token: first, used, metadata: None }
    }

    /// Returns the next page; `None` after the last.
    ///
    /// The method is cancel-safe: if its future is dropped, the next call continues with the same request, and no page is lost.
    ///
    /// # Errors
    /// Returns the error of the call that fetches the page, or [`ErrorKind::IncompleteListing`]. After an error, the pages end.
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        poll_fn(|context| self.poll_page(context)).await.transpose()
    }

    /// Returns the metadata of the page that was returned last; `None` before the first.
    #[must_use]
    pub fn metadata(&self) -> Option<&Metadata> {
        self.metadata.as_ref()
    }

    /// Returns the token of the page that was returned last; `None` if that page has no token because it is the first one.
    ///
    /// A new listing with this page token starts with this page. Before the first page, the method returns the token that was set.
    #[must_use]
    pub fn page_token(&self) -> Option<&str> {
        self.page_token.as_deref()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Ready(token) => {
                    let call = self.call.at_page(token.as_deref());
                    self.state = State::Fetching(token, (self.fetch)(call));
                }
                State::Fetching(token, mut fetch) => {
                    let Poll::Ready(outcome) = fetch.as_mut().poll(context) else {
                        self.state = State::Fetching(token, fetch);
                        return Poll::Pending;
                    };
                    return Poll::Ready(Some(match outcome {
                        Ok(fetched) => self.accept(token, fetched),
                        Err(error) => Err(error.with_page_token(token)),
                    }));
                }
            }
        }
    }

    /// Returns the data of a page, and updates the state of the listing.
    fn accept(&mut self, token: Option<String>, fetched: Fetched<T>) -> Result<T> {
        let Fetched { response: Response { data, metadata }, next } = fetched;
        self.page_token = token;
        self.state = match next {
            Next::Page(next) if self.used.insert(next.clone()) => State::Ready(Some(next)),
            Next::Page(_) => State::Failed(self.incomplete("its page token was used before", &metadata)),
            Next::NoToken => State::Failed(self.incomplete("it has no valid page token", &metadata)),
            // Feishu leaves out the data if all its fields are absent. That is a valid first page, but not a valid page for a token.
            Next::NoData if self.page_token.is_some() => return Err(self.incomplete("it has no data", &metadata)),
            Next::NoData | Next::End => State::Done,
        };
        self.metadata = Some(metadata);
        Ok(data)
    }

    fn incomplete(&self, why: &str, metadata: &Metadata) -> Error {
        Error::new(
            ErrorKind::IncompleteListing,
            format!("the listing is incomplete: a page says there are more, but {why}"),
        )
        .with_metadata(metadata)
        .with_operation(self.call.operation())
        .with_page_token(self.page_token.clone())
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

/// The items of all pages of a call in order. Implements [`Stream`]; [`try_next`](Self::try_next) returns the items without a stream library.
///
/// The items end after the last page or after an error. As for [`Pages`], a listing that ends early returns the items read so far and then an
/// [`ErrorKind::IncompleteListing`]. To resume after an error, set [`Error::page_token`] as the page token of a new listing.
#[must_use = "items are fetched only on demand"]
pub struct Items<T: Page> {
    pages: Pages<T>,
    items: vec::IntoIter<T::Item>,
}

impl<T: Page> Items<T> {
    pub(crate) fn new(call: Call, fetch: fn(Call) -> Fetch<T>) -> Self {
        Self { pages: Pages::new(call, fetch), items: Vec::new().into_iter() }
    }

    /// Returns the next item; `None` after the last.
    ///
    /// The method is cancel-safe: if its future is dropped, the next call continues with the same request, and no item is lost.
    ///
    /// # Errors
    /// Returns the error of the call that fetches a page, or [`ErrorKind::IncompleteListing`]. After an error, the items end.
    pub async fn try_next(&mut self) -> Result<Option<T::Item>> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// Returns the metadata of the page of the last item; `None` before the first page.
    #[must_use]
    pub fn metadata(&self) -> Option<&Metadata> {
        self.pages.metadata()
    }

    /// Returns the token of the page whose items are being returned; `None` if that page has no token because it is the first one.
    ///
    /// A new listing with this page token starts with the first item of this page. Before the first page, the method returns the token that was set.
    #[must_use]
    pub fn page_token(&self) -> Option<&str> {
        self.pages.page_token()
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
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &self.call.operation().id).finish_non_exhaustive()
    }
}

impl<T: Page> fmt::Debug for Items<T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("operation", &self.pages.call.operation().id).finish_non_exhaustive()
    }
}
