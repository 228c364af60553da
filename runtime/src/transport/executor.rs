//! The executor that runs a future of this crate.

use tokio::runtime::Handle;

use crate::{Error, Result};

/// Reports a call outside of a Tokio runtime, which would panic later.
pub(crate) fn require_tokio() -> Result<()> {
    let error = match Handle::try_current() {
        Ok(_) => return Ok(()),
        Err(error) => error,
    };
    Err(Error::configuration("no Tokio runtime: await the calls of this crate in one, such as `#[tokio::main]`")
        .with_source(error))
}
