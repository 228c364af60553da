//! Of several processes, one holds the long connection.

use std::{error::Error as StdError, pin::Pin, time::Duration};

/// The future of a [`Leadership`] call; boxed, so that an implementation can be chosen at run time.
pub type LeadershipFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, LeadershipError>> + Send + 'a>>;

/// The error of a leadership. Until the next success, the process keeps the role that it has.
pub type LeadershipError = Box<dyn StdError + Send + Sync>;

/// Decides which of several processes opens the long connection of an app. The others stand by and take over when it ends.
pub trait Leadership: Send + Sync + 'static {
    /// Takes the leadership, or keeps it, for this time. Returns whether this process has it.
    fn hold(&self, lease: Duration) -> LeadershipFuture<'_, bool>;

    /// Gives the leadership up, so that another process can take it at once. No effect if another process has it.
    fn resign(&self) -> LeadershipFuture<'_, ()>;
}
