//! Exports all interviews of a period with their interview records as JSON Lines. Uses the full rate limit and resumes after an interruption.
//!
//! ```sh
//! cargo run --package feishu-hire --features mock --example export -- \
//!     --from 2024-01-01 --to 2024-02-01 --out interviews.jsonl --mock 400
//! ```
//!
//! Without `--mock`, it calls the real service with the app in `FEISHU_APP_ID` and `FEISHU_APP_SECRET`.
//! Each line is `{"interview": {…}, "records": [{…}, …]}`. Until the export is complete, `interviews.jsonl.resume` contains the checkpoint.
//! Personal data is written to the output file only, never to the terminal.

mod arguments;
mod bar;
mod job;
#[path = "../common/stop.rs"]
mod stop;

use std::{cell::Cell, env, process::ExitCode};

use clap::Parser;
use feishu_hire::{
    Client,
    mock::{Server, WindowKind},
};

use arguments::Arguments;
use bar::Bar;
use job::{End, Job, Outcome, Progress};
use stop::stop;

#[tokio::main]
async fn main() -> ExitCode {
    match export(&Arguments::parse()).await {
        Ok(End::Complete) => ExitCode::SUCCESS,
        // The exit code of a program that was stopped by Ctrl-C. The next run resumes the export.
        Ok(End::Stopped) => ExitCode::from(130),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn export(arguments: &Arguments) -> Outcome<End> {
    let period = arguments.period()?;
    let server = match arguments.mock {
        Some(interviews) => Some(mock(interviews).await?),
        None => None,
    };
    let (app, client) = match &server {
        Some(server) => ("mock".to_owned(), server.client()?),
        None => service()?,
    };
    let job = Job { client, app, period, out: arguments.out.clone() };
    let bar = Bar::new(arguments.mock.and_then(|interviews| u64::try_from(interviews).ok()));
    let progress = Cell::new(Progress::default());
    let outcome = job
        .run(stop(), |now| {
            progress.set(now);
            bar.show(now);
        })
        .await;
    let summary = bar.end(progress.get());
    if outcome.is_ok() || progress.get().interviews > 0 {
        println!("{summary}");
    }
    match &outcome {
        Ok(End::Complete) => println!("{} is complete.", job.out.display()),
        Ok(End::Stopped) => println!("Stopped. Run the same command again to resume."),
        Err(_) if progress.get().interviews > 0 => println!("Run the same command again to resume."),
        Err(_) => {}
    }
    if let Some(server) = &server {
        println!("The mock server rejected {} calls because of rate limits.", server.rate_limited_calls());
    }
    outcome
}

/// Starts a mock server with the strictest rate limit counting.
async fn mock(interviews: usize) -> Outcome<Server> {
    let server = Server::start().await?;
    server.enforce_rate_limits(WindowKind::Sliding);
    server.on("hire.v1.interview.list")?.set_item_count(interviews);
    Ok(server)
}

/// Returns the app id and a client of the real service.
fn service() -> Outcome<(String, Client)> {
    let variable = |name: &str| env::var(name).map_err(|_| format!("{name} is not set; set it, or use --mock 400"));
    let (id, secret) = (variable("FEISHU_APP_ID")?, variable("FEISHU_APP_SECRET")?);
    let client = Client::builder(id.as_str(), secret).build()?;
    Ok((id, client))
}
