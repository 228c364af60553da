//! The state of a rate limiter, which its waiting calls and its permits share.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    task::Waker,
    time::Duration,
};

use tokio::time::Instant;

use super::{
    log::Free,
    permits::{PermitEntry, Permits, SharedPermits},
    queue::WaitQueue,
};

/// The state of a rate limiter behind its lock.
#[derive(Debug)]
pub(super) struct LimiterState(Mutex<State>);

#[derive(Debug)]
pub(super) struct State {
    pub(super) permits: Permits,
    pub(super) queue: WaitQueue,
    /// When the first call was woken again because it had not taken a free permit; `None` once a call has taken one.
    pub(super) reminded_at: Option<Instant>,
    /// The end of the pause that the server asked for.
    pub(super) held_until: Option<Instant>,
}

impl LimiterState {
    pub(super) fn new(permits: Permits) -> Self {
        Self(Mutex::new(State { permits, queue: WaitQueue::default(), reminded_at: None, held_until: None }))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Renews the lease of a call that is still in flight.
    pub(super) fn renew(&self, held: &mut PermitEntry, lease: Duration) {
        self.lock().permits.renew(held, Instant::now(), lease);
    }

    /// Releases the permit of a call that got its response or was aborted.
    pub(super) fn release(&self, held: PermitEntry) {
        let mut state = self.lock();
        state.permits.release(held, Instant::now());
        let first = state.queue.first();
        drop(state);
        wake(first);
    }

    /// Returns the permit of a request that was not sent.
    pub(super) fn give_back(&self, held: PermitEntry) {
        let mut state = self.lock();
        state.permits.give_back(held, Instant::now());
        // Wakes all calls, because the permit is free earlier than they expected.
        let all = state.queue.all();
        drop(state);
        wake(all);
    }

    /// Updates the shared permits, and wakes the first call in the queue.
    pub(super) fn update_shared(&self, update: impl FnOnce(&mut SharedPermits)) {
        let mut state = self.lock();
        if let Permits::Shared(shared) = &mut state.permits {
            update(shared);
        }
        let first = state.queue.first();
        drop(state);
        wake(first);
    }
}

impl State {
    pub(super) fn free(&self, now: Instant) -> Free {
        let free = self.permits.free(now);
        self.held_until.map_or(free, |until| free.max(Free::At(until)))
    }

    /// Returns the earliest time at which a call can get a permit if this number of other calls get theirs first.
    pub(super) fn earliest(&self, now: Instant, ahead: usize) -> Instant {
        self.held_until.unwrap_or(now).max(self.permits.earliest(now, ahead))
    }

    pub(super) fn take_local(&mut self, now: Instant, lease: Duration) -> Option<PermitEntry> {
        self.reminded_at = None;
        self.permits.take_local(now, lease)
    }
}

/// Wakes calls. Call it without the lock, because wakers run foreign code.
pub(super) fn wake(wakers: impl IntoIterator<Item = Waker>) {
    wakers.into_iter().for_each(Waker::wake);
}
