//! All interviews of a period with each of their records, as JSON Lines; as fast as the rate limits let it, and resumable.
//!
//! ```sh
//! cargo run --package feishu-hire --features mock --example export -- \
//!     --from 2024-01-01 --to 2024-02-01 --out interviews.jsonl --mock 400
//! ```
//!
//! Without `--mock` it talks to the service, in the name of the app in `FEISHU_APP_ID` and `FEISHU_APP_SECRET`.
//! Each line is `{"interview": {…}, "records": [{…}, …]}`; where to go on after a stop is kept in `interviews.jsonl.resume` meanwhile.
//! Of persons, the terminal is told nothing.

mod arguments;
mod bar;
mod job;

use std::{cell::Cell, env, future, process::ExitCode};

use clap::Parser;
use feishu_hire::{
    Client,
    mock::{Counting, Server},
};

use arguments::Arguments;
use bar::Bar;
use job::{End, Job, Outcome, Progress};

#[tokio::main]
async fn main() -> ExitCode {
    match export(&Arguments::parse()).await {
        Ok(End::Whole) => ExitCode::SUCCESS,
        // As a shell tells it of a program that Ctrl-C ended.
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
        .run(ctrl_c(), |now| {
            progress.set(now);
            bar.show(now);
        })
        .await;
    let told = bar.end(progress.get());
    if outcome.is_ok() || progress.get().interviews > 0 {
        println!("{told}");
    }
    match &outcome {
        Ok(End::Whole) => println!("{} is whole.", job.out.display()),
        Ok(End::Stopped) => println!("Stopped. The same command goes on from here."),
        Err(_) if progress.get().interviews > 0 => println!("The same command goes on from here."),
        Err(_) => {}
    }
    if let Some(server) = &server {
        println!("The mock refused {} calls because of its rate limits.", server.refused_by_limit());
    }
    outcome
}

/// A mock Feishu that counts calls as strictly as can be.
async fn mock(interviews: usize) -> Outcome<Server> {
    let server = Server::start().await?;
    server.counts(Counting::Sliding);
    server.on("hire.v1.interview.list")?.holds(interviews);
    Ok(server)
}

/// The app and its client of the service.
fn service() -> Outcome<(String, Client)> {
    let variable = |name: &str| env::var(name).map_err(|_| format!("{name} is not set; or try it with --mock 400"));
    let (id, secret) = (variable("FEISHU_APP_ID")?, variable("FEISHU_APP_SECRET")?);
    let client = Client::builder(id.as_str(), secret).build()?;
    Ok((id, client))
}

async fn ctrl_c() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Ctrl-C then ends the program at once; that loses nothing either.
        future::pending::<()>().await;
    }
}
