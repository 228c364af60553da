//! The synchronization without arguments and signals, so that tests can run it.

mod store;

use std::{error::Error, time::Duration};

use feishu_hire::{
    Client, ErrorKind, Page, Pages, Result, Timestamp,
    model::{ApplicationId, Interview, Talent, TalentQueryOption},
};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use store::{Row, Window};
pub(crate) use store::{Source, Store};

/// A run also reads the objects that were updated this long before the previous run, because clocks differ and updates may become visible late.
const OVERLAP: Duration = Duration::from_secs(600);

/// Number of applications whose details are fetched concurrently: the calls that the rate limit permits in one second.
const CONCURRENT_CALLS: usize = 10;

pub(crate) type Outcome<T> = std::result::Result<T, Box<dyn Error>>;

/// A run that copies all objects that have changed.
pub(crate) struct SyncRun {
    pub(crate) client: Client,
    pub(crate) store: Store,
    /// Start of the run.
    pub(crate) now: Timestamp,
    /// How far back interviews are read again.
    pub(crate) reread: Duration,
}

/// Result of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Complete,
    /// The run was stopped; the next run resumes it.
    Stopped,
}

impl SyncRun {
    /// Copies all changed objects, or stops early when `stop` is ready. `report` receives the number of copied objects after each page.
    ///
    /// The run may be dropped at any `await`: each page is saved in one transaction together with the token of the next page.
    pub(crate) async fn run(
        &mut self,
        stop: impl Future<Output = ()>,
        report: impl FnMut(Source, usize),
    ) -> Outcome<End> {
        tokio::select! {
            biased;
            () = stop => Ok(End::Stopped),
            copied = self.copy_all(report) => copied.map(|()| End::Complete),
        }
    }

    async fn copy_all(&mut self, mut report: impl FnMut(Source, usize)) -> Outcome<()> {
        let (client, reread) = (self.client.clone(), self.reread);
        // The window has no end. A talent that is updated during the run moves to the first page. If the window had an end, the talent would leave
        // the list, and the talents after it would move to pages that were already read.
        let talents = |window: Window| {
            let list = client.v1().talent().list().page_size(20).query_option(TalentQueryOption::IgnoreEmptyError);
            list.update_start_time(window.since(OVERLAP)).page_token(window.page_token).pages()
        };
        let of_talents = async |talents: Vec<Talent>| rows(&talents, |talent| talent.id.as_ref());
        self.copy(Source::Talents, talents, of_talents, &mut report).await?;
        let applications = |window: Window| {
            let list = client.v1().application().list().page_size(50);
            list.update_start_time(window.since(OVERLAP)).page_token(window.page_token).pages()
        };
        let of_applications = async |ids| details(&client, ids).await;
        self.copy(Source::Applications, applications, of_applications, &mut report).await?;
        let interviews = |window: Window| {
            let list = client.v1().interview().list().page_size(100);
            // The operation requires a start or an id, so the first run starts at the smallest time.
            let start = window.since(reread).unwrap_or(Timestamp::from_millis(1));
            list.start_time(start).page_token(window.page_token).pages()
        };
        let of_interviews = async |interviews: Vec<Interview>| rows(&interviews, |interview| interview.id.as_ref());
        self.copy(Source::Interviews, interviews, of_interviews, &mut report).await
    }

    async fn copy<P: Page>(
        &mut self,
        source: Source,
        list: impl Fn(Window) -> Pages<P>,
        rows: impl AsyncFn(Vec<P::Item>) -> Outcome<Vec<Row>>,
        report: &mut impl FnMut(Source, usize),
    ) -> Outcome<()> {
        loop {
            let window = self.store.begin(source, self.now)?;
            let resumed = window.page_token.is_some();
            match self.copy_pages(source, list(window), &rows, report).await {
                // Starts again at the first page. This happens once at most, because then no page token is stored.
                Err(error) if resumed && may_be_expired_token(&*error) => self.store.forget_page(source)?,
                outcome => return outcome,
            }
        }
    }

    async fn copy_pages<P: Page>(
        &mut self,
        source: Source,
        mut pages: Pages<P>,
        rows: &impl AsyncFn(Vec<P::Item>) -> Outcome<Vec<Row>>,
        report: &mut impl FnMut(Source, usize),
    ) -> Outcome<()> {
        let mut copied = 0;
        while let Some(page) = pages.try_next().await? {
            let next = page.next_page().filter(|_| page.has_more()).map(str::to_owned);
            let rows = rows(page.into_items()).await?;
            self.store.save(source, &rows, next)?;
            copied += rows.len();
            report(source, copied);
        }
        self.store.complete(source)
    }
}

/// Fetches the applications with these ids. Skips those that were deleted in the meantime.
async fn details(client: &Client, ids: Vec<ApplicationId>) -> Outcome<Vec<Row>> {
    let fetch = async |id: ApplicationId| -> Result<_> {
        match client.v1().application().get_detail(&id).send().await {
            Ok(response) => Ok(response.application_detail.map(|detail| (id, detail))),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    };
    let found: Vec<_> = stream::iter(ids).map(fetch).buffered(CONCURRENT_CALLS).try_collect().await?;
    found.iter().flatten().map(|(id, detail)| Row::new(id, detail)).collect()
}

/// Converts objects to rows. Fails for an object without an id, which cannot be stored. According to the documentation, every object has one.
fn rows<T: serde::Serialize, I: ToString>(items: &[T], id: impl Fn(&T) -> Option<&I>) -> Outcome<Vec<Row>> {
    items.iter().map(|item| Row::new(id(item).ok_or("the response contains an object without an id")?, item)).collect()
}

/// Whether the page token may have expired. The error code is not documented; any other error occurs again on the first page.
fn may_be_expired_token(error: &(dyn Error + 'static)) -> bool {
    let error = error.downcast_ref::<feishu_hire::Error>();
    error.is_some_and(|error| error.kind() == ErrorKind::Api && !error.is_retryable())
}
