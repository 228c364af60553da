//! How much memory the process has, looked at from time to time.

use std::{
    fs,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::task::JoinHandle;

/// Looks at the memory until it is ended.
#[derive(Debug)]
pub(super) struct Memory {
    samples: Arc<Mutex<Vec<u64>>>,
    task: JoinHandle<()>,
}

impl Memory {
    pub(super) fn watched(every: Duration) -> Self {
        let samples = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&samples);
        let task = tokio::spawn(async move {
            loop {
                tokio::time::sleep(every).await;
                kept.lock().unwrap_or_else(PoisonError::into_inner).extend(resident());
            }
        });
        Self { samples, task }
    }

    /// The samples, in KiB.
    pub(super) async fn end(self) -> Vec<u64> {
        self.task.abort();
        // It was cancelled, which is no news.
        drop(self.task.await);
        std::mem::take(&mut *self.samples.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// In KiB, as Linux tells it; `None` on other systems.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
