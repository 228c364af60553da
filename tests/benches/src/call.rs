//! The measured call: one page of 100 interviews over loopback.

use std::time::Duration;

use feishu_hire::{
    Client, ClientBuilder, RateLimits, Result, Timestamp, model::ListInterviewResponse, operation::Window,
    v1::interview::LIST,
};

/// Creates a client with the default settings and a very high rate limit, so that the rate limiter runs but no call waits.
#[must_use = "call `build`"]
pub fn client(base_url: &str) -> ClientBuilder<Client> {
    let wide = Window { calls: 1_000, per: Duration::from_millis(1) };
    Client::builder("cli_bench", "secret")
        .base_url(base_url)
        .rate_limits(RateLimits::documented().operation(&LIST, [wide]))
}

/// Creates a client without rate limiter and retries.
#[must_use = "call `build`"]
pub fn bare_client(base_url: &str) -> ClientBuilder<Client> {
    Client::builder("cli_bench", "secret").base_url(base_url).rate_limits(RateLimits::off()).max_retries(0)
}

/// Makes the call.
///
/// # Errors
/// Fails if the call fails.
pub async fn page(client: &Client) -> Result<ListInterviewResponse> {
    client.v1().interview().list().page_size(100).start_time(Timestamp::from_millis(1_609_489_908_000)).send().await
}
