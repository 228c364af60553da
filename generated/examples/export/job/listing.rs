//! The interviews of the period that are not written yet, page by page.

use std::collections::HashSet;

use feishu_hire::{
    Client, Error, ErrorKind, Page, Pages, Result, Timestamp,
    model::{Interview, ListInterviewResponse},
};
use futures_util::{Stream, TryStreamExt, stream};

use super::{Period, line::key};

/// The most that Feishu gives.
const PAGE_SIZE: i32 = 100;

/// What there is to do next.
pub(super) enum Step {
    Interview(Box<Interview>),
    /// All of a page was given; where the next one is, if there is one.
    PageEnd {
        next: Option<String>,
    },
}

/// The interviews of the period, each once.
pub(super) struct Listing {
    client: Client,
    period: Period,
    pages: Pages<ListInterviewResponse>,
    /// Whether it is a page token that the next page is asked for with.
    has_token: bool,
    started_over: bool,
    /// Keys of the interviews that are written or were given.
    seen: HashSet<String>,
}

impl Listing {
    /// From the page of a token on, or from the first one, without those interviews that are written.
    pub(super) fn new(client: Client, period: Period, page_token: Option<&str>, written: HashSet<String>) -> Self {
        let pages = pages(&client, period, page_token);
        Self { client, period, pages, has_token: page_token.is_some(), started_over: false, seen: written }
    }

    /// All there is to do.
    pub(super) fn steps(self) -> impl Stream<Item = Result<Step>> {
        let pages = stream::try_unfold(self, |mut listing| async move {
            let page = listing.next_page().await?;
            Ok(page.map(|page| (listing.steps_of(page), listing)))
        });
        pages.map_ok(|steps| stream::iter(steps.into_iter().map(Ok))).try_flatten()
    }

    /// A page token may have ended since it was given. Then it is all read from the first page on, once; what is written is passed over.
    async fn next_page(&mut self) -> Result<Option<ListInterviewResponse>> {
        match self.pages.try_next().await {
            Err(error) if self.has_token && !self.started_over && may_mean_the_token(&error) => {
                self.started_over = true;
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

/// Feishu does not document with which code it refuses a page token. Should it have meant something else, it says so again to the first page.
fn may_mean_the_token(error: &Error) -> bool {
    error.kind() == ErrorKind::Api && !error.is_rate_limited()
}
