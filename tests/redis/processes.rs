//! Four processes share one rate limit.

use std::{
    io,
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use feishu_hire::mock::{Server, WindowKind};
use tokio::time::sleep;

use crate::{TestResult, server::RedisServer};

const LIST: &str = "hire.v1.interview.list";

/// The documented number of calls per second.
const LIMIT: usize = 50;

struct Processes(Vec<Child>);

/// The combined output of the processes.
struct Totals {
    taken: usize,
    refused: usize,
    /// The log of each process.
    traces: Vec<String>,
}

impl Processes {
    fn start(mock: &Server, redis: &RedisServer, seconds: usize) -> io::Result<Self> {
        let start = || {
            Command::new(env!("CARGO_BIN_EXE_redis_caller"))
                .args([mock.base_url(), &redis.url(), &seconds.to_string()])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
        };
        (0..4).map(|_| start()).collect::<io::Result<_>>().map(Self)
    }

    async fn end(mut self) -> Result<Totals, Box<dyn std::error::Error>> {
        let mut totals = Totals { taken: 0, refused: 0, traces: Vec::new() };
        for child in std::mem::take(&mut self.0) {
            let output = tokio::task::spawn_blocking(|| child.wait_with_output()).await??;
            let Output { status, stdout, stderr } = output;
            let (counts, trace) = (String::from_utf8(stdout)?, String::from_utf8(stderr)?);
            assert!(status.success(), "{trace}");
            let (taken, refused) = counts.trim().split_once(' ').ok_or("no counts")?;
            totals.taken += taken.parse::<usize>()?;
            totals.refused += refused.parse::<usize>()?;
            totals.traces.push(trace);
        }
        Ok(totals)
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        for child in &mut self.0 {
            let _ = child.kill();
        }
    }
}

/// Verifies that four processes use at least 90 % of the limit and that no call is refused. On a busy machine, up to three attempts are made.
async fn share_the_limit(kind: WindowKind) -> TestResult {
    let (mut taken, seconds) = (0, 5);
    for _ in 0..3 {
        let Some(redis) = RedisServer::start()? else { return Ok(()) };
        let mock = Server::start().await?;
        mock.enforce_rate_limits(kind);
        let totals = Processes::start(&mock, &redis, seconds)?.end().await?;
        println!("{kind:?}: {} of {} used, {} refused", totals.taken, LIMIT * seconds, mock.rate_limited_calls());
        assert_eq!((totals.refused, mock.rate_limited_calls()), (0, 0), "{kind:?}: {}", totals.traces.concat());
        assert_eq!(mock.token_requests().len(), 1, "one token for all: {}", totals.traces.concat());
        taken = totals.taken;
        if taken * 10 >= LIMIT * seconds * 9 {
            return Ok(());
        }
    }
    Err(format!("{kind:?}: {taken} of {} used", LIMIT * seconds).into())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_processes_share_a_limit_with_fixed_windows() -> TestResult {
    share_the_limit(WindowKind::Fixed).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_processes_share_a_limit_with_sliding_windows() -> TestResult {
    share_the_limit(WindowKind::Sliding).await
}

/// Returns the number of calls that the server accepts in the next windows.
async fn accepted_calls_in(mock: &Server, windows: u32) -> Result<usize, Box<dyn std::error::Error>> {
    let before = mock.on(LIST)?.accepted_calls();
    sleep(Duration::from_millis(1020) * windows).await;
    Ok(mock.on(LIST)?.accepted_calls() - before)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_use_their_share_without_redis_and_share_the_limit_again_with_it() -> TestResult {
    let Some(mut redis) = RedisServer::start()? else { return Ok(()) };
    let mock = Server::start().await?;
    mock.enforce_rate_limits(WindowKind::Sliding);
    let processes = Processes::start(&mock, &redis, 17)?;
    // The position within the window differs between runs.
    sleep(Duration::from_millis(2000 + u64::from(std::process::id()) % 1000)).await;
    redis.kill()?;
    sleep(Duration::from_millis(1500)).await;
    let alone = accepted_calls_in(&mock, 2).await?;
    redis.start_again()?;
    redis.wait_for_clients(4).await?;
    // The processes use their shares for two more seconds, and the calls of the last second still count.
    sleep(Duration::from_millis(3100)).await;
    let shared = accepted_calls_in(&mock, 4).await?;
    let totals = processes.end().await?;
    println!("alone: {alone} of {}; shared again: {shared} of {}", LIMIT * 2, LIMIT * 4);
    assert_eq!((totals.refused, mock.rate_limited_calls()), (0, 0), "{}", totals.traces.concat());
    assert!(alone > 0 && alone <= 4 * 12 * 3, "{alone} calls; each process may use its share only");
    for trace in &totals.traces {
        assert_eq!(trace.matches("the Redis server cannot be reached; continuing").count(), 1, "{trace}");
        assert!(trace.contains("a share of 1/4 of each limit"), "{trace}");
        assert_eq!(trace.matches("the Redis server can be reached again").count(), 1, "{trace}");
    }
    assert!(shared * 10 >= LIMIT * 4 * 9, "{shared} of {} used when shared again", LIMIT * 4);
    Ok(())
}
