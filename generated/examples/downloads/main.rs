//! Downloads all resumes and interview records of a job into a folder.
//!
//! ```sh
//! cargo run --package feishu-hire --features mock --example downloads -- --job 6889330484657424647 --folder job --mock 40
//! ```
//!
//! Without `--mock`, it calls the real service with the app in `FEISHU_APP_ID` and `FEISHU_APP_SECRET`. The folder contains:
//!
//! - `APPLICATION/resumes/ATTACHMENT/…`: each resume under its own name.
//! - `APPLICATION/records/RECORD.json`: each interview record.
//!
//! Existing files are kept, so the same command resumes. Only ids are printed, no personal data.

mod collect;
#[path = "../common/stop.rs"]
mod stop;

use std::{env, path::PathBuf, process::ExitCode};

use clap::Parser;
use feishu_hire::{Client, mock::Server};

use collect::{Collection, End, Outcome};
use stop::stop;

/// Downloads all resumes and interview records of a job into a folder.
///
/// Existing files are kept. After an interruption, the same command resumes.
#[derive(Debug, Parser)]
#[command(after_help = "App id and secret are read from FEISHU_APP_ID and FEISHU_APP_SECRET.")]
struct Arguments {
    /// Id of the job.
    #[arg(long, value_name = "ID")]
    job: String,
    /// Folder for the files; created if absent.
    #[arg(long, value_name = "FOLDER")]
    folder: PathBuf,
    /// Number of applications processed concurrently.
    #[arg(long, value_name = "APPLICATIONS", default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=32))]
    concurrent: u8,
    /// Use a mock server in this process with this number of applications.
    #[arg(long, value_name = "APPLICATIONS")]
    mock: Option<usize>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Outcome<ExitCode> {
    let server = match arguments.mock {
        Some(applications) => Some(mock(applications).await?),
        None => None,
    };
    let client = match &server {
        Some(server) => server.client()?,
        None => service()?,
    };
    let (job, concurrent) = (arguments.job.into(), arguments.concurrent.into());
    let collection = Collection { client, job, folder: arguments.folder, concurrent };
    let mut failed = 0_u32;
    let end = collection.run(stop(), |application, outcome| match outcome {
        Ok(files) => {
            println!("{application}  {} new, {} existing, {} missing", files.new, files.existing, files.missing)
        }
        Err(error) => {
            failed += 1;
            eprintln!("{application}  error: {error}");
        }
    });
    Ok(match end.await? {
        End::Stopped => {
            println!("Stopped. Run the same command again to resume.");
            ExitCode::from(130)
        }
        End::Complete if failed > 0 => {
            println!("{failed} applications failed. Run the same command again to retry them.");
            ExitCode::FAILURE
        }
        End::Complete => ExitCode::SUCCESS,
    })
}

/// Starts a mock server on which every application belongs to the job.
async fn mock(applications: usize) -> Outcome<Server> {
    let server = Server::start().await?;
    server.populate("hire.v1.interview.list", applications * 2)?;
    let ids = server.ids("ApplicationId").into_iter().map(Into::into);
    server.on("hire.v1.application.list")?.set_items(ids);
    Ok(server)
}

fn service() -> Outcome<Client> {
    let variable = |name: &str| env::var(name).map_err(|_| format!("{name} is not set; set it, or use --mock 40"));
    Ok(Client::builder(variable("FEISHU_APP_ID")?, variable("FEISHU_APP_SECRET")?).build()?)
}
