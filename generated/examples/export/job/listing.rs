//! Lists the interviews of the period that are not written yet, page by page.

use std::collections::HashSet;

use feishu_hire::{
    Client, Error, ErrorKind, Page, Pages, Result, Timestamp,
    model::{Interview, ListInterviewResponse},
};
use futures_util::{Stream, TryStreamExt, stream};

use super::{Period, line::key};

/// Maximum page size of the operation.
const PAGE_SIZE: i32 = 100;

/// Next step of the export.
pub(super) enum Step {
    Interview(Box<Interview>),
    /// All interviews of a page have been returned; `next` is the token of the next page.
    PageEnd {
        next: Option<String>,
    },
}

/// The interviews of the period without duplicates.
pub(super) struct Listing {
    client: Client,
    period: Period,
    pages: Pages<ListInterviewResponse>,
    /// Whether the next page is requested with a page token.
    has_token: bool,
    restarted: bool,
    /// Keys of the interviews that were written or returned.
    seen: HashSet<String>,
}

impl Listing {
    /// Creates a listing that starts at a page token or at the first page and skips the written interviews.
    pub(super) fn new(client: Client, period: Period, page_token: Option<&str>, written: HashSet<String>) -> Self {
        let pages = pages(&client, period, page_token);
        Self { client, period, pages, has_token: page_token.is_some(), restarted: false, seen: written }
    }

    /// Returns the steps of the export.
    pub(super) fn steps(self) -> impl Stream<Item = Result<Step>> {
        let pages = stream::try_unfold(self, |mut listing| async move {
            let page = listing.next_page().await?;
            Ok(page.map(|page| (listing.steps_of(page), listing)))
        });
        pages.map_ok(|steps| stream::iter(steps.into_iter().map(Ok))).try_flatten()
    }

    /// Fetches the next page. If the page token has expired, restarts at the first page, once; written interviews are skipped.
    async fn next_page(&mut self) -> Result<Option<ListInterviewResponse>> {
        match self.pages.try_next().await {
            Err(error) if self.has_token && !self.restarted && may_be_expired_token(&error) => {
                self.restarted = true;
                self.has_token = false;
                self.pages = pages(&self.client, self.period, None);
                self.pages.try_next().await
            }
            outcome => outcome,
        }
    }

    fn steps_of(&mut self, page: ListInterviewResponse) -> Vec<Step> {
        self.has_token = true;
        let next = page.next_page().filter(|_| page.has_more()).map(str::to_owned);
        let new = page.into_items().into_iter().filter(|interview| self.seen.insert(key(interview)));
        new.map(|interview| Step::Interview(Box::new(interview))).chain([Step::PageEnd { next }]).collect()
    }
}

fn pages(client: &Client, period: Period, page_token: Option<&str>) -> Pages<ListInterviewResponse> {
    client
        .v1()
        .interview()
        .list()
        .page_size(PAGE_SIZE)
        .start_time(Timestamp::from_millis(period.first))
        .end_time(Timestamp::from_millis(period.last))
        .page_token(page_token)
        .pages()
}

/// Whether the page token may have expired. The error code is not documented; any other error occurs again on the first page.
fn may_be_expired_token(error: &Error) -> bool {
    error.kind() == ErrorKind::Api && !error.is_rate_limited()
}
