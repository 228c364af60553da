//! The use of a rate limit under faults that do not make the client pause the operation, with calls in the queue that are not polled.

use std::time::{Duration, Instant};

use feishu_hire::{
    Client, RateLimits,
    mock::{Server, WindowKind},
    operation::Window,
    v1::interview_record,
};
use tokio::{task::JoinSet, time::sleep_until};

use crate::{
    Outcome, RECORD, leave_unpolled,
    proxy::{Fault, Proxy},
};

/// The faults without `Retry-After` and without Feishu's code for an exceeded rate limit.
const FAULTS: [Fault; 7] = [
    Fault::LostRequest,
    Fault::LostResponse,
    Fault::HalfResponse,
    Fault::BadGateway,
    Fault::FirewallPage,
    Fault::Late,
    Fault::Pieces,
];

const WINDOW: Window = Window { calls: 40, per: Duration::from_millis(250) };

/// Makes calls for this time, rounded up to windows. Returns a line with the share of the limit that they used, and with their longest wait.
pub(crate) async fn measure(seed: u64, seconds: u64) -> Outcome<String> {
    let server = Server::start().await?;
    server.enforce_rate_limits(WindowKind::Sliding);
    server.on(RECORD)?.set_windows([WINDOW]);
    let address = server.base_url().trim_start_matches("http://").parse()?;
    let proxy = Proxy::start(address, seed, &FAULTS, 3).await?;
    let limits = RateLimits::off().operation(&interview_record::GET, [WINDOW]);
    let client = server.builder().base_url(format!("http://{}", proxy.address)).rate_limits(limits).build()?;
    client.check().await?;

    let windows = u32::try_from(seconds * 1000)?.div_ceil(250);
    let (before, start) = (proxy.requests(), Instant::now());
    let end = start + WINDOW.per * windows;
    let mut callers = JoinSet::new();
    for _ in 0..64 {
        callers.spawn(call_until(client.clone(), end));
    }
    leave_unpolled(&client, &["1".to_owned()], end - Duration::from_millis(400)).await;
    sleep_until(end.into()).await;
    let (sent, faults) = (proxy.requests() - before, proxy.faults().len());
    let mut longest_wait = Duration::ZERO;
    while let Some(waited) = callers.join_next().await {
        longest_wait = longest_wait.max(waited?);
    }
    let refused = server.rate_limited_calls();
    assert_eq!(refused, 0, "the limit was exceeded");
    let possible = usize::try_from(WINDOW.calls * windows)?;
    let share = sent * 1000 / possible;
    Ok(format!(
        "limit of {} per {:?}: {sent} of {possible} used ({}.{} %), {faults} faults, {refused} refused; longest wait for a permit, with \
         unpolled calls ahead: {longest_wait:?}",
        WINDOW.calls,
        WINDOW.per,
        share / 10,
        share % 10,
    ))
}

/// Returns the longest wait for a permit.
async fn call_until(client: Client, end: Instant) -> Duration {
    let mut longest = Duration::ZERO;
    while Instant::now() < end {
        // A call may fail after all retries. The test `nothing_is_lost_duplicated_or_reordered` checks errors.
        if let Ok(response) = client.v1().interview_record().get("1").send_with_metadata().await {
            longest = longest.max(response.metadata.waited);
        }
    }
    longest
}
