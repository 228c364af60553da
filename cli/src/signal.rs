//! Signals that end the program.

use std::future::{self, Future};

use crate::failure::Failure;

/// Runs a future until it is done or a signal stops the program.
pub(crate) async fn until_stopped<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    tokio::select! {
        biased;
        outcome = work => Ok(outcome),
        failure = stop() => Err(failure),
    }
}

async fn stop() -> Failure {
    tokio::select! {
        () = interrupt() => Failure::Interrupted,
        () = terminate() => Failure::Terminated,
    }
}

async fn interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        // The system then ends the program.
        future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminate() {
    use tokio::signal::unix::{SignalKind, signal};

    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminate() {
    future::pending().await
}
