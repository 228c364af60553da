//! Checks that a future runs in a tokio runtime.

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
