//! Workers: streams, single reads and writes.

use std::sync::Arc;

use feishu_hire::{Client, Error, mock::Server, model::Job};

use super::{Plan, counts::Counts};

pub(super) const LIST: &str = "hire.v1.job.list";
pub(super) const WRITE: &str = "hire.v1.note.create";

/// One of the concurrent callers.
#[derive(Clone)]
pub(super) struct Worker {
    pub(super) client: Client,
    pub(super) server: Arc<Server>,
    pub(super) counts: Arc<Counts>,
    pub(super) plan: Plan,
}

impl Worker {
    /// Processes jobs until enough calls have been made.
    pub(super) async fn work(self) {
        while let Some(job) = self.counts.next_job(self.plan.calls) {
            match job % 16 {
                0 => self.stream(job).await,
                1..=4 => self.write(job).await,
                _ => self.read(job).await,
            }
        }
    }

    /// Reads all items and verifies that each arrives once and in order.
    async fn stream(&self, job: u64) {
        let page_size = [5, 10, 20].into_iter().cycle().nth((job / 16 % 3) as usize).unwrap_or(20);
        let mut jobs = self.client.v1().job().list().page_size(page_size).items();
        let (mut count, mut page) = (0, None);
        loop {
            let next = jobs.try_next().await;
            // Each page is a call with its own log id.
            if let Some(metadata) = jobs.metadata().filter(|metadata| metadata.log_id != page) {
                page.clone_from(&metadata.log_id);
                self.record_call(metadata.attempts);
            }
            match next {
                Ok(Some(item)) if number(&item) == Some(count + 1) => count += 1,
                Ok(Some(item)) => {
                    return self.record_violation(format!("item {:?} of stream {job} comes after {count}", item.id));
                }
                Ok(None) if count == self.plan.items as u64 => return self.counts.record_stream(count),
                Ok(None) => return self.record_violation(format!("stream {job} ends after {count} items")),
                Err(error) => return self.record_violation(format!("stream {job}, after {count} items: {error:?}")),
            }
        }
    }

    async fn read(&self, job: u64) {
        let record = self.client.v1().interview_record().get(job.to_string()).send_with_metadata().await;
        match record {
            Ok(response) => {
                self.record_call(response.metadata.attempts);
                if response.data.interview_record.is_none_or(|record| record.id.is_none()) {
                    self.record_violation(format!("read {job} is empty"));
                }
            }
            Err(error) => self.record_violation(format!("read {job}: {error:?}")),
        }
    }

    /// Makes a write. It may fail, because a write is not retried once it was sent.
    async fn write(&self, job: u64) {
        let note = self.client.v1().note().create("1", format!("note {job}")).send_with_metadata().await;
        match note {
            Ok(response) => {
                self.record_call(response.metadata.attempts);
                self.counts.record_write(None);
            }
            Err(error) => {
                self.record_call(attempts(&error));
                self.counts.record_write(Some(&error));
                if !error.was_sent() {
                    self.record_violation(format!("write {job} was never sent: {error:?}"));
                }
            }
        }
    }

    /// Records a call. Three times per run, all tokens are revoked.
    fn record_call(&self, attempts: u32) {
        let number = self.counts.record_call(attempts);
        if number < self.plan.calls && number.is_multiple_of((self.plan.calls / 4).max(1)) {
            self.server.revoke_tokens();
        }
    }

    fn record_violation(&self, violation: String) {
        self.counts.record_violation(violation);
    }
}

fn attempts(error: &Error) -> u32 {
    u32::try_from(error.attempts().len()).unwrap_or(u32::MAX)
}

/// Returns the number of an item. The ids of the server are consecutive numbers.
fn number(job: &Job) -> Option<u64> {
    job.id.as_ref()?.as_str().parse().ok()
}
