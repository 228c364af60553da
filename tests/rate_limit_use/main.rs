//! The client uses at least 95 % of a rate limit, and the server never refuses a call. This is a separate test binary, because concurrent
//! tests would change the measured throughput.

use std::time::Duration;

use feishu_hire::{Client, Error, RateLimits, mock, mock::WindowKind, operation::Window, v1::interview};
use tokio::task::JoinSet;

const LIST: &str = "hire.v1.interview.list";

const fn window(calls: u32, milliseconds: u64) -> Window {
    Window { calls, per: Duration::from_millis(milliseconds) }
}

async fn list(client: &Client) -> Result<(), Error> {
    client.v1().interview().list().interview_id("1").send().await.map(drop)
}

/// The documented kinds of limits. 50 per second and 20 per second are unchanged; 20 per minute and "1000 per minute and 50 per second" have shorter
/// windows.
const LIMITS: [&[Window]; 4] =
    [&[window(50, 1000)], &[window(20, 1000)], &[window(20, 1500)], &[window(60, 1800), window(30, 600)]];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_least_95_percent_of_a_limit_is_used_and_no_call_is_refused() -> Result<(), Box<dyn std::error::Error>> {
    for windows in LIMITS {
        let mut runs = JoinSet::new();
        for callers in [1, 16, 256] {
            for kind in [WindowKind::Fixed, WindowKind::Sliding] {
                runs.spawn(verify_use(windows, kind, callers));
            }
        }
        while let Some(run) = runs.join_next().await {
            run??;
        }
    }
    Ok(())
}

/// Verifies the use of one limit. A refused call fails the test at once. For busy machines, up to five attempts are made to use 95 %.
async fn verify_use(windows: &'static [Window], kind: WindowKind, callers: usize) -> Result<(), String> {
    let allowed: usize = windows.first().map_or(0, |window| window.calls as usize * 3);
    let mut figures = String::new();
    for _ in 0..5 {
        let (taken, refused) =
            call_for_three_windows(windows, kind, callers).await.map_err(|error| error.to_string())?;
        figures = format!("{callers} callers, {windows:?}, {kind:?}: {taken} of {allowed} taken, {refused} refused");
        if refused > 0 {
            break;
        }
        if taken * 100 >= allowed * 95 {
            println!("{figures}");
            return Ok(());
        }
    }
    Err(figures)
}

/// Makes calls for three of the widest windows. Returns the numbers of accepted and of refused calls.
async fn call_for_three_windows(
    windows: &'static [Window],
    kind: WindowKind,
    callers: usize,
) -> Result<(usize, usize), Box<dyn std::error::Error + Send + Sync>> {
    let server = mock::Server::start().await?;
    server.enforce_rate_limits(kind);
    let endpoint = server.on(LIST)?;
    endpoint.set_windows(windows.iter().copied());
    let limits = RateLimits::documented().operation(&interview::LIST, windows.iter().copied());
    let client = server.builder().rate_limits(limits).build()?;
    let span = windows.iter().map(|window| window.per * 3).max().unwrap_or_default();
    let mut calls = JoinSet::new();
    for _ in 0..callers {
        let client = client.clone();
        calls.spawn(async move {
            loop {
                list(&client).await?;
            }
        });
    }
    // A caller ends only with an error.
    if let Ok(Some(ended)) = tokio::time::timeout(span, calls.join_next()).await {
        let outcome: Result<(), Error> = ended?;
        outcome?;
    }
    Ok((endpoint.accepted_calls(), endpoint.rate_limited_calls()))
}
