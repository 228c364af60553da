//! A permit: the right to send one request.

use std::sync::{Arc, Mutex, PoisonError};

use super::{limiter::RateLimiter, log::Entry, shared::Ticket};

/// The right to send one request. The first of [`release`](Self::release), [`give_back`](Self::give_back) and drop counts.
#[derive(Debug)]
pub(crate) struct Permit {
    limiter: Arc<RateLimiter>,
    held: Mutex<Option<Held>>,
}

/// What a permit holds in the windows.
#[derive(Debug)]
pub(super) enum Held {
    Local(Entry),
    Shared(Ticket),
}

impl Permit {
    pub(super) fn new(limiter: &Arc<RateLimiter>, held: Held) -> Self {
        Self { limiter: Arc::clone(limiter), held: Mutex::new(Some(held)) }
    }

    /// The call got its response, or never will.
    pub(crate) fn release(&self) {
        if let Some(held) = self.take() {
            self.limiter.release(held);
        }
    }

    /// The request was not sent.
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
