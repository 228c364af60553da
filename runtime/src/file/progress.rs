//! How far a file is on its way.

use std::{fmt, sync::Arc};

/// How far a file is on its way, up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// How many bytes of the file went so far. It starts from zero when a transfer has to start anew.
    pub bytes: u64,
    /// How many bytes the file has; absent for a download whose server does not say.
    pub total: Option<u64>,
}

/// Who wants to know, if anyone.
#[derive(Clone, Default)]
pub(crate) struct Observer(Option<Arc<dyn Fn(Progress) + Send + Sync>>);

impl Observer {
    pub(crate) fn new(tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tell)))
    }

    pub(crate) fn tell(&self, bytes: u64, total: Option<u64>) {
        if let Some(tell) = &self.0 {
            tell(Progress { bytes, total });
        }
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Observer" } else { "None" })
    }
}
