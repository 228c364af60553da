//! Takes a candidate from a new talent to an offer: creates a talent, an application and a note, changes the stage, and creates an offer.
//!
//! ```sh
//! cargo run --package feishu-hire --features mock --example pipeline -- --mock \
//!     --name 李四 --email lisi@example.com --job 6889330484657424647 --stage 6960663240925956402 \
//!     --department od-6b394871807047c7023ebfc1ff37cd3a --manager ou_ce613028fe74745421f5dc320bb9c709
//! ```
//!
//! Without `--mock`, it calls the real service with the app in `FEISHU_APP_ID` and `FEISHU_APP_SECRET`. Each step keeps objects that
//! already exist, so the same command continues after an error. Only ids are printed, no personal data.

mod advice;
mod steps;

use std::{env, error::Error, process::ExitCode};

use clap::Parser;
use feishu_hire::{Client, mock::Server, model::OfferBasicInfoInput};
use serde_json::json;

use advice::advice;
use steps::{Candidate, hire};

/// Creates a talent, an application and a note, moves the application to a stage, and creates an offer.
///
/// Objects that already exist are kept, so after an error, the same command continues.
#[derive(Debug, Parser)]
#[command(after_help = "App id and secret are read from FEISHU_APP_ID and FEISHU_APP_SECRET.")]
struct Arguments {
    /// Name of the candidate.
    #[arg(long)]
    name: String,
    /// Email address of the candidate, by which an existing talent is found.
    #[arg(long)]
    email: String,
    /// Note about the application.
    #[arg(long, default_value = "Imported.")]
    note: String,
    /// Id of the job.
    #[arg(long, value_name = "ID")]
    job: String,
    /// Id of the stage in which the offer is created.
    #[arg(long, value_name = "ID")]
    stage: String,
    /// Open id of the department of the offer.
    #[arg(long, value_name = "ID")]
    department: String,
    /// Open id of the manager, who also owns the offer.
    #[arg(long, value_name = "ID")]
    manager: String,
    /// Use a mock server in this process.
    #[arg(long)]
    mock: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            if let Some(error) = error.downcast_ref() {
                eprintln!("{}", advice(error));
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let server = if arguments.mock { Some(mock().await?) } else { None };
    let client = match &server {
        Some(server) => server.client()?,
        None => service()?,
    };
    let manager = arguments.manager;
    let candidate = Candidate {
        name: arguments.name,
        email: arguments.email,
        note: arguments.note,
        job: arguments.job.into(),
        stage: arguments.stage.into(),
        offer: OfferBasicInfoInput::new(arguments.department, manager.as_str(), manager.as_str(), manager.as_str()),
    };
    hire(&client, &candidate, |step| println!("{step}")).await
}

/// Starts a mock server without a talent of this email address.
async fn mock() -> Result<Server, Box<dyn Error>> {
    let server = Server::start().await?;
    server.on("hire.v1.talent.batch_get_id")?.respond_with_data(&json!({ "talent_list": [] }));
    Ok(server)
}

fn service() -> Result<Client, Box<dyn Error>> {
    let variable = |name: &str| env::var(name).map_err(|_| format!("{name} is not set; set it, or use --mock"));
    Ok(Client::builder(variable("FEISHU_APP_ID")?, variable("FEISHU_APP_SECRET")?).build()?)
}
