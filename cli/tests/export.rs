//! `export`: complete files, incremental runs, and runs that are killed.

use std::{collections::HashSet, fs, path::Path, process::Stdio, time::Duration};

use feishu_hire::mock::Fault;
use parquet::{
    file::reader::{FileReader, SerializedFileReader},
    record::RowAccessor,
};
use serde_json::{Value, json};

use crate::{TestResult, program::Program};

const TALENTS: &str = "hire.v1.talent.list";

async fn populated(interviews: usize) -> Result<Program, Box<dyn std::error::Error>> {
    let program = Program::start().await?;
    program.server.populate("hire.v1.interview.list", interviews)?;
    let applications: Vec<_> = program.server.ids("ApplicationId").into_iter().map(Into::into).collect();
    program.server.on("hire.v1.application.list")?.set_items(applications);
    Ok(program)
}

fn objects(path: &Path) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    Ok(fs::read_to_string(path)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn ids(objects: &[Value]) -> Vec<&str> {
    objects.iter().filter_map(|object| object["id"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_object_is_exported_once() -> TestResult {
    let program = populated(80).await?;
    let folder = program.home().join("out");
    let to = folder.display().to_string();
    let names = ["applications", "interviews", "jobs", "offers", "talents"];
    let printed = program.run(&[&["export"], &names[..], &["--to", &to]].concat())?;
    assert_eq!((printed.code, printed.stdout.as_str()), (Some(0), ""), "{}", printed.stderr);
    for (name, kind) in
        [("interviews", "InterviewId"), ("talents", "TalentId"), ("jobs", "JobId"), ("offers", "OfferId")]
    {
        let objects = objects(&folder.join(format!("{name}.ndjson")))?;
        let found: HashSet<_> = ids(&objects).into_iter().map(str::to_owned).collect();
        assert_eq!(found.len(), objects.len(), "{name}");
        assert_eq!(found, program.server.ids(kind).into_iter().collect(), "{name}");
    }
    let applications = objects(&folder.join("applications.ndjson"))?;
    let found: HashSet<_> =
        applications.iter().filter_map(|it| it["basic_info"]["id"].as_str()).map(str::to_owned).collect();
    assert_eq!(found, program.server.ids("ApplicationId").into_iter().collect());
    let left: Vec<_> = fs::read_dir(&folder)?.map(|entry| Ok(entry?.file_name())).collect::<std::io::Result<_>>()?;
    assert_eq!(left.len(), names.len() + 2, "only results, the state and the lock: {left:?}");
    Ok(())
}

/// A page of talents.
fn page(range: std::ops::Range<usize>, version: &str, next: &str) -> Fault {
    let items: Vec<_> =
        range.map(|id| json!({ "id": id.to_string(), "is_in_agency_period": version == "new" })).collect();
    let data = json!({ "items": items, "has_more": !next.is_empty(), "page_token": next });
    Fault::status(200).body(json!({ "code": 0, "data": data }).to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_later_run_reads_what_was_updated_and_keeps_the_last_version() -> TestResult {
    let program = Program::start().await?;
    let folder = program.home().join("out");
    let to = folder.display().to_string();
    program.server.on(TALENTS)?.inject_fault(1, page(0..3, "old", ""));
    program.run(&["export", "talents", "--to", &to])?;
    program.server.on(TALENTS)?.inject_fault(1, page(2..4, "new", ""));
    let printed = program.run(&["export", "talents", "--to", &to])?;
    assert!(printed.stderr.contains("talents: 2 read, 4 in all"), "{}", printed.stderr);
    let objects = objects(&folder.join("talents.ndjson"))?;
    assert_eq!(ids(&objects), ["0", "1", "2", "3"]);
    let versions: Vec<_> = objects.iter().filter_map(|object| object["is_in_agency_period"].as_bool()).collect();
    assert_eq!(versions, [false, false, true, true]);
    let requests = program.server.requests_for(TALENTS)?;
    let windows: Vec<_> = requests.iter().map(|request| request.query_value("update_start_time").is_some()).collect();
    assert_eq!(windows, [false, true]);
    Ok(())
}

/// Kills the program while it waits for each page, and once more while it waits again, and compares with an uninterrupted run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_run_is_resumed_without_a_loss() -> TestResult {
    for signal in ["-KILL", "-TERM", "-INT"] {
        let program = Program::start().await?;
        let folder = program.home().join("out");
        let to = folder.display().to_string();
        let pages = [page(0..2, "old", "t1"), page(2..4, "old", "t2"), page(4..5, "old", "")];
        for read in 0..pages.len() {
            let slow = pages[read].clone().delayed(Duration::from_secs(60));
            program.server.on(TALENTS)?.inject_fault(1, slow);
            let seen = program.server.requests_for(TALENTS)?.len();
            let mut child = program.command(&["export", "talents", "--to", &to]).stderr(Stdio::null()).spawn()?;
            program.server.on(TALENTS)?.wait_for_requests(seen + 1 + usize::from(read > 0)).await;
            std::process::Command::new("kill").args([signal, &child.id().to_string()]).status()?;
            let code = child.wait()?.code();
            assert_eq!(
                code,
                [("-KILL", None), ("-TERM", Some(143)), ("-INT", Some(130))]
                    .into_iter()
                    .find(|it| it.0 == signal)
                    .and_then(|it| it.1)
            );
            // Half a line, as if the program had been killed while it was writing.
            use std::io::Write;
            fs::OpenOptions::new().append(true).open(folder.join("talents.journal"))?.write_all(b"{\"id\": \"9")?;
            // The next run reads this page only, and is killed at the one after it.
            if read + 1 < pages.len() {
                program.server.on(TALENTS)?.inject_fault(1, pages[read].clone());
            }
        }
        program.server.on(TALENTS)?.inject_fault(1, pages[2].clone());
        let printed = program.run(&["export", "talents", "--to", &to])?;
        assert_eq!(printed.code, Some(0), "{}", printed.stderr);
        assert_eq!(ids(&objects(&folder.join("talents.ndjson"))?), ["0", "1", "2", "3", "4"]);
        let tokens: Vec<_> =
            program.server.requests_for(TALENTS)?.iter().map(|it| it.query_value("page_token")).collect();
        assert_eq!(tokens.first(), Some(&None));
        assert_eq!(tokens.last(), Some(&Some("t2".to_owned())), "{tokens:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expired_page_token_starts_the_run_again() -> TestResult {
    let program = Program::start().await?;
    let folder = program.home().join("out");
    let to = folder.display().to_string();
    program.server.on(TALENTS)?.inject_fault(1, page(0..2, "old", "t1"));
    program.server.on(TALENTS)?.inject_fault(1, Fault::api(400, 1002002, "parameter error"));
    assert_eq!(program.run(&["export", "talents", "--to", &to])?.code, Some(1));
    program.server.on(TALENTS)?.inject_fault(1, Fault::api(400, 1002002, "parameter error"));
    program.server.on(TALENTS)?.inject_fault(1, page(0..2, "old", "t1"));
    program.server.on(TALENTS)?.inject_fault(1, page(2..3, "old", ""));
    assert_eq!(program.run(&["export", "talents", "--to", &to])?.code, Some(0));
    assert_eq!(ids(&objects(&folder.join("talents.ndjson"))?), ["0", "1", "2"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn personal_data_needs_the_flag_and_a_folder_of_its_own() -> TestResult {
    let program = populated(8).await?;
    let (masked, shown) = (program.home().join("masked"), program.home().join("shown"));
    let (masked_to, shown_to) = (masked.display().to_string(), shown.display().to_string());
    program.run(&["export", "talents", "--to", &masked_to])?;
    program.run(&["export", "talents", "--to", &shown_to, "--show-personal"])?;
    let name = |folder: &Path| -> Result<Value, Box<dyn std::error::Error>> {
        Ok(objects(&folder.join("talents.ndjson"))?[0]["basic_info"]["name"].clone())
    };
    assert_eq!(name(&masked)?, "[redacted]");
    assert_ne!(name(&shown)?, "[redacted]");
    let printed = program.run(&["export", "talents", "--to", &masked_to, "--show-personal"])?;
    assert_eq!(printed.code, Some(2));
    assert!(printed.stderr.contains("without personal data"), "{}", printed.stderr);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(masked.join("talents.ndjson"))?.permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&masked)?.permissions().mode() & 0o777, 0o700);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tables_have_the_rows_of_the_objects() -> TestResult {
    let program = populated(40).await?;
    let folder = program.home().join("out");
    let to = folder.display().to_string();
    for format in ["csv", "parquet"] {
        assert_eq!(program.run(&["export", "interviews", "--to", &to, "--format", format])?.code, Some(0));
    }
    let objects = objects(&folder.join("interviews.ndjson"))?;
    let mut csv = csv::Reader::from_path(folder.join("interviews.csv"))?;
    let at = csv.headers()?.iter().position(|name| name == "id").ok_or("no column")?;
    let rows: Vec<_> = csv.records().map(|row| Ok(row?[at].to_owned())).collect::<Result<_, csv::Error>>()?;
    assert_eq!(rows, ids(&objects));
    let file = SerializedFileReader::new(fs::File::open(folder.join("interviews.parquet"))?)?;
    let fields = file.metadata().file_metadata().schema().get_fields().to_vec();
    let index = |name: &str| fields.iter().position(|field| field.name() == name).ok_or("no column");
    let (id, begin) = (index("id")?, index("begin_time")?);
    let mut rows = Vec::new();
    for row in file.get_row_iter(None)? {
        let row = row?;
        rows.push((row.get_string(id)?.clone(), row.get_timestamp_millis(begin)?));
    }
    let expected: Vec<_> = objects
        .iter()
        .filter_map(|it| {
            Some((
                it["id"].as_str()?.to_owned(),
                it["begin_time"].as_i64().or_else(|| it["begin_time"].as_str()?.parse().ok())?,
            ))
        })
        .collect();
    assert_eq!(expected.len(), 40);
    assert_eq!(rows, expected);
    Ok(())
}

/// Exports 100,000 objects, with an interruption. Prints the peak memory: `cargo test -p feishu-hire-cli -- --ignored --nocapture hundred`.
#[cfg(target_os = "linux")]
#[ignore = "takes minutes"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_objects_take_little_memory() -> TestResult {
    const COUNT: usize = 100_000;
    let program = Program::start().await?;
    program.server.on("hire.v1.interview.list")?.set_item_count(COUNT);
    program.server.limit_recorded_requests(10);
    let folder = program.home().join("out");
    let to = folder.display().to_string();
    let peak = |child: u32| -> Option<usize> {
        let status = fs::read_to_string(format!("/proc/{child}/status")).ok()?;
        status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
    };
    let mut most = 0;
    for run in 0.. {
        let mut child = program
            .command(&["export", "interviews", "--to", &to, "--format", "parquet"])
            .stderr(Stdio::null())
            .spawn()?;
        let started = std::time::Instant::now();
        let code = loop {
            most = most.max(peak(child.id()).unwrap_or_default());
            if let Some(status) = child.try_wait()? {
                break status.code();
            }
            if run < 3 && started.elapsed() > Duration::from_secs(3) {
                child.kill()?;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        if code == Some(0) {
            break;
        }
    }
    let objects = objects(&folder.join("interviews.ndjson"))?;
    let distinct: HashSet<_> = ids(&objects).into_iter().collect();
    assert_eq!((objects.len(), distinct.len()), (COUNT, COUNT));
    println!("peak memory: {most} kB");
    assert!(most < 150_000, "{most} kB");
    Ok(())
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_has_one_export_at_a_time() -> TestResult {
    let program = Program::start().await?;
    let folder = program.home().join("out");
    let to = folder.display().to_string();
    program.server.on(TALENTS)?.inject_fault(1, page(0..2, "old", "").delayed(Duration::from_secs(60)));
    let mut first = program.command(&["export", "talents", "--to", &to]).stderr(Stdio::null()).spawn()?;
    while program.server.requests_for(TALENTS)?.is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let second = program.run(&["export", "jobs", "--to", &to])?;
    assert_eq!(second.code, Some(2));
    assert!(second.stderr.contains("another export writes to"), "{}", second.stderr);
    let other = program.home().join("other").display().to_string();
    program.server.on(TALENTS)?.inject_fault(1, page(0..2, "old", ""));
    assert_eq!(program.run(&["export", "talents", "--to", &other])?.code, Some(0));
    // The system releases the lock of a program that is killed.
    first.kill()?;
    first.wait()?;
    program.server.on(TALENTS)?.inject_fault(1, page(0..2, "old", ""));
    let third = program.run(&["export", "talents", "--to", &to])?;
    assert_eq!(third.code, Some(0), "{}", third.stderr);
    assert_eq!(ids(&objects(&folder.join("talents.ndjson"))?), ["0", "1"]);
    Ok(())
}
