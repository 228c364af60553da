//! One value for each Tokio runtime, such as a connection.
//!
//! A connection is a task of the runtime that opened it. If this runtime is idle, a request over the connection is never sent.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::runtime::{Handle, Id};

/// Maximum number of runtimes whose values are kept. Beyond it, the oldest value is removed.
const MAX_RUNTIMES: usize = 16;

/// Values by runtime. Outside of a Tokio runtime, there is none.
pub(crate) struct PerRuntime<T>(Mutex<Vec<(Id, T)>>);

impl<T: Clone> PerRuntime<T> {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// Returns the value of the current runtime.
    pub(crate) fn get(&self) -> Option<T> {
        let current = current()?;
        self.lock().iter().find(|(id, _)| *id == current).map(|(_, value)| value.clone())
    }

    /// Sets the value of the current runtime.
    pub(crate) fn set(&self, value: T) {
        let Some(current) = current() else { return };
        let mut values = self.lock();
        values.retain(|(id, _)| *id != current);
        if values.len() >= MAX_RUNTIMES {
            values.remove(0);
        }
        values.push((current, value));
    }

    /// Removes the values of all runtimes.
    #[cfg(feature = "redis")]
    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Id, T)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn current() -> Option<Id> {
    Handle::try_current().ok().map(|handle| handle.id())
}

impl<T> fmt::Debug for PerRuntime<T> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PerRuntime").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_runtime_has_a_separate_value() -> std::io::Result<()> {
        let values = PerRuntime::new();
        values.set(0);
        assert_eq!(values.get(), None, "no runtime");
        let runtimes: Vec<_> = (0..=MAX_RUNTIMES).map(|_| tokio::runtime::Runtime::new()).collect::<Result<_, _>>()?;
        let get = |number: usize| runtimes.get(number).and_then(|runtime| runtime.block_on(async { values.get() }));
        for (number, runtime) in runtimes.iter().enumerate() {
            runtime.block_on(async {
                values.set(usize::MAX);
                values.set(number);
            });
            assert_eq!(get(number), Some(number));
        }
        assert_eq!((get(0), get(1), get(MAX_RUNTIMES)), (None, Some(1), Some(MAX_RUNTIMES)));
        Ok(())
    }

    #[cfg(feature = "redis")]
    #[test]
    fn values_are_removed_for_all_runtimes() -> std::io::Result<()> {
        let values = PerRuntime::new();
        let (first, second) = (tokio::runtime::Runtime::new()?, tokio::runtime::Runtime::new()?);
        first.block_on(async { values.set(1) });
        second.block_on(async { values.clear() });
        assert_eq!(first.block_on(async { values.get() }), None);
        Ok(())
    }
}
