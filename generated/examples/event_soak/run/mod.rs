//! The stress test of events. The tests run a short version of it.

mod consumer;
mod disturb;
mod processed;
mod report;
mod send;

use std::{
    error::Error,
    sync::Arc,
    time::{Duration, Instant},
};

use feishu_hire::mock::event::Gateway;
use tokio::task::JoinSet;

use crate::{
    memory::Memory,
    tasks::{Tasks, runtime},
};

pub(crate) use self::report::Report;
use self::{
    consumer::Consumer,
    disturb::Disturber,
    processed::Processed,
    send::{Sender, Sent},
};

/// Parameters of the stress test.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) events: usize,
    pub(crate) at_once: usize,
    /// Number of events between two disturbances.
    pub(crate) calm: usize,
    /// Interval of memory samples.
    pub(crate) sample: Duration,
}

/// Runs the plan with a gateway in this process.
///
/// Gateway and senders have a separate runtime, so all tasks that remain in the other runtime belong to event streams.
pub(crate) fn soak(plan: &Plan) -> Result<Report, Box<dyn Error>> {
    let (servers, clients) = (runtime()?, runtime()?);
    let gateway = Arc::new(servers.block_on(Gateway::start())?);
    let sent = Arc::new(Sent::default());
    let mut senders = JoinSet::new();
    for _ in 0..plan.at_once {
        let sender = Sender { events: plan.events, gateway: Arc::clone(&gateway), sent: Arc::clone(&sent) };
        senders.spawn_on(sender.send(), servers.handle());
    }
    let report = clients.block_on(receive(plan, &gateway, &sent, senders));
    servers.shutdown_background();
    report
}

/// Receives until all events are sent and acknowledged.
async fn receive(
    plan: &Plan,
    gateway: &Arc<Gateway>,
    sent: &Sent,
    mut senders: JoinSet<()>,
) -> Result<Report, Box<dyn Error>> {
    let (start, tasks) = (Instant::now(), Tasks::count());
    let memory = Memory::sample(plan.sample);
    let processed = Arc::new(Processed::new(plan.events));
    let consumer = Consumer::start(gateway.base_url(), &processed)?;
    let mut disturber = Disturber::new(Arc::clone(gateway), consumer, plan.calm);
    tokio::select! {
        ended = async { while let Some(sender) = senders.join_next().await { sender?; } Ok::<_, Box<dyn Error>>(()) } => ended?,
        failed = disturber.run(&processed) => return Err(failed.into()),
    }
    let disturbances = disturber.end().await;
    Ok(Report {
        plan: plan.clone(),
        deliveries: sent.counts(),
        disturbances,
        connections: gateway.attempts(),
        processed: processed.counts(),
        memory: memory.end().await,
        tasks_left: tasks.remaining().await,
        duration: start.elapsed(),
    })
}
