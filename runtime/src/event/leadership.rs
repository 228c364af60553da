//! Leader election: only one of several processes opens the long connection.

use std::{error::Error as StdError, pin::Pin, time::Duration};

/// The future of a [`Leadership`] call; boxed, so that an implementation can be chosen at run time.
pub type LeadershipFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, LeadershipError>> + Send + 'a>>;

/// The error of a [`Leadership`] method. The process keeps its current role until a method succeeds.
pub type LeadershipError = Box<dyn StdError + Send + Sync>;

/// Decides which of several processes opens the long connection of an app. The other processes stand by, and one of them takes over when it ends.
pub trait Leadership: Send + Sync + 'static {
    /// Acquires or renews the leadership for the duration of `lease`. Returns whether this process is the leader.
    fn hold(&self, lease: Duration) -> LeadershipFuture<'_, bool>;

    /// Resigns, so that another process can become the leader at once. Has no effect if another process is the leader.
    fn resign(&self) -> LeadershipFuture<'_, ()>;
}
