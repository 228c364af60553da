//! The mock Feishu server, by hand: `cargo xtask mock --port 8080 --items 250`, or with `--samples`.

use std::{env, error::Error, net::SocketAddr};

use feishu_hire::{mock, operation};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let port: u16 = arguments.next().map_or(Ok(8080), |port| port.parse())?;
    let items: usize = arguments.next().map_or(Ok(250), |items| items.parse())?;
    let server = mock::Server::start_at(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    let url = server.base_url();
    if arguments.next().as_deref() == Some("samples") {
        println!("A mock Feishu listens at {url}; it answers documented samples and counts nothing. Ctrl-C ends it.\n");
        // For programs that call it a hundred thousand times, and ask for none of what it received.
        server.keep_requests(0);
    } else {
        hold_and_count(&server, items)?;
        println!("A mock Feishu listens at {url}; each paged operation holds {items} items. Ctrl-C ends it.");
        println!(
            "Calls are counted in sliding windows: beyond the documented rate limits, it answers HTTP 429 and how long to wait.\n"
        );
    }
    println!("Any app id and secret will do:\n");
    println!("  TOKEN=$(curl -s {url}/open-apis/auth/v3/tenant_access_token/internal \\");
    println!(
        "    -d '{{\"app_id\":\"cli_x\",\"app_secret\":\"s\"}}' | sed 's/.*\"tenant_access_token\":\"\\([^\"]*\\).*/\\1/')"
    );
    println!(
        "  curl -s -H \"Authorization: Bearer $TOKEN\" '{url}/open-apis/hire/v1/interviews?start_time=1609489908000&page_size=2'\n"
    );
    println!("It answers:");
    for operation in operation::ALL {
        println!("  {:<7} {}", operation.method.as_str(), operation.path);
    }
    tokio::signal::ctrl_c().await?;
    Ok(())
}

fn hold_and_count(server: &mock::Server, items: usize) -> Result<(), Box<dyn Error>> {
    server.counts(mock::Counting::Sliding);
    for operation in operation::ALL.iter().filter(|operation| operation.paging.is_some()) {
        server.on(operation.id)?.holds(items);
    }
    Ok(())
}
