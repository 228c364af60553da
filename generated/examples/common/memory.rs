//! Samples the memory of the process.

use std::{
    fmt, fs,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::task::JoinHandle;

/// Minimum number of samples for a comparison by quarters.
const MIN_SAMPLES: usize = 12;

/// Samples the memory until `end` is called.
#[derive(Debug)]
pub(crate) struct Memory {
    samples: Arc<Mutex<Vec<u64>>>,
    task: JoinHandle<()>,
}

impl Memory {
    pub(crate) fn sample(every: Duration) -> Self {
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

    /// Stops sampling and returns the samples.
    pub(crate) async fn end(self) -> Samples {
        self.task.abort();
        // Always an error, because the task was cancelled.
        drop(self.task.await);
        Samples(std::mem::take(&mut *self.samples.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// Resident set sizes in KiB, oldest first. Displayed as the peaks of eight parts of the time.
#[derive(Clone, Debug)]
pub(crate) struct Samples(Vec<u64>);

impl Samples {
    /// Whether the peak memory of the last quarter is at most 10 % higher than that of the second quarter. `None` for too few samples.
    pub(crate) fn are_flat(&self) -> Option<bool> {
        let (second, last) = (self.peak(1, 4)?, self.peak(3, 4)?);
        (self.0.len() >= MIN_SAMPLES).then_some(last <= second + second / 10)
    }

    /// Returns the peak in one of several equal parts.
    fn peak(&self, part: usize, parts: usize) -> Option<u64> {
        let count = self.0.len();
        self.0.get(count * part / parts..count * (part + 1) / parts)?.iter().max().copied()
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mib = |kib: Option<u64>| kib.map_or("?".to_owned(), |kib| format!("{:.1}", kib as f64 / 1024.0));
        let over_time: Vec<_> = (0..8).map(|part| mib(self.peak(part, 8))).collect();
        write!(f, "peak {} MiB; over time {} MiB", mib(self.peak(0, 1)), over_time.join(", "))
    }
}

/// Returns the resident set size in KiB, or `None` on systems other than Linux.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}
