//! Copies talents, applications and interviews into a SQLite database. Later runs copy what has changed since.
//!
//! ```sh
//! cargo run --package feishu-hire --features mock --example sync_sqlite -- --database hire.sqlite --mock 400
//! sqlite3 hire.sqlite 'SELECT job_id, count(*) FROM interviews JOIN applications a ON a.id = application_id GROUP BY job_id'
//! ```
//!
//! Without `--mock`, it calls the real service with the app in `FEISHU_APP_ID` and `FEISHU_APP_SECRET`. Use one database per app and tenant.
//! The tables contain each object as JSON. Personal data is written to the database only, never to the terminal.
//!
//! - Talents and applications: the API filters by the time of the last update, so a run reads the objects that were updated since the previous run.
//! - Interviews: the API only filters by the start time, so a run reads the interviews of the last days again, and all future ones.
//! - Deleted objects stay in the database, because the API does not report deletions.

#[path = "../common/stop.rs"]
mod stop;
mod sync;

use std::{env, path::PathBuf, process::ExitCode, time::Duration};

use clap::Parser;
use feishu_hire::{Client, Timestamp, mock::Server};

use stop::stop;
use sync::{End, Outcome, Store, SyncRun};

/// Copies talents, applications and interviews into a SQLite database. Later runs copy what has changed since.
///
/// After an interruption, the same command resumes.
#[derive(Debug, Parser)]
#[command(after_help = "App id and secret are read from FEISHU_APP_ID and FEISHU_APP_SECRET.")]
struct Arguments {
    /// Database file; created if absent.
    #[arg(long, value_name = "FILE")]
    database: PathBuf,
    /// Read interviews again that started up to this number of days before the previous run.
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    reread: u32,
    /// Use a mock server in this process with this number of interviews.
    #[arg(long, value_name = "INTERVIEWS")]
    mock: Option<usize>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(End::Complete) => ExitCode::SUCCESS,
        Ok(End::Stopped) => {
            println!("Stopped. Run the same command again to resume.");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Outcome<End> {
    let server = match arguments.mock {
        Some(interviews) => Some(mock(interviews).await?),
        None => None,
    };
    let client = match &server {
        Some(server) => server.client()?,
        None => service()?,
    };
    let now = Timestamp::from_millis(jiff::Timestamp::now().as_millisecond());
    let reread = Duration::from_secs(u64::from(arguments.reread) * 24 * 3600);
    let mut sync = SyncRun { client, store: Store::open(&arguments.database)?, now, reread };
    sync.run(stop(), |source, copied| println!("{:<12} {copied:>8} copied", source.table())).await
}

async fn mock(interviews: usize) -> Outcome<Server> {
    let server = Server::start().await?;
    server.populate("hire.v1.interview.list", interviews)?;
    let applications = server.ids("ApplicationId").into_iter().map(Into::into);
    server.on("hire.v1.application.list")?.set_items(applications);
    Ok(server)
}

fn service() -> Outcome<Client> {
    let variable = |name: &str| env::var(name).map_err(|_| format!("{name} is not set; set it, or use --mock 400"));
    Ok(Client::builder(variable("FEISHU_APP_ID")?, variable("FEISHU_APP_SECRET")?).build()?)
}
