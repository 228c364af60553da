//! Tasks of the Tokio runtime.

use std::pin::Pin;

use tokio::runtime::Handle;

use crate::{Error, Result};

/// Returns an error outside of a tokio runtime, because the call would panic later.
pub(crate) fn require_tokio() -> Result<()> {
    let error = match Handle::try_current() {
        Ok(_) => return Ok(()),
        Err(error) => error,
    };
    Err(Error::configuration("no Tokio runtime: await the calls of this crate in one, such as `#[tokio::main]`")
        .with_source(error))
}

/// Starts a task that runs to its end.
pub(crate) fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    // Type-erased, so that Tokio's code for a task is compiled once and not for each future.
    let task: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(task);
    drop(tokio::spawn(task));
}
