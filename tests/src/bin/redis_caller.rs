//! One of several processes that share a Redis server: makes calls for some seconds, and prints their results.
//!
//! `redis_caller BASE_URL REDIS_URL SECONDS`. Standard output: two numbers, the calls that succeeded in the first attempt and
//! all others. Standard error: the log.

use std::{
    env,
    error::Error,
    io,
    time::{Duration, Instant},
};

use feishu_hire::{Client, Redis};
use tokio::task::JoinSet;
use tracing_subscriber::filter::LevelFilter;

/// Number of concurrent calls.
const CALLERS: usize = 25;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_max_level(LevelFilter::INFO).with_writer(io::stderr).with_ansi(false).init();
    let mut arguments = env::args().skip(1);
    let mut argument = move || arguments.next().ok_or("BASE_URL REDIS_URL SECONDS");
    let builder = Client::builder("cli_mock", "secret-of-the-mock").base_url(argument()?);
    let client = builder.redis(Redis::open(&argument()?)?).build()?;
    let end = Instant::now() + Duration::from_secs(argument()?.parse()?);
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        callers.spawn(call_until(client.clone(), end));
    }
    let (mut taken, mut refused) = (0, 0);
    while let Some(counts) = callers.join_next().await {
        let counts = counts?;
        taken += counts.0;
        refused += counts.1;
    }
    println!("{taken} {refused}");
    Ok(())
}

/// Returns the number of calls that succeeded in the first attempt, and the number of all other calls.
async fn call_until(client: Client, end: Instant) -> (usize, usize) {
    let (mut taken, mut refused) = (0, 0);
    loop {
        // A call that waits for a permit is dropped at the end.
        let call = client.v1().interview().list().interview_id("1").send_with_metadata();
        match tokio::time::timeout_at(end.into(), call).await {
            Err(_) => return (taken, refused),
            Ok(Ok(response)) if response.metadata.attempts == 1 => taken += 1,
            Ok(_) => refused += 1,
        }
    }
}
