//! The export without arguments, progress bar and signals, so that tests can run it.
//!
//! An interrupted export loses no interview and writes none twice. Lines are only appended. The interviews that are already in the output are
//! read from the output itself, and the current page from a checkpoint file.

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

/// Number of interviews processed concurrently. Large enough to fetch the next page before the records of this page are complete.
const INTERVIEWS_AHEAD: usize = 100;

/// Number of concurrent calls for interview records: the calls that the rate limit permits in two seconds. The wait for the rate limit counts
/// towards the timeout of a call, so more concurrent calls would time out.
const CONCURRENT_CALLS: usize = 40;

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// An export: client, period and output file.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) client: Client,
    /// App id. User ids differ between apps, so an export cannot be resumed with another app.
    pub(crate) app: String,
    pub(crate) period: Period,
    pub(crate) out: PathBuf,
}

/// Range of start times, both ends inclusive, in milliseconds since the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Period {
    pub(crate) first: i64,
    pub(crate) last: i64,
}

/// Progress of the export.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Progress {
    /// Interviews that were in the output before this run.
    pub(crate) kept: u64,
    /// Interviews that this run wrote.
    pub(crate) interviews: u64,
    /// Records that this run wrote.
    pub(crate) records: u64,
}

/// Result of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The output is complete.
    Complete,
    /// The run was stopped; running the same job resumes the export.
    Stopped,
}

/// A completed step.
enum Done {
    Line(Line),
    PageEnd { next: Option<String> },
}

impl Job {
    /// Runs the export until it is complete or `stop` is ready. After an error or a stop, running the same job resumes the export.
    pub(crate) async fn run(&self, stop: impl Future<Output = ()>, mut report: impl FnMut(Progress)) -> Outcome<End> {
        let mut checkpoint = Checkpoint::open(&self.out, &self.app, self.period)?;
        let (mut output, written) = Output::open(&self.out, checkpoint.bytes())?;
        let mut progress = Progress { kept: u64::try_from(written.len())?, ..Progress::default() };
        report(progress);
        let calls = Semaphore::new(CONCURRENT_CALLS);
        let listing = Listing::new(self.client.clone(), self.period, checkpoint.page_token(), written);
        let steps = listing.steps().map_ok(|step| self.complete(step, &calls)).try_buffered(INTERVIEWS_AHEAD);
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
                    report(progress);
                }
                Some(Done::PageEnd { next: Some(next) }) => {
                    output.sync()?;
                    checkpoint.advance(next, output.length())?;
                }
                Some(Done::PageEnd { next: None }) => {}
                None => break,
            }
        }
        output.sync()?;
        checkpoint.remove()?;
        Ok(End::Complete)
    }

    async fn complete(&self, step: Step, calls: &Semaphore) -> feishu_hire::Result<Done> {
        Ok(match step {
            Step::Interview(interview) => Done::Line(line(&self.client, &interview, calls).await?),
            Step::PageEnd { next } => Done::PageEnd { next },
        })
    }
}
