//! A permit: the right to send one request.

use std::sync::{Arc, Mutex, PoisonError};

use super::{limiter::RateLimiter, log::Entry, shared::Ticket};

/// The right to send one request. It ends with the first call of [`release`](Self::release) or [`give_back`](Self::give_back), or when dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    limiter: Arc<RateLimiter>,
    held: Mutex<Option<Held>>,
}

/// The entry of a permit in the windows.
#[derive(Debug)]
pub(super) enum Held {
    Local(Entry),
    Shared(Ticket),
}

impl Permit {
    pub(super) fn new(limiter: &Arc<RateLimiter>, held: Held) -> Self {
        Self { limiter: Arc::clone(limiter), held: Mutex::new(Some(held)) }
    }

    /// Releases the permit after the response, or after the request was aborted. It becomes free one window later.
    pub(crate) fn release(&self) {
        if let Some(held) = self.take() {
            self.limiter.release(held);
        }
    }

    /// Returns the permit unused, because the request was not sent. It becomes free at once.
    pub(crate) fn give_back(&self) {
        if let Some(held) = self.take() {
            self.limiter.give_back(held);
        }
    }

    fn take(&self) -> Option<Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.release();
    }
}
