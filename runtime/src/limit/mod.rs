//! The rate limits, kept on this side of the wire: per tenant and operation, before anything is sent.

mod gate;
mod log;
#[cfg(feature = "redis")]
mod share;
mod shared;

use std::{collections::HashMap, sync::Arc};

pub(crate) use gate::{Gate, Place};
#[cfg(feature = "redis")]
pub(crate) use log::{Free, Log, with_margin};
#[cfg(feature = "redis")]
pub(crate) use share::{share_of, used_by_now};
pub(crate) use shared::Sharing;

use crate::operation::{Operation, Window};

/// Which rate limits a client keeps: so many calls in so much time, per tenant and operation.
///
/// Unless told otherwise a client keeps the limits that the documentation states. A call that finds no place waits for one, in the order in
/// which the calls came. Where several hold at once ("1000 per minute and 50 per second"), all are kept.
///
/// A call keeps its place until one window after it was answered, since nobody here knows when the server counts it. So no call is refused, and of a window of
/// length W, answers that take L leave W / (W + L): with 50 per second and answers after 100 ms, 45 calls per second.
///
/// The client counts what it sends itself. Make one client per app and clone it; another process counts for itself, unless both share a Redis
/// server (feature `redis`).
#[derive(Clone, Debug, Default)]
pub struct RateLimits {
    off: bool,
    operations: HashMap<&'static str, Vec<Window>>,
    tenants: HashMap<(String, &'static str), Vec<Window>>,
    fallback: Vec<Window>,
}

impl RateLimits {
    /// The limits that the documentation states.
    #[must_use]
    pub fn documented() -> Self {
        Self::default()
    }

    /// None, but those given with [`operation`](Self::operation), [`tenant_operation`](Self::tenant_operation) and [`fallback`](Self::fallback). When Feishu says that a limit is
    /// hit, the client still waits as long as it is told to.
    #[must_use]
    pub fn off() -> Self {
        Self { off: true, ..Self::default() }
    }

    /// Other limits of one operation than the documented ones; none at all for an empty list.
    #[must_use]
    pub fn operation(mut self, operation: &'static Operation, windows: impl IntoIterator<Item = Window>) -> Self {
        self.operations.insert(operation.id, windows.into_iter().collect());
        self
    }

    /// Other limits of one operation in one tenant, such as Feishu grants to a company that asks for them.
    #[must_use]
    pub fn tenant_operation(
        mut self,
        tenant_key: impl Into<String>,
        operation: &'static Operation,
        windows: impl IntoIterator<Item = Window>,
    ) -> Self {
        self.tenants.insert((tenant_key.into(), operation.id), windows.into_iter().collect());
        self
    }

    /// Sets the limits of each operation without documented limits, such as every [`CustomRequest`](crate::CustomRequest). Default: none.
    ///
    /// Each operation is counted on its own; the limits are not shared.
    #[must_use]
    pub fn fallback(mut self, windows: impl IntoIterator<Item = Window>) -> Self {
        self.fallback = windows.into_iter().collect();
        self
    }

    /// What holds for an operation in a tenant.
    pub(crate) fn windows(&self, tenant_key: Option<&str>, operation: &'static Operation) -> Vec<Window> {
        let of_tenant = tenant_key.and_then(|key| self.tenants.get(&(key.to_owned(), operation.id)));
        match of_tenant.or_else(|| self.operations.get(operation.id)) {
            Some(windows) => windows.clone(),
            None if operation.windows.is_empty() => self.fallback.clone(),
            None if self.off => Vec::new(),
            None => operation.windows.to_vec(),
        }
    }
}

/// The gates of one tenant, made when they are first passed.
#[derive(Debug, Default)]
pub(crate) struct Gates(std::sync::Mutex<HashMap<&'static str, Arc<Gate>>>);

impl Gates {
    pub(crate) fn get(&self, operation: &'static Operation, make: impl FnOnce() -> Gate) -> Arc<Gate> {
        let mut gates = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(gates.entry(operation.id).or_insert_with(|| Arc::new(make())))
    }
}
