//! The example `export` writes every interview once and in order, even if it is stopped several times.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use feishu_hire::{
    RateLimits, mock,
    model::{Interview, InterviewRecord},
    operation::Window,
};
use serde_json::{Value, json};

use crate::TestResult;

#[path = "../../generated/examples/export/job/mod.rs"]
mod job;
#[path = "../../generated/examples/common/stop.rs"]
mod stop;

use job::{End, Job, Outcome, Period, Progress};

const LIST: &str = "hire.v1.interview.list";
const RECORD: &str = "hire.v1.interview_record.get";

/// The number of interviews: three pages, of which the last is not full.
const INTERVIEWS: usize = 250;

/// A mock server with interviews of zero to three records each, and an output folder.
struct Fixture {
    server: mock::Server,
    folder: tempfile::TempDir,
}

impl Fixture {
    async fn new() -> Outcome<Self> {
        let server = mock::Server::start().await?;
        server.on(LIST)?.set_items((0..INTERVIEWS).map(interview));
        Ok(Self { server, folder: tempfile::tempdir()? })
    }

    fn job(&self, limits: RateLimits) -> Outcome<Job> {
        let client = self.server.builder().rate_limits(limits).build()?;
        let period = Period { first: 1_704_038_400_000, last: 1_706_716_799_999 };
        Ok(Job { client, app: "cli_x".to_owned(), period, out: self.out() })
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("interviews.jsonl")
    }

    /// Returns the written text, without the address of the server, which is part of links.
    fn written(&self) -> Outcome<String> {
        Ok(fs::read_to_string(self.out())?.replace(self.server.base_url(), ""))
    }

    fn resume(&self) -> PathBuf {
        self.folder.path().join("interviews.jsonl.resume")
    }

    /// Runs the export until it is complete.
    async fn finish(&self) -> Outcome<Progress> {
        let mut last = Progress::default();
        let end = self.job(RateLimits::off())?.run(never(), |progress| last = progress).await?;
        assert_eq!(end, End::Complete);
        assert!(!self.resume().exists(), "the resume file still exists");
        Ok(last)
    }

    /// Runs the export until this run has written a number of interviews.
    async fn stop_after(&self, interviews: u64) -> Outcome<End> {
        let enough = tokio::sync::Notify::new();
        let on_progress = |progress: Progress| {
            if progress.interviews == interviews {
                enough.notify_one();
            }
        };
        self.job(RateLimits::off())?.run(enough.notified(), on_progress).await
    }

    /// Runs the export for some time and then drops it, like a process that is killed.
    async fn kill_after(&self, time: Duration) -> Outcome<Option<End>> {
        let job = self.job(RateLimits::off())?;
        tokio::time::timeout(time, job.run(never(), |_| {})).await.ok().transpose()
    }
}

fn interview(number: usize) -> Value {
    let records: Vec<_> = (0..number % 4).map(|record| json!({ "id": format!("{number}{record}") })).collect();
    json!({ "id": format!("69{number:05}"), "interview_record_list": records, "unheard_of": number })
}

async fn never() {
    std::future::pending().await
}

fn lines(out: &Path) -> Outcome<Vec<Value>> {
    fs::read_to_string(out)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// Returns what an export writes without a stop.
async fn uninterrupted() -> Outcome<String> {
    let fixture = Fixture::new().await?;
    fixture.finish().await?;
    fixture.written()
}

#[tokio::test]
async fn writes_each_interview_once_in_order_with_its_records() -> TestResult {
    let fixture = Fixture::new().await?;
    let progress = fixture.finish().await?;
    let lines = lines(&fixture.out())?;
    assert_eq!(lines.len(), INTERVIEWS);
    let record = lines.iter().find_map(|line| line.pointer("/records/0")).ok_or("no record at all")?;
    for (number, line) in lines.iter().enumerate() {
        let read: Interview = serde_json::from_value(line["interview"].clone())?;
        assert_eq!(
            serde_json::to_value(&read)?,
            line["interview"],
            "the interview changes when it is read and written again"
        );
        assert_eq!(line["interview"]["id"], format!("69{number:05}"));
        assert_eq!(line["interview"]["unheard_of"], number, "unknown keys are kept");
        assert_eq!(
            line["records"],
            Value::from(vec![record.clone(); number % 4]),
            "records are written as the mock server returned them"
        );
    }
    assert_eq!(serde_json::to_value(serde_json::from_value::<InterviewRecord>(record.clone())?)?, *record);
    let records = fixture.server.requests_for(RECORD)?.len();
    assert_eq!((progress.interviews, progress.records), (INTERVIEWS as u64, records as u64));
    assert_eq!(records, (0..INTERVIEWS).map(|number| number % 4).sum::<usize>(), "each record is requested once");
    Ok(())
}

#[tokio::test]
async fn a_stopped_export_loses_and_repeats_nothing() -> TestResult {
    let whole = uninterrupted().await?;
    for stops in [vec![1], vec![99, 1, 1], vec![100], vec![101, 99], vec![249], vec![60, 60, 60, 60]] {
        let fixture = Fixture::new().await?;
        for interviews in &stops {
            assert_eq!(fixture.stop_after(*interviews).await?, End::Stopped);
            assert!(fixture.resume().exists());
        }
        let progress = fixture.finish().await?;
        assert_eq!(fixture.written()?, whole, "{stops:?}");
        assert_eq!(progress.kept, stops.iter().sum::<u64>());
    }
    Ok(())
}

#[tokio::test]
async fn a_killed_export_loses_and_repeats_nothing() -> TestResult {
    let whole = uninterrupted().await?;
    for first in [10, 23, 50, 110] {
        let fixture = Fixture::new().await?;
        let (mut time, mut kills) = (Duration::from_millis(first), 0);
        // The time grows, so that the export completes on a slow machine too.
        while fixture.kill_after(time).await?.is_none() {
            time = time.mul_f64(1.2);
            kills += 1;
        }
        assert_eq!(fixture.written()?, whole, "killed {kills} times, the first time after {first} ms");
    }
    Ok(())
}

/// A failure of the disk or the machine can leave an incomplete line.
#[tokio::test]
async fn an_incomplete_line_is_overwritten() -> TestResult {
    let whole = uninterrupted().await?;
    for stop in [40, 140] {
        for left in [0, 1, 30] {
            let fixture = Fixture::new().await?;
            fixture.stop_after(stop).await?;
            let (written, shown) = (fs::read(fixture.out())?, fixture.written()?);
            let next = whole.as_bytes().get(shown.len()..shown.len() + left);
            let next = next.ok_or("the file is longer than a complete one")?;
            fs::write(fixture.out(), [&written, next].concat())?;
            fixture.finish().await?;
            assert_eq!(fixture.written()?, whole, "stopped after {stop} lines and {left} bytes");
        }
    }
    Ok(())
}

#[tokio::test]
async fn an_expired_page_token_restarts_the_listing() -> TestResult {
    let whole = uninterrupted().await?;
    let fixture = Fixture::new().await?;
    fixture.stop_after(230).await?;
    let resume = fs::read_to_string(fixture.resume())?;
    fs::write(fixture.resume(), resume.replace("page+200/==", "a-token-of-last-week"))?;
    fixture.server.clear_requests();
    fixture.finish().await?;
    assert_eq!(fixture.written()?, whole);
    let pages = fixture.server.requests_for(LIST)?;
    let tokens: Vec<_> = pages.iter().map(|request| request.query_value("page_token")).collect();
    assert_eq!(tokens.len(), 4, "one refused page and all three pages from the beginning: {tokens:?}");
    let [refused, first, ..] = tokens.as_slice() else { return Err("no calls".into()) };
    assert_eq!(refused.as_deref(), Some("a-token-of-last-week"));
    assert_eq!(*first, None);
    Ok(())
}

/// If the first page is refused too, the export fails instead of requesting it again.
#[tokio::test]
async fn a_permanent_error_is_returned_and_the_next_run_continues() -> TestResult {
    let whole = uninterrupted().await?;
    let fixture = Fixture::new().await?;
    fixture.stop_after(130).await?;
    fixture.server.on(LIST)?.inject_fault(2, mock::Fault::api(400, 1002002, "parameter error"));
    let error = fixture.finish().await.err().ok_or("no error")?;
    assert!(error.to_string().contains("1002002"), "{error}");
    fixture.server.on(RECORD)?.inject_fault(1, mock::Fault::api(400, 1002002, "parameter error"));
    assert!(fixture.finish().await.is_err());
    fixture.finish().await?;
    assert_eq!(fixture.written()?, whole);
    Ok(())
}

/// Feishu returns an interview twice if it moves to another page during the listing.
#[tokio::test]
async fn an_interview_on_two_pages_is_written_once() -> TestResult {
    let fixture = Fixture::new().await?;
    fixture.server.on(LIST)?.set_items((0..120).chain(95..INTERVIEWS).map(interview));
    fixture.finish().await?;
    assert_eq!(fixture.written()?, uninterrupted().await?);
    Ok(())
}

#[tokio::test]
async fn files_of_other_programs_and_exports_are_not_changed() -> TestResult {
    let fixture = Fixture::new().await?;
    fs::write(fixture.out(), "another user's\n")?;
    assert!(fixture.finish().await.is_err(), "the file of another program was overwritten");
    assert_eq!(fs::read_to_string(fixture.out())?, "another user's\n");

    let fixture = Fixture::new().await?;
    fixture.finish().await?;
    let error = fixture.finish().await.err().ok_or("no error")?;
    assert!(error.to_string().contains("already exists"), "{error}");

    let fixture = Fixture::new().await?;
    fixture.stop_after(130).await?;
    let written = fs::read(fixture.out())?;
    let job = fixture.job(RateLimits::off())?;
    let period = Period { first: 1, ..job.period };
    let of_other_period = Job { period, ..fixture.job(RateLimits::off())? };
    for other in [Job { app: "cli_y".to_owned(), ..job }, of_other_period] {
        let error = other.run(never(), |_| {}).await.err().ok_or("no error")?;
        assert!(error.to_string().contains("another app or period"), "{error}");
    }
    assert_eq!(fs::read(fixture.out())?, written);
    fs::write(fixture.out(), written.get(..200).ok_or("nothing was written")?)?;
    let error = fixture.finish().await.err().ok_or("no error")?;
    assert!(error.to_string().contains("was changed by another program"), "{error}");
    Ok(())
}

/// The client stays within the limits although the export makes many concurrent calls.
#[tokio::test]
async fn no_rate_limit_is_hit() -> TestResult {
    let fixture = Fixture::new().await?;
    let window = Window { calls: 100, per: Duration::from_millis(500) };
    fixture.server.on(RECORD)?.set_windows([window]);
    fixture.server.enforce_rate_limits(mock::WindowKind::Sliding);
    let limits = RateLimits::documented().operation(&feishu_hire::v1::interview_record::GET, [window]);
    assert_eq!(fixture.job(limits)?.run(never(), |_| {}).await?, End::Complete);
    assert_eq!(fixture.server.rate_limited_calls(), 0);
    Ok(())
}

/// The file contains personal data.
#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_file() -> TestResult {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new().await?;
    fixture.finish().await?;
    assert_eq!(fs::metadata(fixture.out())?.permissions().mode() & 0o777, 0o600);
    Ok(())
}

/// Service managers and containers send SIGTERM.
#[cfg(unix)]
#[tokio::test]
async fn sigterm_stops_the_export() -> TestResult {
    let fixture = Fixture::new().await?;
    fixture.server.on(RECORD)?.inject_fault(usize::MAX, mock::Fault::delay(Duration::from_millis(1)));
    let job = fixture.job(RateLimits::off())?;
    let signal = |progress: Progress| {
        // The signal handler is installed by then.
        if progress.interviews == 100 {
            let _ = std::process::Command::new("kill").args(["-TERM", &std::process::id().to_string()]).status();
        }
    };
    assert_eq!(job.run(stop::stop(), signal).await?, End::Stopped);
    fixture.finish().await?;
    assert_eq!(fixture.written()?, uninterrupted().await?);
    Ok(())
}
