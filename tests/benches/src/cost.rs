//! What something costs: CPU of this thread, and allocations of this process.

use std::{alloc::System, time::Duration};

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use crate::time::thread_cpu;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What one operation costs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// CPU of the calling thread.
    pub cpu: Duration,
    /// How often memory was asked for.
    pub allocations: usize,
    /// How much memory was asked for, in bytes.
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

    /// CPU in µs.
    #[must_use]
    pub fn micros(self) -> f64 {
        self.cpu.as_secs_f64() * 1e6
    }
}

/// The one in the middle.
#[must_use]
pub fn median(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by_key(|cost| cost.cpu);
    costs.get(costs.len() / 2).copied().unwrap_or_default()
}
