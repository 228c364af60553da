//! Tasks that remain after their owner was dropped.

use std::{io, time::Duration};

use tokio::runtime::{Builder, Handle, Runtime};

/// Starts a runtime with two threads.
pub(crate) fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(2).enable_all().build()
}

/// The number of tasks of the current runtime at one moment.
pub(crate) struct Tasks(usize);

impl Tasks {
    pub(crate) fn count() -> Self {
        Self(Handle::current().metrics().num_alive_tasks())
    }

    /// Returns the number of additional tasks now, after waiting for the connections to close.
    pub(crate) async fn remaining(self) -> usize {
        let left = || Self::count().0.saturating_sub(self.0);
        for _ in 0..500 {
            if left() == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        left()
    }
}
