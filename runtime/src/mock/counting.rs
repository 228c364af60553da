//! Rate limits: calls are counted per operation and tenant.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use super::{
    Endpoint,
    tally::{Refused, Tallies},
    tenant::Tenant,
};
use crate::operation::Window;

/// How calls are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// Windows stand side by side from the start of the server on; each takes so many calls, and with the next one counting starts anew. Up to
    /// twice as many can come in a short time across the border of two.
    Fixed,
    /// A call is refused when so many were taken in the length of the window before it.
    Sliding,
}

impl<'a> Endpoint<'a> {
    /// Its rate limits, in place of those that its page documents; none with an empty list. Counting starts anew.
    ///
    /// They bite once the server [`counts`](super::Server::counts).
    pub fn windows(self, windows: impl IntoIterator<Item = Window>) -> Self {
        let mut limits = self.state.counter.lock();
        limits.windows = windows.into_iter().collect();
        limits.tallies.clear();
        drop(limits);
        self
    }

    /// It refuses with HTTP 400 when a limit is hit, as some older APIs do, and not with 429.
    pub fn refuses_as_older_apis(self) -> Self {
        self.state.counter.lock().status = 400;
        self
    }

    /// How many calls had a good token and were within the limits. While the server does not count, no call is beyond them.
    ///
    /// A call whose answer a fault took the place of is not among them.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.state.counter.lock().taken
    }

    /// How many calls were refused because a limit was hit.
    #[must_use]
    pub fn refused_by_limit(&self) -> usize {
        self.state.counter.lock().refused
    }

    /// Counts from now on, from nothing.
    pub(super) fn counts(self, counting: Counting) {
        let mut limits = self.state.counter.lock();
        limits.counting = Some(counting);
        limits.tallies.clear();
    }
}

/// Counts the calls of one operation.
#[derive(Debug)]
pub(super) struct Counter {
    /// What fixed windows are aligned to.
    start: Instant,
    limits: Mutex<Limits>,
}

#[derive(Debug)]
struct Limits {
    /// Without it, nothing is limited.
    counting: Option<Counting>,
    windows: Arc<[Window]>,
    /// HTTP status of a refusal.
    status: u16,
    tallies: HashMap<Tenant, Tallies>,
    taken: usize,
    refused: usize,
}

/// Why a call is refused.
#[derive(Debug)]
pub(super) struct Refusal {
    /// HTTP status.
    pub(super) status: u16,
    /// What the window takes at most.
    pub(super) limit: u32,
    /// After so many seconds, at least 1, there is room again.
    pub(super) reset: u128,
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
    /// When it is beyond a limit; it is not counted then.
    pub(super) fn take(&self, tenant: Tenant) -> Result<(), Refusal> {
        let mut limits = self.lock();
        // Under the lock, so that no call is counted at a time before that of the one before it.
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
