//! The export itself. Arguments, progress bar and signals are elsewhere, so that the project's tests drive it too.
//!
//! What makes it resumable: lines are only ever added, the file itself tells which interviews it holds, and beside it is kept which page is
//! being worked on. So whenever it is stopped, nothing is lost, and nothing is written twice.

mod checkpoint;
mod line;
mod listing;
mod output;

use std::{error::Error, path::PathBuf, pin::pin};

use feishu_hire::Client;
use futures_util::TryStreamExt;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use checkpoint::Checkpoint;
use line::{Line, line};
use listing::{Listing, Step};
use output::Output;

/// Interviews that are worked on at once: enough for the next page to be there before the records of this one are.
const INTERVIEWS_AHEAD: usize = 100;

/// Calls for records at once: those of this second and those of the next. The time of a call runs while it waits for its place within the
/// rate limit, so it would be no use to let thousands wait.
const CALLS_AT_ONCE: usize = 40;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// What to export, in whose name, and where to.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) client: Client,
    /// The app id. Another app has other ids for the same people, so one export is one app's.
    pub(crate) app: String,
    pub(crate) period: Period,
    pub(crate) out: PathBuf,
}

/// When the interviews begin, both ends included, in milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Period {
    pub(crate) first: i64,
    pub(crate) last: i64,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Progress {
    /// Interviews that were in the file when this run began.
    pub(crate) kept: u64,
    /// Interviews that this run wrote.
    pub(crate) interviews: u64,
    /// Records that this run wrote.
    pub(crate) records: u64,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The file is whole.
    Whole,
    /// It was told to stop; the same job goes on from there.
    Stopped,
}

/// A step that is done.
enum Done {
    Line(Line),
    PageEnd { next: Option<String> },
}

impl Job {
    /// Exports until all is done or `stop` is; after an error or a stop, the same job goes on where this one was.
    pub(crate) async fn run(&self, stop: impl Future<Output = ()>, mut told: impl FnMut(Progress)) -> Outcome<End> {
        let mut checkpoint = Checkpoint::open(&self.out, &self.app, self.period)?;
        let (mut output, written) = Output::open(&self.out, checkpoint.bytes())?;
        let mut progress = Progress { kept: u64::try_from(written.len())?, ..Progress::default() };
        told(progress);
        let calls = Semaphore::new(CALLS_AT_ONCE);
        let listing = Listing::new(self.client.clone(), self.period, checkpoint.page_token(), written);
        let steps = listing.steps().map_ok(|step| self.done(step, &calls)).try_buffered(INTERVIEWS_AHEAD);
        let (mut steps, mut stop) = (pin!(steps), pin!(stop));
        loop {
            let step = tokio::select! {
                biased;
                () = &mut stop => {
                    output.sync()?;
                    return Ok(End::Stopped);
                }
                step = steps.try_next() => step?,
            };
            match step {
                Some(Done::Line(line)) => {
                    output.append(&line.text)?;
                    progress.interviews += 1;
                    progress.records += line.records;
                    told(progress);
                }
                Some(Done::PageEnd { next: Some(next) }) => {
                    output.sync()?;
                    checkpoint.go_on_at(next, output.length())?;
                }
                Some(Done::PageEnd { next: None }) => {}
                None => break,
            }
        }
        output.sync()?;
        checkpoint.remove()?;
        Ok(End::Whole)
    }

    async fn done(&self, step: Step, calls: &Semaphore) -> feishu_hire::Result<Done> {
        Ok(match step {
            Step::Interview(interview) => Done::Line(line(&self.client, &interview, calls).await?),
            Step::PageEnd { next } => Done::PageEnd { next },
        })
    }
}
