//! Listings: pages, limits, resumption.

use feishu_hire::mock::Fault;
use serde_json::{Value, json};

use crate::{TestResult, program::Program};

const LIST: &str = "hire.v1.talent_tag.list";

/// Returns a page with the items `from..to`. `next` is the token of the next page.
fn page(from: usize, to: usize, next: &str) -> Fault {
    let items: Vec<_> = (from..to).map(|id| json!({ "id": id.to_string() })).collect();
    Fault::status(200).body(
        json!({ "code": 0, "data": { "items": items, "has_more": !next.is_empty(), "page_token": next } }).to_string(),
    )
}

fn ids(stdout: &str) -> Result<Vec<usize>, Box<dyn std::error::Error>> {
    let items: Vec<Value> = serde_json::from_str(stdout)?;
    Ok(items.iter().filter_map(|item| item["id"].as_str()?.parse().ok()).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_page_says_how_to_continue() -> TestResult {
    let program = Program::start().await?;
    program.server.on(LIST)?.inject_fault(1, page(0, 2, "t1"));
    let printed = program.run(&["talent-tag", "list"])?;
    assert_eq!((printed.code, ids(&printed.stdout)?), (Some(0), vec![0, 1]));
    assert!(printed.stderr.contains("--page-token t1"), "{}", printed.stderr);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_pages_are_read_with_the_largest_size() -> TestResult {
    let program = Program::start().await?;
    for (from, to, next) in [(0, 2, "t1"), (2, 4, "t2"), (4, 5, "")] {
        program.server.on(LIST)?.inject_fault(1, page(from, to, next));
    }
    let printed = program.run(&["talent-tag", "list", "--all"])?;
    assert_eq!((printed.code, ids(&printed.stdout)?), (Some(0), vec![0, 1, 2, 3, 4]));
    assert_eq!(printed.stderr, "");
    let queries: Vec<_> = program.server.requests_for(LIST)?.into_iter().map(|request| request.query).collect();
    assert!(queries.iter().all(|query| query.contains("page_size=")), "{queries:?}");
    assert!(queries[2].contains("page_token=t2"), "{queries:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_ends_inside_a_page_or_after_it() -> TestResult {
    let program = Program::start().await?;
    for (limit, read, token) in [("3", 3, "--page-token t1 (that page"), ("4", 4, "--page-token t2\n")] {
        program.server.on(LIST)?.inject_fault(1, page(0, 2, "t1"));
        program.server.on(LIST)?.inject_fault(1, page(2, 4, "t2"));
        let printed = program.run(&["talent-tag", "list", "--limit", limit])?;
        assert_eq!((printed.code, ids(&printed.stdout)?.len()), (Some(0), read));
        assert!(printed.stderr.contains(token), "{}", printed.stderr);
    }
    let sizes = program.server.requests_for(LIST)?.into_iter().map(|request| request.query).collect::<Vec<_>>();
    assert!(sizes[0].contains("page_size=3"), "no page needs more items than the limit: {sizes:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failure_keeps_what_was_read_and_says_how_to_resume() -> TestResult {
    let program = Program::start().await?;
    program.server.on(LIST)?.inject_fault(1, page(0, 2, "t1"));
    program.server.on(LIST)?.inject_fault(1, Fault::api(400, 1002002, "parameter error"));
    let printed = program.run(&["talent-tag", "list", "--all"])?;
    assert_eq!((printed.code, ids(&printed.stdout)?), (Some(1), vec![0, 1]));
    assert!(printed.stderr.contains("resume with --page-token t1"), "{}", printed.stderr);
    Ok(())
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_ends_a_listing_between_pages() -> TestResult {
    use std::{io::Read, process::Stdio, time::Duration};

    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let program = Program::start().await?;
        program.server.on(LIST)?.inject_fault(1, page(0, 2, "t1"));
        program.server.on(LIST)?.inject_fault(1, page(2, 4, "t2").delayed(Duration::from_secs(60)));
        let mut command = program.command(&["talent-tag", "list", "--all"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        while program.server.requests_for(LIST)?.len() < 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        std::process::Command::new("kill").args([signal, &child.id().to_string()]).status()?;
        assert_eq!(child.wait()?.code(), Some(code));
        let (mut stdout, mut stderr) = (String::new(), String::new());
        child.stdout.take().ok_or("no stdout")?.read_to_string(&mut stdout)?;
        child.stderr.take().ok_or("no stderr")?.read_to_string(&mut stderr)?;
        assert_eq!(ids(&stdout)?, [0, 1]);
        assert!(stderr.contains("--page-token t1"), "{stderr}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_pipe_is_not_a_failure() -> TestResult {
    use std::process::Stdio;

    let program = Program::start().await?;
    program.server.on(LIST)?.inject_fault(usize::MAX, page(0, 1000, ""));
    let mut child = program.command(&["talent-tag", "list"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    drop(child.stdout.take());
    let output = child.wait_with_output()?;
    assert_eq!((output.status.code(), String::from_utf8(output.stderr)?.as_str()), (Some(0), ""));
    Ok(())
}

/// The program is blocked while it writes a page to a pipe that is not read. A signal then ends it before the next page, or after 2 s if the pipe
/// stays full.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_between_two_waits_is_not_lost() -> TestResult {
    use std::{io::Read, process::Stdio, time::Duration};

    for reads in [true, false] {
        let program = Program::start().await?;
        program.server.on(LIST)?.inject_fault(1, page(0, 10_000, "t1"));
        program.server.on(LIST)?.inject_fault(1, page(0, 1, "").delayed(Duration::from_secs(1)));
        let mut command = program.command(&["talent-tag", "list", "--all"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let mut stdout = child.stdout.take().ok_or("no stdout")?;
        stdout.read_exact(&mut [0])?;
        std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status()?;
        if reads {
            stdout.read_to_end(&mut Vec::new())?;
        }
        assert_eq!(child.wait()?.code(), Some(143), "reads: {reads}");
        let mut stderr = String::new();
        child.stderr.take().ok_or("no stderr")?.read_to_string(&mut stderr)?;
        assert_eq!(stderr.contains("--page-token t1"), reads, "{stderr}");
    }
    Ok(())
}
