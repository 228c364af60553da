//! Runs the mock server until Ctrl-C, for curl and other programs.
//!
//! ```sh
//! cargo run --package feishu-hire --features events-socket,mock --example mock_server -- --port 8080 --items 250
//! ```
//!
//! `POST /_mock/events` emits an event: to programs with a long connection, or to the webhook of `--webhook`.

use std::{
    error::Error,
    net::{IpAddr, Ipv4Addr},
};

use clap::Parser;
use feishu_hire::{
    mock::{self, event::Webhook},
    operation,
};

/// Runs a mock Feishu server until Ctrl-C.
///
/// It sends events by long connection or to a webhook. Each `POST /_mock/events` delivers one event once and returns the status of the
/// delivery. The body is an envelope as on the page of the event, of which only the type is required:
///
/// {"header": {"event_type": "hire.talent.deleted_v1"}, "event": {"talent_id": "1"}}
#[derive(Debug, Parser)]
struct Arguments {
    /// Port to listen on; 0 selects a free port.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Address to listen on; `0.0.0.0` accepts connections from other machines and containers.
    #[arg(long, default_value_t = Ipv4Addr::LOCALHOST.into())]
    host: IpAddr,
    /// Number of items that each paged operation returns.
    #[arg(long, default_value_t = 250)]
    items: usize,
    /// Respond with the documented samples, without paging and rate limits.
    #[arg(long)]
    samples: bool,
    /// URL of a webhook, such as `http://127.0.0.1:3000/events`, to which events are sent [default: events are sent by long connection].
    #[arg(long, value_name = "URL")]
    webhook: Option<String>,
    /// Verification token in the events of the webhook.
    #[arg(long, value_name = "TOKEN", requires = "webhook")]
    verification_token: Option<String>,
    /// Key with which the requests of the webhook are encrypted and signed.
    #[arg(long, value_name = "KEY", requires = "webhook")]
    encrypt_key: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let server = mock::Server::start_at((arguments.host, arguments.port).into()).await?;
    let url = server.base_url();
    println!("Mock server at {url}; stop it with Ctrl-C.");
    if arguments.samples {
        println!("Responses are the documented samples, without paging and rate limits.\n");
        // Load tests send many requests and never read the recorded requests.
        server.limit_recorded_requests(0);
    } else {
        page_and_limit(&server, arguments.items)?;
        println!("Each paged operation returns {} items.", arguments.items);
        println!(
            "The documented rate limits apply, in sliding windows; rejected requests get HTTP 429 and the time to wait.\n"
        );
    }
    println!("Any app id and secret are accepted:\n");
    println!("  TOKEN=$(curl -s {url}/open-apis/auth/v3/tenant_access_token/internal \\");
    println!(
        "    -d '{{\"app_id\":\"cli_x\",\"app_secret\":\"s\"}}' | sed 's/.*\"tenant_access_token\":\"\\([^\"]*\\).*/\\1/')"
    );
    println!(
        "  curl -s -H \"Authorization: Bearer $TOKEN\" '{url}/open-apis/hire/v1/interviews?start_time=1609489908000&page_size=2'\n"
    );
    send_events(&server, &arguments).await?;
    println!("Endpoints:");
    for operation in operation::ALL {
        println!("  {:<7} {}", operation.method.as_str(), operation.path);
    }
    tokio::signal::ctrl_c().await?;
    Ok(())
}

/// Sets the destination of events.
async fn send_events(server: &mock::Server, arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    if let Some(url) = &arguments.webhook {
        let webhook = arguments.verification_token.iter().fold(Webhook::new(url), Webhook::verification_token);
        let webhook = arguments.encrypt_key.iter().fold(webhook, Webhook::encrypt_key);
        let is_verified = webhook.verify().await;
        println!("Events are sent to {url}, which {} the verification.", if is_verified { "passed" } else { "failed" });
        server.send_events_to(webhook);
    } else {
        server.send_events_by_long_connection().await?;
        println!(
            "Events are sent by long connection, to programs on this machine with any app id `cli_…` and the secret `secret-of-the-mock`."
        );
    }
    println!("This emits one; the response contains the status of its delivery:\n");
    println!("  curl -s {}/_mock/events \\", server.base_url());
    println!(
        "    -d '{{\"header\":{{\"event_type\":\"hire.talent.deleted_v1\"}},\"event\":{{\"talent_id\":\"1\"}}}}'\n"
    );
    Ok(())
}

fn page_and_limit(server: &mock::Server, items: usize) -> Result<(), Box<dyn Error>> {
    server.enforce_rate_limits(mock::WindowKind::Sliding);
    for operation in operation::ALL.iter().filter(|operation| operation.paging.is_some()) {
        server.on(operation.id)?.set_item_count(items);
    }
    Ok(())
}
