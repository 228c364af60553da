//! Enforces rate limits per operation and tenant.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use super::{
    Endpoint,
    rejection::Refusal,
    tally::{Refused, Tallies},
    tenant::Tenant,
};
use crate::operation::Window;

/// How the mock server counts calls for rate limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Consecutive fixed windows, aligned to the start of the server. The count restarts with each window, so up to twice the limit can be
    /// accepted in a short time around the boundary of two windows.
    Fixed,
    /// Sliding windows. A call is rejected if the limit was reached in the window that ends with the call.
    Sliding,
}

impl<'a> Endpoint<'a> {
    /// Replaces the documented rate limits and restarts the count. An empty list removes all limits.
    ///
    /// Limits are not enforced before [`Server::counts`](super::Server::counts) is called.
    pub fn windows(self, windows: impl IntoIterator<Item = Window>) -> Self {
        let mut limits = self.state.counter.lock();
        limits.windows = windows.into_iter().collect();
        limits.tallies.clear();
        drop(limits);
        self
    }

    /// Rejects calls that exceed a limit with HTTP 400 instead of 429, like some older APIs.
    pub fn refuses_as_older_apis(self) -> Self {
        self.state.counter.lock().status = 400;
        self
    }

    /// Returns the number of accepted calls: those with a valid token that did not exceed a limit. Limits only apply after
    /// [`Server::counts`](super::Server::counts).
    ///
    /// A call whose response was replaced by a fault is not accepted.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.state.counter.lock().taken
    }

    /// Returns the number of calls that were rejected because of a rate limit.
    #[must_use]
    pub fn refused_by_limit(&self) -> usize {
        self.state.counter.lock().refused
    }

    /// Enforces the limits and restarts the count.
    pub(super) fn counts(self, counting: Counting) {
        let mut limits = self.state.counter.lock();
        limits.counting = Some(counting);
        limits.tallies.clear();
    }
}

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
    counting: Option<Counting>,
    windows: Arc<[Window]>,
    /// HTTP status of a rejected call.
    status: u16,
    tallies: HashMap<Tenant, Tallies>,
    taken: usize,
    refused: usize,
}

impl Counter {
    pub(super) fn new(start: Instant, windows: &[Window]) -> Self {
        let limits = Limits {
            counting: None,
            windows: windows.into(),
            status: 429,
            tallies: HashMap::new(),
            taken: 0,
            refused: 0,
        };
        Self { start, limits: Mutex::new(limits) }
    }

    /// Counts a call.
    ///
    /// # Errors
    /// Returns an error if a limit is reached. The call is then not counted.
    pub(super) fn take(&self, tenant: Tenant) -> Result<(), Refusal> {
        let mut limits = self.lock();
        // The time is read while the lock is held, so that the times of calls never decrease.
        limits.take(tenant, self.start, Instant::now())
    }

    fn lock(&self) -> MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Limits {
    fn take(&mut self, tenant: Tenant, start: Instant, now: Instant) -> Result<(), Refusal> {
        if let Some(counting) = self.counting {
            let new = || Tallies::new(counting, &self.windows, start);
            if let Err(refused) = self.tallies.entry(tenant).or_insert_with(new).take(now) {
                self.refused += 1;
                return Err(self.refusal(refused));
            }
        }
        self.taken += 1;
        Ok(())
    }

    fn refusal(&self, refused: Refused) -> Refusal {
        let reset = refused.wait.as_nanos().div_ceil(1_000_000_000).max(1);
        Refusal { status: self.status, limit: refused.limit, reset }
    }
}
