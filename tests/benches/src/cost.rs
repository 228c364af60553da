//! Measures CPU time of the current thread and allocations of the process.

use std::{alloc::System, time::Duration};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use crate::time::thread_cpu;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The cost of one operation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// CPU time of the calling thread.
    pub cpu: Duration,
    /// The number of allocations.
    pub allocations: usize,
    /// The allocated memory in bytes.
    pub bytes: usize,
}

impl Cost {
    /// Runs an operation `count` times and returns the mean.
    pub fn of(count: u32, operation: &mut dyn FnMut()) -> Self {
        let region = Region::new(ALLOCATOR);
        let before = thread_cpu();
        for _ in 0..count {
            operation();
        }
        let cpu = thread_cpu().saturating_sub(before) / count;
        let (change, count) = (region.change(), usize::try_from(count).unwrap_or(1));
        Self { cpu, allocations: change.allocations / count, bytes: change.bytes_allocated / count }
    }

    /// Returns the CPU time in µs.
    #[must_use]
    pub fn micros(self) -> f64 {
        self.cpu.as_secs_f64() * 1e6
    }
}

/// Returns the median by CPU time.
#[must_use]
pub fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.cpu);
    costs.get(costs.len() / 2).copied().unwrap_or_default()
}
