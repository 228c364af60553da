//! Several processes wait for the events of an app, and one of them connects. Another one takes over when it crashes, and when it exits.

use std::{
    io::{self, BufRead, BufReader},
    ops::Range,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use feishu_hire::mock::event::{Event, Gateway};
use serde_json::json;
use tokio::{sync::mpsc, time::timeout};

use crate::{TestResult, server::RedisServer};

/// A timeout that no step of these tests reaches.
const LONG: Duration = Duration::from_secs(60);

/// A process with an event stream. It is killed when this value is dropped.
struct Consumer {
    child: Child,
    lines: mpsc::UnboundedReceiver<String>,
}

impl Consumer {
    fn start(gateway: &Gateway, redis: &RedisServer, fatal: Option<usize>) -> io::Result<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_event_consumer"))
            .args([gateway.base_url(), &redis.url()])
            .args(fatal.map(|id| id.to_string()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let output = child.stdout.take().ok_or_else(|| io::Error::other("no output"))?;
        let (sender, lines) = mpsc::unbounded_channel();
        thread::spawn(move || {
            BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        Ok(Self { child, lines })
    }

    /// Waits until the process has printed this line.
    async fn wait_for(&mut self, expected: &str) -> TestResult {
        while timeout(LONG, self.lines.recv()).await?.ok_or("the process has ended")? != expected {}
        Ok(())
    }

    /// Waits for the end of the process. Returns the ids of the events that it has processed since the last line that was waited for.
    async fn events(mut self) -> Result<Vec<String>, Box<dyn std::error::Error>> {
        drop(self.child.stdin.take());
        let mut events = Vec::new();
        while let Some(line) = timeout(LONG, self.lines.recv()).await? {
            events.extend(line.strip_prefix("event ").map(str::to_owned));
        }
        Ok(events)
    }
}

impl Drop for Consumer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Delivers each event until it is acknowledged. Returns the elapsed time.
async fn deliver(gateway: &Gateway, ids: Range<usize>) -> Result<Duration, tokio::time::error::Elapsed> {
    let start = Instant::now();
    for id in ids {
        let event = Event::new("x", json!({})).id(id.to_string());
        timeout(LONG, gateway.deliver(&event, Duration::from_millis(20))).await?;
    }
    Ok(start.elapsed())
}

fn numbers(range: Range<usize>) -> Vec<String> {
    range.map(|number| number.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_takes_over_and_every_event_is_processed_once() -> TestResult {
    let Some(redis) = RedisServer::start()? else { return Ok(()) };
    let gateway = Gateway::start().await?;
    let mut first = Consumer::start(&gateway, &redis, Some(10))?;
    first.wait_for("Connected").await?;
    let mut second = Consumer::start(&gateway, &redis, None)?;
    second.wait_for("StandingBy").await?;
    deliver(&gateway, 0..10).await?;
    let after_crash = deliver(&gateway, 10..11).await?;
    deliver(&gateway, 11..20).await?;
    let mut third = Consumer::start(&gateway, &redis, None)?;
    third.wait_for("StandingBy").await?;
    let end = Instant::now();
    let (events, connected) = tokio::join!(second.events(), third.wait_for("Connected"));
    connected?;
    println!("another process took over {after_crash:.1?} after a crash, and {:.1?} after an end", end.elapsed());
    deliver(&gateway, 20..30).await?;
    assert_eq!(events?, numbers(10..20));
    assert_eq!(first.events().await?, numbers(0..10));
    assert_eq!(third.events().await?, numbers(20..30));
    assert_eq!(gateway.attempts(), 3, "one process at a time");
    Ok(())
}
