//! The soak itself; the tests run a short form of it.

mod counts;
mod faults;
mod memory;
mod report;
mod work;

use std::{
    error::Error,
    io,
    sync::Arc,
    time::{Duration, Instant},
};

use feishu_hire::{Client, RateLimits, mock::Server};
use tokio::{
    runtime::{Builder, Handle, Runtime},
    task::JoinSet,
};

pub(crate) use self::report::Report;
use self::{counts::Counts, memory::Memory, work::Worker};

/// How much there is to do.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) calls: u64,
    pub(crate) at_once: usize,
    pub(crate) seed: u64,
    /// How many items each stream holds.
    pub(crate) items: usize,
    /// How often memory is looked at.
    pub(crate) sample: Duration,
}

/// Runs the plan against a mock server in this process.
///
/// The server has a runtime of its own: what is left over in the other one is the client's.
pub(crate) fn soak(plan: &Plan) -> Result<Report, Box<dyn Error>> {
    let (servers, clients) = (runtime()?, runtime()?);
    let server = Arc::new(servers.block_on(server(plan))?);
    let report = clients.block_on(calls(plan, &server));
    servers.shutdown_background();
    report
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(2).enable_all().build()
}

async fn server(plan: &Plan) -> Result<Server, Box<dyn Error>> {
    let server = Server::start().await?;
    server.keep_requests(0);
    server.on(work::LIST)?.holds(plan.items);
    server.spoil(plan.seed, 5, faults::faults());
    Ok(server)
}

async fn calls(plan: &Plan, server: &Arc<Server>) -> Result<Report, Box<dyn Error>> {
    let start = Instant::now();
    let tasks = Handle::current().metrics().num_alive_tasks();
    let counts = Arc::new(Counts::default());
    let memory = Memory::watched(plan.sample);
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
    let tasks_left = left_over(tasks).await;
    Ok(Report {
        plan: plan.clone(),
        counts: counts.told(),
        faults: server.spoilt(),
        carried_out: server.on(work::WRITE)?.taken() as u64,
        memory,
        tasks_left,
        took: start.elapsed(),
    })
}

/// No limits, which would make it long, and more retries than anything meets in a row.
fn client(server: &Server) -> feishu_hire::Result<Client> {
    let builder = server.builder().rate_limits(RateLimits::off()).max_retries(10);
    builder.timeout(Duration::from_secs(300)).build()
}

/// How many more tasks there are than before, once the connections had a moment to close.
async fn left_over(before: usize) -> usize {
    let left = || Handle::current().metrics().num_alive_tasks().saturating_sub(before);
    for _ in 0..500 {
        if left() == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    left()
}
