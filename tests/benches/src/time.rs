//! CPU time of the current thread on Linux.

use std::{thread, time::Duration};

/// Returns the CPU time of the current thread. Returns zero on systems other than Linux.
#[must_use]
pub fn thread_cpu() -> Duration {
    // Linux updates the counter when the thread leaves its CPU, and otherwise only every few milliseconds.
    thread::sleep(Duration::from_micros(10));
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = stat.split_whitespace().next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0);
    Duration::from_nanos(nanos)
}
