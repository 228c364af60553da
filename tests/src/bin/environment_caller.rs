//! A program that tests start with other environment variables: it builds a client, makes one call, and prints the result.
//!
//! `environment_caller BASE_URL [LINK]`. With a link, it downloads the file instead. Standard output: `ok`, or the kind and the message of
//! the error. Standard error: the log, if `RUST_LOG` is set.

use std::{env, io};

use tracing_subscriber::{Layer as _, filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use feishu_hire::{Client, Result, model::Attachment};

#[tokio::main]
async fn main() {
    if let Some(targets) = env::var("RUST_LOG").ok().and_then(|filter| filter.parse::<Targets>().ok()) {
        let log = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(io::stderr).with_filter(targets);
        tracing_subscriber::registry().with(log).init();
    }
    let mut arguments = env::args().skip(1);
    let base_url = arguments.next().unwrap_or_default();
    match run(&base_url, arguments.next()).await {
        Ok(()) => println!("ok"),
        Err(error) => println!("{:?}: {error}", error.kind()),
    }
}

async fn run(base_url: &str, link: Option<String>) -> Result<()> {
    let client = Client::builder("cli_mock", "secret-of-the-mock").base_url(base_url).build()?;
    match link {
        Some(link) => {
            let attachment = Attachment { url: Some(link.into()), ..Attachment::default() };
            attachment.download(&client).bytes().await.map(drop)
        }
        None => client.v1().interview().list().interview_id("1").send().await.map(drop),
    }
}
