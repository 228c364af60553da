//! Refuses connections on request of a test.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Decides whether a connection is accepted.
#[derive(Debug, Default)]
pub(super) struct Admission {
    /// The number of further connections to refuse.
    left: AtomicUsize,
}

impl Admission {
    pub(super) fn refuse_next(&self, connections: usize) {
        self.left.store(connections, Ordering::Relaxed);
    }

    pub(super) fn admits(&self) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
    }
}
