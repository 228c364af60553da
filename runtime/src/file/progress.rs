//! The progress of a transfer.

use std::{fmt, sync::Arc};

/// The progress of an upload or a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes of the file that have been transferred. Restarts from zero if the transfer restarts.
    pub bytes: u64,
    /// Size of the file in bytes; `None` if the server of a download does not state it.
    pub total: Option<u64>,
}

/// The listener of a transfer, if there is one.
#[derive(Clone, Default)]
pub(crate) struct Observer(Option<Arc<dyn Fn(Progress) + Send + Sync>>);

impl Observer {
    #[inline]
    pub(crate) fn new(listener: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(listener)))
    }

    #[inline]
    pub(crate) fn report(&self, bytes: u64, total: Option<u64>) {
        if let Some(listener) = &self.0 {
            listener(Progress { bytes, total });
        }
    }
}

impl fmt::Debug for Observer {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Observer" } else { "None" })
    }
}
