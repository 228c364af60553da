//! The stress test. The tests run a short version of it.

mod counts;
mod faults;
mod report;
mod work;

use std::{
    error::Error,
    sync::Arc,
    time::{Duration, Instant},
};

use feishu_hire::{Client, RateLimits, mock::Server};
use tokio::task::JoinSet;

use crate::{
    memory::Memory,
    tasks::{Tasks, runtime},
};

pub(crate) use self::report::Report;
use self::{counts::Counts, work::Worker};

/// Parameters of the stress test.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) calls: u64,
    pub(crate) at_once: usize,
    pub(crate) seed: u64,
    /// Number of items per stream.
    pub(crate) items: usize,
    /// Interval of memory samples.
    pub(crate) sample: Duration,
}

/// Runs the plan against a mock server in this process.
///
/// Server and client have separate runtimes, so all tasks that remain in the runtime of the client belong to the client.
pub(crate) fn soak(plan: &Plan) -> Result<Report, Box<dyn Error>> {
    let (servers, clients) = (runtime()?, runtime()?);
    let server = Arc::new(servers.block_on(server(plan))?);
    let report = clients.block_on(calls(plan, &server));
    servers.shutdown_background();
    report
}

async fn server(plan: &Plan) -> Result<Server, Box<dyn Error>> {
    let server = Server::start().await?;
    server.limit_recorded_requests(0);
    server.on(work::LIST)?.set_item_count(plan.items);
    server.inject_faults(plan.seed, 5, faults::faults());
    Ok(server)
}

async fn calls(plan: &Plan, server: &Arc<Server>) -> Result<Report, Box<dyn Error>> {
    let start = Instant::now();
    let tasks = Tasks::count();
    let counts = Arc::new(Counts::default());
    let memory = Memory::sample(plan.sample);
    let client = client(server)?;
    let mut workers = JoinSet::new();
    let worker = Worker { client, server: Arc::clone(server), counts: Arc::clone(&counts), plan: plan.clone() };
    for _ in 0..plan.at_once {
        workers.spawn(worker.clone().work());
    }
    drop(worker);
    while let Some(ended) = workers.join_next().await {
        ended?;
    }
    let memory = memory.end().await;
    let tasks_left = tasks.remaining().await;
    Ok(Report {
        plan: plan.clone(),
        counts: counts.totals(),
        faults: server.injected_faults(),
        executed: server.on(work::WRITE)?.accepted_calls() as u64,
        memory,
        tasks_left,
        duration: start.elapsed(),
    })
}

/// Creates a client without rate limits, which would slow down the test, and with enough retries for any sequence of faults.
fn client(server: &Server) -> feishu_hire::Result<Client> {
    let builder = server.builder().rate_limits(RateLimits::off()).max_retries(10);
    builder.timeout(Duration::from_secs(300)).build()
}
