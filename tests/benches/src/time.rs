//! CPU time of this thread, as Linux counts it.

use std::{thread, time::Duration};

/// Time that this thread has spent on a CPU; zero where the system does not tell.
#[must_use]
pub fn thread_cpu() -> Duration {
    // Linux brings the count up to date when a thread leaves its CPU, and otherwise every few milliseconds only.
    thread::sleep(Duration::from_micros(10));
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = stat.split_whitespace().next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0);
    Duration::from_nanos(nanos)
}
