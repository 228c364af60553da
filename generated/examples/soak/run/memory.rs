//! Samples the memory of the process.

use std::{
    fs,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::task::JoinHandle;

/// Samples the memory until `end` is called.
#[derive(Debug)]
pub(super) struct Memory {
    samples: Arc<Mutex<Vec<u64>>>,
    task: JoinHandle<()>,
}

impl Memory {
    pub(super) fn sample(every: Duration) -> Self {
        let samples = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&samples);
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(every).await;
                shared.lock().unwrap_or_else(PoisonError::into_inner).extend(resident());
            }
        });
        Self { samples, task }
    }

    /// Stops sampling and returns the samples in KiB.
    pub(super) async fn end(self) -> Vec<u64> {
        self.task.abort();
        // Always an error, because the task was cancelled.
        drop(self.task.await);
        std::mem::take(&mut *self.samples.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Returns the resident set size in KiB, or `None` on systems other than Linux.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
