//! The call that is measured: one page of 100 interviews, over loopback.

use std::time::Duration;

use feishu_hire::{
    Client, ClientBuilder, RateLimits, Result, Timestamp, model::ListInterviewResponse, operation::Window,
    v1::interview::LIST,
};

/// The client as it comes, but for the limit's width: its bookkeeping is to be measured, not the wait.
#[must_use = "call `build`"]
pub fn client(base_url: &str) -> ClientBuilder<Client> {
    let wide = Window { calls: 1_000, per: Duration::from_millis(1) };
    Client::builder("cli_bench", "secret")
        .base_url(base_url)
        .rate_limits(RateLimits::documented().operation(&LIST, [wide]))
}

/// The client without limiter and retries.
#[must_use = "call `build`"]
pub fn bare_client(base_url: &str) -> ClientBuilder<Client> {
    Client::builder("cli_bench", "secret").base_url(base_url).rate_limits(RateLimits::off()).max_retries(0)
}

/// Makes the call.
///
/// # Errors
/// When it fails.
pub async fn page(client: &Client) -> Result<ListInterviewResponse> {
    client.v1().interview().list().page_size(100).start_time(Timestamp::from_millis(1_609_489_908_000)).send().await
}
