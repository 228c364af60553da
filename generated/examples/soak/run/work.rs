//! What the callers do: streams, single reads and writes.

use std::sync::Arc;

use feishu_hire::{Client, Error, mock::Server, model::Job};

use super::{Plan, counts::Counts};

pub(super) const LIST: &str = "hire.v1.job.list";
pub(super) const WRITE: &str = "hire.v1.note.create";

/// One caller of many.
#[derive(Clone)]
pub(super) struct Worker {
    pub(super) client: Client,
    pub(super) server: Arc<Server>,
    pub(super) counts: Arc<Counts>,
    pub(super) plan: Plan,
}

impl Worker {
    /// Does what is next, as long as there is something.
    pub(super) async fn work(self) {
        while let Some(job) = self.counts.next_job(self.plan.calls) {
            match job % 16 {
                0 => self.stream(job).await,
                1..=4 => self.write(job).await,
                _ => self.read(job).await,
            }
        }
    }

    /// Every item once, and in order.
    async fn stream(&self, job: u64) {
        let page_size = [5, 10, 20].into_iter().cycle().nth((job / 16 % 3) as usize).unwrap_or(20);
        let mut jobs = self.client.v1().job().list().page_size(page_size).items();
        let (mut count, mut page) = (0, None);
        loop {
            let next = jobs.try_next().await;
            // A page is a call, and each has a log id of its own.
            if let Some(metadata) = jobs.metadata().filter(|metadata| metadata.log_id != page) {
                page.clone_from(&metadata.log_id);
                self.called(metadata.attempts);
            }
            match next {
                Ok(Some(item)) if number(&item) == Some(count + 1) => count += 1,
                Ok(Some(item)) => {
                    return self.failed(format!("item {:?} of stream {job} comes after {count}", item.id));
                }
                Ok(None) if count == self.plan.items as u64 => return self.counts.stream(count),
                Ok(None) => return self.failed(format!("stream {job} ends after {count} items")),
                Err(error) => return self.failed(format!("stream {job}, after {count} items: {error:?}")),
            }
        }
    }

    async fn read(&self, job: u64) {
        let record = self.client.v1().interview_record().get(job.to_string()).send_with_metadata().await;
        match record {
            Ok(answer) => {
                self.called(answer.metadata.attempts);
                if answer.data.interview_record.is_none_or(|record| record.id.is_none()) {
                    self.failed(format!("read {job} is empty"));
                }
            }
            Err(error) => self.failed(format!("read {job}: {error:?}")),
        }
    }

    /// Never carried out twice, so it may fail.
    async fn write(&self, job: u64) {
        let note = self.client.v1().note().create("1", format!("note {job}")).send_with_metadata().await;
        match note {
            Ok(answer) => {
                self.called(answer.metadata.attempts);
                self.counts.write(None);
            }
            Err(error) => {
                self.called(attempts(&error));
                self.counts.write(Some(&error));
                if !error.was_sent() {
                    self.failed(format!("write {job} was never sent: {error:?}"));
                }
            }
        }
    }

    /// A call has ended. Three times in all, an administrator makes every token invalid.
    fn called(&self, attempts: u32) {
        let number = self.counts.call(attempts);
        if number < self.plan.calls && number.is_multiple_of((self.plan.calls / 4).max(1)) {
            self.server.revoke_tokens();
        }
    }

    fn failed(&self, what: String) {
        self.counts.failure(what);
    }
}

fn attempts(error: &Error) -> u32 {
    u32::try_from(error.attempts().len()).unwrap_or(u32::MAX)
}

/// The server numbers its items.
fn number(job: &Job) -> Option<u64> {
    job.id.as_ref()?.as_str().parse().ok()
}
