//! Enforces the rate limits of an operation per tenant.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use super::{
    rejection::RateLimited,
    tenant::Tenant,
    window_counter::{LimitExceeded, WindowCounters, WindowKind},
};
use crate::operation::Window;

/// Rate limit counter of one operation.
#[derive(Debug)]
pub(super) struct Counter {
    /// Time to which fixed windows are aligned.
    start: Instant,
    limits: Mutex<Limits>,
}

#[derive(Debug)]
struct Limits {
    /// `None` if calls are not limited.
    kind: Option<WindowKind>,
    windows: Arc<[Window]>,
    /// HTTP status of a rejected call.
    status: u16,
    counters: HashMap<Tenant, WindowCounters>,
    accepted: usize,
    rejected: usize,
}

impl Counter {
    pub(super) fn new(start: Instant, windows: &[Window]) -> Self {
        let limits = Limits {
            kind: None,
            windows: windows.into(),
            status: 429,
            counters: HashMap::new(),
            accepted: 0,
            rejected: 0,
        };
        Self { start, limits: Mutex::new(limits) }
    }

    /// Counts a call.
    ///
    /// # Errors
    /// Returns an error if a limit is reached. The call is then not counted.
    pub(super) fn count(&self, tenant: Tenant) -> Result<(), RateLimited> {
        let mut limits = self.lock();
        // The time is read while the lock is held, so that the times of calls never decrease.
        limits.count(tenant, self.start, Instant::now())
    }

    /// Starts to enforce the limits, or restarts the count.
    pub(super) fn enforce(&self, kind: WindowKind) {
        let mut limits = self.lock();
        limits.kind = Some(kind);
        limits.counters.clear();
    }

    /// Replaces the windows and restarts the count.
    pub(super) fn set_windows(&self, windows: impl IntoIterator<Item = Window>) {
        let mut limits = self.lock();
        limits.windows = windows.into_iter().collect();
        limits.counters.clear();
    }

    /// Sets the HTTP status of rejected calls.
    pub(super) fn set_status(&self, status: u16) {
        self.lock().status = status;
    }

    /// Returns the number of accepted calls.
    pub(super) fn accepted(&self) -> usize {
        self.lock().accepted
    }

    /// Returns the number of rejected calls.
    pub(super) fn rejected(&self) -> usize {
        self.lock().rejected
    }

    fn lock(&self) -> MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Limits {
    fn count(&mut self, tenant: Tenant, start: Instant, now: Instant) -> Result<(), RateLimited> {
        if let Some(kind) = self.kind {
            let new = || WindowCounters::new(kind, &self.windows, start);
            if let Err(exceeded) = self.counters.entry(tenant).or_insert_with(new).count(now) {
                self.rejected += 1;
                return Err(self.rate_limited(exceeded));
            }
        }
        self.accepted += 1;
        Ok(())
    }

    fn rate_limited(&self, exceeded: LimitExceeded) -> RateLimited {
        let reset = exceeded.wait.as_nanos().div_ceil(1_000_000_000).max(1);
        RateLimited { status: self.status, limit: exceeded.limit, reset }
    }
}
