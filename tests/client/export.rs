//! The example `export`: every interview once, in order, however often it is stopped.

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

/// Three pages, the last one not full.
const INTERVIEWS: usize = 250;

/// A mock with interviews of no, one, two and three records, and a folder to write to.
struct Place {
    server: mock::Server,
    folder: tempfile::TempDir,
}

impl Place {
    async fn new() -> Outcome<Self> {
        let server = mock::Server::start().await?;
        server.on(LIST)?.items((0..INTERVIEWS).map(interview));
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

    /// What is written, without the address of this server, which is part of links.
    fn written(&self) -> Outcome<String> {
        Ok(fs::read_to_string(self.out())?.replace(self.server.base_url(), ""))
    }

    fn resume(&self) -> PathBuf {
        self.folder.path().join("interviews.jsonl.resume")
    }

    /// To the end, without a stop.
    async fn finish(&self) -> Outcome<Progress> {
        let mut last = Progress::default();
        let end = self.job(RateLimits::off())?.run(never(), |progress| last = progress).await?;
        assert_eq!(end, End::Complete);
        assert!(!self.resume().exists(), "there is nothing to go on with");
        Ok(last)
    }

    /// Until this number of interviews is written in this run.
    async fn stop_after(&self, interviews: u64) -> Outcome<End> {
        let enough = tokio::sync::Notify::new();
        let told = |progress: Progress| {
            if progress.interviews == interviews {
                enough.notify_one();
            }
        };
        self.job(RateLimits::off())?.run(enough.notified(), told).await
    }

    /// Dropped where it stands, as a process that is killed.
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

/// What an export without a stop writes.
async fn uninterrupted() -> Outcome<String> {
    let place = Place::new().await?;
    place.finish().await?;
    place.written()
}

#[tokio::test]
async fn writes_each_interview_once_in_order_with_its_records() -> TestResult {
    let place = Place::new().await?;
    let progress = place.finish().await?;
    let lines = lines(&place.out())?;
    assert_eq!(lines.len(), INTERVIEWS);
    let record = lines.iter().find_map(|line| line.pointer("/records/0")).ok_or("no record at all")?;
    for (number, line) in lines.iter().enumerate() {
        let read: Interview = serde_json::from_value(line["interview"].clone())?;
        assert_eq!(serde_json::to_value(&read)?, line["interview"], "reads back as it was written");
        assert_eq!(line["interview"]["id"], format!("69{number:05}"));
        assert_eq!(line["interview"]["unheard_of"], number, "unknown keys are kept");
        assert_eq!(line["records"], Value::from(vec![record.clone(); number % 4]), "as the mock answers it");
    }
    assert_eq!(serde_json::to_value(serde_json::from_value::<InterviewRecord>(record.clone())?)?, *record);
    let records = place.server.requests_for(RECORD)?.len();
    assert_eq!((progress.interviews, progress.records), (INTERVIEWS as u64, records as u64));
    assert_eq!(records, (0..INTERVIEWS).map(|number| number % 4).sum::<usize>(), "each record is asked for once");
    Ok(())
}

#[tokio::test]
async fn a_stop_loses_nothing_and_repeats_nothing() -> TestResult {
    let whole = uninterrupted().await?;
    for stops in [vec![1], vec![99, 1, 1], vec![100], vec![101, 99], vec![249], vec![60, 60, 60, 60]] {
        let place = Place::new().await?;
        for interviews in &stops {
            assert_eq!(place.stop_after(*interviews).await?, End::Stopped);
            assert!(place.resume().exists());
        }
        let progress = place.finish().await?;
        assert_eq!(place.written()?, whole, "{stops:?}");
        assert_eq!(progress.kept, stops.iter().sum::<u64>());
    }
    Ok(())
}

#[tokio::test]
async fn being_killed_at_any_moment_loses_nothing_and_repeats_nothing() -> TestResult {
    let whole = uninterrupted().await?;
    for first in [10, 23, 50, 110] {
        let place = Place::new().await?;
        let (mut time, mut kills) = (Duration::from_millis(first), 0);
        // Each time a little longer, so that it comes to an end on a slow machine too.
        while place.kill_after(time).await?.is_none() {
            time = time.mul_f64(1.2);
            kills += 1;
        }
        assert_eq!(place.written()?, whole, "killed {kills} times, the first time after {first} ms");
    }
    Ok(())
}

/// What is left of a line when the disk, or the machine, gave up in the middle of it.
#[tokio::test]
async fn half_a_line_is_written_anew() -> TestResult {
    let whole = uninterrupted().await?;
    for stop in [40, 140] {
        for left in [0, 1, 30] {
            let place = Place::new().await?;
            place.stop_after(stop).await?;
            let (written, shown) = (fs::read(place.out())?, place.written()?);
            let next = whole.as_bytes().get(shown.len()..shown.len() + left);
            let next = next.ok_or("the file is longer than a whole one")?;
            fs::write(place.out(), [&written, next].concat())?;
            place.finish().await?;
            assert_eq!(place.written()?, whole, "stopped after {stop} lines and {left} bytes");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_page_token_that_has_ended_is_done_without() -> TestResult {
    let whole = uninterrupted().await?;
    let place = Place::new().await?;
    place.stop_after(230).await?;
    let resume = fs::read_to_string(place.resume())?;
    fs::write(place.resume(), resume.replace("page+200/==", "a-token-of-last-week"))?;
    place.server.forget_requests();
    place.finish().await?;
    assert_eq!(place.written()?, whole);
    let pages = place.server.requests_for(LIST)?;
    let tokens: Vec<_> = pages.iter().map(|request| request.query_value("page_token")).collect();
    assert_eq!(tokens.len(), 4, "the refused one, and all three from the beginning: {tokens:?}");
    let [refused, first, ..] = tokens.as_slice() else { return Err("no calls".into()) };
    assert_eq!(refused.as_deref(), Some("a-token-of-last-week"));
    assert_eq!(*first, None);
    Ok(())
}

/// So it is when the first page is refused too: there is no third one to ask for.
#[tokio::test]
async fn an_error_that_stays_is_told_and_the_export_goes_on_later() -> TestResult {
    let whole = uninterrupted().await?;
    let place = Place::new().await?;
    place.stop_after(130).await?;
    place.server.on(LIST)?.next(2, mock::Fault::api(400, 1002002, "parameter error"));
    let error = place.finish().await.err().ok_or("no error")?;
    assert!(error.to_string().contains("1002002"), "{error}");
    place.server.on(RECORD)?.next(1, mock::Fault::api(400, 1002002, "parameter error"));
    assert!(place.finish().await.is_err());
    place.finish().await?;
    assert_eq!(place.written()?, whole);
    Ok(())
}

/// Interviews that move to another page meanwhile come twice from Feishu, and once into the file.
#[tokio::test]
async fn an_interview_on_two_pages_is_written_once() -> TestResult {
    let place = Place::new().await?;
    place.server.on(LIST)?.items((0..120).chain(95..INTERVIEWS).map(interview));
    place.finish().await?;
    assert_eq!(place.written()?, uninterrupted().await?);
    Ok(())
}

#[tokio::test]
async fn what_is_not_its_own_is_left_alone() -> TestResult {
    let place = Place::new().await?;
    fs::write(place.out(), "another user's\n")?;
    assert!(place.finish().await.is_err(), "the file is of another program");
    assert_eq!(fs::read_to_string(place.out())?, "another user's\n");

    let place = Place::new().await?;
    place.finish().await?;
    let error = place.finish().await.err().ok_or("no error")?;
    assert!(error.to_string().contains("already exists"), "{error}");

    let place = Place::new().await?;
    place.stop_after(130).await?;
    let written = fs::read(place.out())?;
    let job = place.job(RateLimits::off())?;
    let period = Period { first: 1, ..job.period };
    let of_other_period = Job { period, ..place.job(RateLimits::off())? };
    for other in [Job { app: "cli_y".to_owned(), ..job }, of_other_period] {
        let error = other.run(never(), |_| {}).await.err().ok_or("no error")?;
        assert!(error.to_string().contains("another app or period"), "{error}");
    }
    assert_eq!(fs::read(place.out())?, written);
    fs::write(place.out(), written.get(..200).ok_or("nothing was written")?)?;
    let error = place.finish().await.err().ok_or("no error")?;
    assert!(error.to_string().contains("was changed by another program"), "{error}");
    Ok(())
}

/// The client keeps the limits by itself, with many calls at once.
#[tokio::test]
async fn no_rate_limit_is_hit() -> TestResult {
    let place = Place::new().await?;
    let window = Window { calls: 100, per: Duration::from_millis(500) };
    place.server.on(RECORD)?.windows([window]);
    place.server.counts(mock::Counting::Sliding);
    let limits = RateLimits::documented().operation(&feishu_hire::v1::interview_record::GET, [window]);
    assert_eq!(place.job(limits)?.run(never(), |_| {}).await?, End::Complete);
    assert_eq!(place.server.refused_by_limit(), 0);
    Ok(())
}

/// The file contains personal data.
#[cfg(unix)]
#[tokio::test]
async fn the_file_is_for_its_owner_alone() -> TestResult {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new().await?;
    place.finish().await?;
    assert_eq!(fs::metadata(place.out())?.permissions().mode() & 0o777, 0o600);
    Ok(())
}

/// As service managers and containers do it.
#[cfg(unix)]
#[tokio::test]
async fn the_signal_to_terminate_stops_it() -> TestResult {
    let place = Place::new().await?;
    place.server.on(RECORD)?.next(usize::MAX, mock::Fault::delay(Duration::from_millis(1)));
    let job = place.job(RateLimits::off())?;
    let signal = |progress: Progress| {
        // The handler of the signal is in place by then.
        if progress.interviews == 100 {
            let _ = std::process::Command::new("kill").args(["-TERM", &std::process::id().to_string()]).status();
        }
    };
    assert_eq!(job.run(stop::stop(), signal).await?, End::Stopped);
    place.finish().await?;
    assert_eq!(place.written()?, uninterrupted().await?);
    Ok(())
}
