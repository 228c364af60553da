//! Rate limits, enforced by the client per tenant and operation, before anything is sent.

mod limiter;
mod line;
mod log;
mod metrics;
mod permit;
mod permits;
#[cfg(feature = "redis")]
mod share;
mod shared;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

#[cfg(feature = "redis")]
pub(crate) use log::{Entry, Free, Log, with_margin};
#[cfg(feature = "redis")]
pub(crate) use share::{share_of, used_by_now};
pub(crate) use {limiter::RateLimiter, permit::Permit, shared::Sharing};

pub use metrics::RateLimitMetrics;

use crate::operation::{Operation, Window};

/// The rate limits that a client observes, per tenant and operation. Default: the [`documented`](Self::documented) ones.
///
/// A call that exceeds a limit waits for a permit. Where several limits apply ("1000 per minute and 50 per second"), all are observed. A call
/// that cannot get a permit before its timeout fails at once; see [`Error::is_rate_limited`](crate::Error::is_rate_limited) and
/// [`Error::retry_after`](crate::Error::retry_after).
///
/// # Order
///
/// First come, first served among the calls that are polled. A call that is not polled, for example in a stream whose consumer is busy or on
/// a runtime that does not run, is skipped until it is polled again. It delays the others by at most 0.5 s.
///
/// # Throughput
///
/// A call keeps its permit until one window after its response, because the client does not know when Feishu counts it. So Feishu refuses no
/// call, and with a window of length W and a latency of L, a share of W / (W + L) of the limit is used: with 50 per second and 20 ms, 98 %.
///
/// The client counts its own calls. Create one client per app and clone it. Other processes count for themselves, unless they share a Redis
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

    /// No limits except those set with [`operation`](Self::operation), [`tenant_operation`](Self::tenant_operation) and
    /// [`fallback`](Self::fallback). If Feishu refuses a call because of its rate limit, the client still waits as long as Feishu asks for.
    #[must_use]
    pub fn off() -> Self {
        Self { off: true, ..Self::default() }
    }

    /// Sets the limits of one operation in place of the documented ones. An empty list means no limit.
    #[must_use]
    pub fn operation(mut self, operation: &'static Operation, windows: impl IntoIterator<Item = Window>) -> Self {
        self.operations.insert(operation.id, windows.into_iter().collect());
        self
    }

    /// Sets the limits of one operation in one tenant, such as Feishu grants to a company that asks for them.
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

    /// Returns the limits of an operation in a tenant.
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

/// The rate limiters of one tenant, created by the first call of each operation.
#[derive(Debug, Default)]
pub(crate) struct RateLimiters(Mutex<HashMap<&'static str, Arc<RateLimiter>>>);

impl RateLimiters {
    pub(crate) fn get(&self, operation: &'static Operation, create: impl FnOnce() -> RateLimiter) -> Arc<RateLimiter> {
        let mut limiters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(limiters.entry(operation.id).or_insert_with(|| Arc::new(create())))
    }
}
