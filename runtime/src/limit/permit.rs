//! A permit: the right to send one request.

use std::{
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::timeout;

use super::{permits::PermitEntry, state::LimiterState};

/// The right to send one request. It ends with the first call of [`release`](Self::release) or [`give_back`](Self::give_back), or when dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    state: Arc<LimiterState>,
    held: Mutex<Option<PermitEntry>>,
    lease: Duration,
}

impl Permit {
    pub(super) fn new(state: &Arc<LimiterState>, held: PermitEntry, lease: Duration) -> Self {
        Self { state: Arc::clone(state), held: Mutex::new(Some(held)), lease }
    }

    /// Drives a request, and renews the lease for as long as the request takes: an upload may take longer than one lease.
    pub(crate) async fn keep_during<T>(&self, request: impl Future<Output = T>) -> T {
        let mut request = pin!(request);
        loop {
            match timeout(self.lease / 2, request.as_mut()).await {
                Ok(outcome) => return outcome,
                Err(_) => self.renew(),
            }
        }
    }

    fn renew(&self) {
        if let Some(held) = self.held.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            self.state.renew(held, self.lease);
        }
    }

    /// Releases the permit after the response, or after the request was aborted. It becomes free one window later.
    pub(crate) fn release(&self) {
        if let Some(held) = self.take() {
            self.state.release(held);
        }
    }

    /// Returns the permit unused, because the request was not sent. It becomes free at once.
    pub(crate) fn give_back(&self) {
        if let Some(held) = self.take() {
            self.state.give_back(held);
        }
    }

    fn take(&self) -> Option<PermitEntry> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.release();
    }
}
