//! The program that receives the events.

use std::{sync::Arc, time::Duration};

use feishu_hire::event::{AckPolicy, EventStreamBuilder, MemoryDeduplicator, RawEvent, SocketError};
use tokio::task::JoinHandle;

use super::processed::Processed;

/// Claims of a crashed consumer expire after this time. It is short so that the test does not wait for them.
const LEASE: Duration = Duration::from_secs(1);

/// Maximum number of remembered events. Deliveries are repeated at once, so few events are sufficient. With a larger number, memory would grow until
/// it is reached.
const REMEMBERED: usize = 5000;

/// A consumer that can crash. Its deduplicator survives a crash, as one in Redis would.
pub(super) struct Consumer {
    base_url: String,
    processed: Arc<Processed>,
    events: Arc<MemoryDeduplicator>,
    task: JoinHandle<Option<SocketError>>,
}

impl Consumer {
    pub(super) fn start(base_url: &str, processed: &Arc<Processed>) -> feishu_hire::Result<Self> {
        let events = Arc::new(MemoryDeduplicator::new().lease(LEASE).capacity(REMEMBERED));
        let task = receive(base_url, processed, &events)?;
        Ok(Self { base_url: base_url.to_owned(), processed: Arc::clone(processed), events, task })
    }

    /// Stops the consumer in the middle of its work, and starts it again.
    pub(super) async fn crash(&mut self) -> feishu_hire::Result<()> {
        self.end().await;
        self.task = receive(&self.base_url, &self.processed, &self.events)?;
        Ok(())
    }

    pub(super) async fn end(&mut self) {
        self.task.abort();
        // An error, because the task was cancelled.
        let _ = (&mut self.task).await;
    }
}

fn receive(
    base_url: &str,
    processed: &Arc<Processed>,
    events: &Arc<MemoryDeduplicator>,
) -> feishu_hire::Result<JoinHandle<Option<SocketError>>> {
    // A silent connection is noticed after 0.6 s.
    let stream = EventStreamBuilder::new("cli_mock", "secret-of-the-mock")
        .base_url(base_url)
        .ping_interval(Duration::from_millis(100))
        .grace(Duration::from_millis(500))
        .deduplicator(Arc::clone(events))
        .connect::<RawEvent>()?;
    let processed = Arc::clone(processed);
    Ok(tokio::spawn(
        stream.run(AckPolicy::AfterHandler, move |envelope| {
            std::future::ready(processed.record(&envelope.header.event_id))
        }),
    ))
}
