//! The example `downloads`: the files in the folder, and the requests of a second run.

use std::{
    cell::Cell,
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use feishu_hire::{
    RateLimits, error_code,
    mock::{Fault, Server},
};
use serde_json::Value;

use crate::{INTERVIEWS, TestResult};

#[path = "../../generated/examples/downloads/collect.rs"]
mod collect;

use collect::{Collection, End, Files, Outcome};

const APPLICATIONS: &str = "hire.v1.application.list";
const DETAIL: &str = "hire.v1.application.get_detail";
const TALENT: &str = "hire.v2.talent.get";
const ATTACHMENT: &str = "hire.v1.attachment.get";
const RECORD: &str = "hire.v2.interview_record.get";

/// A job with eight applications, and a folder.
struct Job {
    server: Server,
    folder: tempfile::TempDir,
}

impl Job {
    async fn new() -> Outcome<Self> {
        let server = Server::start().await?;
        server.populate(INTERVIEWS, 16)?;
        server.on(APPLICATIONS)?.set_items(server.ids("ApplicationId").into_iter().map(Value::from));
        Ok(Self { server, folder: tempfile::tempdir()? })
    }

    fn collection(&self, concurrent: usize) -> Outcome<Collection> {
        let client = self.server.builder().rate_limits(RateLimits::off()).max_retries(0).build()?;
        Ok(Collection { client, job: "7".into(), folder: self.folder.path().join("job"), concurrent })
    }

    /// Runs the downloads to the end. Returns the totals, and the errors of applications.
    async fn finish(&self) -> Outcome<(Files, Vec<String>)> {
        let (mut sum, mut errors) = (Files::default(), Vec::new());
        let report = |_: &_, outcome: Outcome<Files>| match outcome {
            Ok(files) => {
                sum.new += files.new;
                sum.existing += files.existing;
                sum.missing += files.missing;
            }
            Err(error) => errors.push(error.to_string()),
        };
        assert_eq!(self.collection(4)?.run(std::future::pending(), report).await?, End::Complete);
        Ok((sum, errors))
    }

    /// Returns the contents of all files by path.
    fn files(&self) -> Outcome<BTreeMap<PathBuf, Vec<u8>>> {
        let mut files = BTreeMap::new();
        read(self.folder.path(), self.folder.path(), &mut files)?;
        // The address of the server is part of links.
        let own = self.server.base_url();
        Ok(files
            .into_iter()
            .map(|(path, text)| (path, String::from_utf8_lossy(&text).replace(own, "").into()))
            .collect())
    }

    fn requests(&self) -> Outcome<[usize; 2]> {
        Ok([self.server.requests_for(ATTACHMENT)?.len(), self.server.requests_for(RECORD)?.len()])
    }
}

fn read(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> TestResult {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read(root, &path, files)?;
        } else {
            files.insert(path.strip_prefix(root)?.to_owned(), fs::read(&path)?);
        }
    }
    Ok(())
}

async fn uninterrupted() -> Outcome<BTreeMap<PathBuf, Vec<u8>>> {
    let job = Job::new().await?;
    job.finish().await?;
    job.files()
}

#[tokio::test]
async fn all_resumes_and_records_are_in_the_folder() -> TestResult {
    let job = Job::new().await?;
    let (sum, errors) = job.finish().await?;
    assert_eq!(errors, Vec::<String>::new());
    let files = job.files()?;
    let new = usize::try_from(sum.new)?;
    assert_eq!((files.len(), sum.existing, sum.missing), (new, 0, 0));
    let records: Vec<_> = files.iter().filter(|(path, _)| path.extension().is_some_and(|it| it == "json")).collect();
    let mut ids = Vec::new();
    for (path, text) in &records {
        let record: Value = serde_json::from_slice(text)?;
        let id = record["id"].as_str().ok_or("no id")?.to_owned();
        assert!(path.ends_with(format!("records/{id}.json")), "{}", path.display());
        ids.push(id);
    }
    ids.sort();
    assert_eq!(ids, job.server.ids("InterviewRecordId"));
    assert!(new > records.len(), "there are resumes as well");
    let jobs = job.server.requests_for(APPLICATIONS)?;
    assert!(jobs.iter().all(|request| request.query_value("job_id").as_deref() == Some("7")));
    Ok(())
}

#[tokio::test]
async fn a_second_run_keeps_files_and_requests_none() -> TestResult {
    let job = Job::new().await?;
    let (first, _) = job.finish().await?;
    // Simulates that the user has edited the files.
    for path in job.files()?.keys() {
        fs::write(job.folder.path().join(path), "mine")?;
    }
    job.server.clear_requests();
    let (second, _) = job.finish().await?;
    assert_eq!(second, Files { existing: first.new, ..Files::default() });
    assert!(job.files()?.values().all(|text| text == b"mine"));
    assert_eq!(job.requests()?, [0, 0]);
    Ok(())
}

#[tokio::test]
async fn a_stopped_or_killed_run_is_resumed() -> TestResult {
    let whole = uninterrupted().await?;
    for stop in [1, 3, 7] {
        let job = Job::new().await?;
        let (enough, seen) = (tokio::sync::Notify::new(), Cell::new(0));
        let report = |_: &_, _| {
            seen.set(seen.get() + 1);
            if seen.get() == stop {
                enough.notify_one();
            }
        };
        assert_eq!(job.collection(2)?.run(enough.notified(), report).await?, End::Stopped);
        let kept = job.files()?.len();
        let (sum, _) = job.finish().await?;
        // One more file may have been completed while the run was dropped.
        assert!(usize::try_from(sum.existing)? >= kept && kept > 0);
        assert_eq!(usize::try_from(sum.existing + sum.new)?, whole.len());
        assert_eq!(job.files()?, whole);
    }
    let job = Job::new().await?;
    let mut time = Duration::from_millis(10);
    // The time grows, so that a run completes on a slow machine too.
    while tokio::time::timeout(time, job.finish()).await.ok().transpose()?.is_none() {
        time = time.mul_f64(1.3);
    }
    assert_eq!(job.files()?, whole);
    Ok(())
}

#[tokio::test]
async fn deleted_objects_are_missing_and_all_others_are_downloaded() -> TestResult {
    let whole = uninterrupted().await?;
    let job = Job::new().await?;
    job.server.on(RECORD)?.pass(3).inject_fault(1, Fault::api(404, error_code::PARAMETER_ERROR, "not found"));
    job.server.on(ATTACHMENT)?.inject_fault(1, Fault::api(404, error_code::PARAMETER_ERROR, "not found"));
    let (sum, errors) = job.finish().await?;
    assert_eq!((sum.missing, errors), (2, Vec::new()));
    assert_eq!(job.files()?.len(), whole.len() - 2);

    let job = Job::new().await?;
    job.server.on(DETAIL)?.inject_fault(1, Fault::api(400, error_code::APPLICATION_NOT_FOUND, "not found"));
    job.server.on(TALENT)?.inject_fault(1, Fault::api(400, error_code::TALENT_NOT_FOUND, "not found"));
    let (sum, errors) = job.finish().await?;
    assert_eq!((sum.missing, errors), (2, Vec::new()));
    job.finish().await?;
    assert_eq!(job.files()?, whole);
    Ok(())
}

#[tokio::test]
async fn an_error_concerns_one_application_and_is_retried_by_the_next_run() -> TestResult {
    let whole = uninterrupted().await?;
    let job = Job::new().await?;
    job.server.on(RECORD)?.pass(3).inject_fault(1, Fault::api(500, error_code::SYSTEM_ERROR, "system error"));
    let (_, errors) = job.finish().await?;
    assert_eq!(errors.len(), 1);
    assert!(errors.iter().all(|error| error.contains("1002001")), "{errors:?}");
    let (_, errors) = job.finish().await?;
    assert_eq!((errors, job.files()?), (Vec::new(), whole));
    Ok(())
}

#[tokio::test]
async fn an_id_cannot_lead_out_of_the_folder() -> TestResult {
    let job = Job::new().await?;
    let data = serde_json::json!({ "interview_record_list": [{ "id": "../../x" }] });
    job.server.on(INTERVIEWS)?.set_items([data]);
    let (_, errors) = job.finish().await?;
    assert_eq!(errors.len(), job.server.ids("ApplicationId").len());
    assert!(errors.iter().all(|error| error == "an id is not usable as a file name"), "{errors:?}");
    Ok(())
}

#[tokio::test]
async fn concurrency_is_bounded() -> TestResult {
    let job = Job::new().await?;
    job.server.on(DETAIL)?.inject_fault(usize::MAX, Fault::delay(Duration::from_millis(100)));
    job.collection(3)?.run(std::future::pending(), |_, _| {}).await?;
    assert!((2..=3).contains(&job.server.on(DETAIL)?.max_in_flight()));
    Ok(())
}

/// The files contain personal data.
#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_open_the_folders() -> TestResult {
    use std::os::unix::fs::PermissionsExt;
    let job = Job::new().await?;
    job.finish().await?;
    let mode = fs::metadata(job.folder.path().join("job"))?.permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    Ok(())
}
