//! Rate limits, enforced by the client per tenant and operation, before anything is sent.

mod limiter;
mod log;
mod metrics;
mod permit;
mod permits;
mod queue;
#[cfg(feature = "redis")]
mod share;
mod shared;
mod state;
mod waiter;

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

#[cfg(feature = "redis")]
pub(crate) use log::{Entry, Free, Log, with_margin};
#[cfg(feature = "redis")]
pub(crate) use share::{share_of, used_by_now};
pub(crate) use {limiter::RateLimiter, permit::Permit, shared::Sharing};

pub use metrics::RateLimitMetrics;

use crate::operation::{Operation, Window};

/// The rate limits that a client enforces, per tenant and operation. Default: the [`documented`](Self::documented) limits.
///
/// A call that would exceed a limit waits for a permit. If several limits apply ("1000 per minute and 50 per second"), all of them are enforced. A
/// call that cannot get a permit within its timeout fails at once; see [`Error::is_rate_limit_timeout`](crate::Error::is_rate_limit_timeout) and
/// [`Error::retry_after`](crate::Error::retry_after).
///
/// # Order
///
/// First come, first served among the calls that are polled. A call that is not polled, for example in a stream whose consumer is busy or on
/// a runtime that does not run, is skipped until it is polled again. It delays the others by at most 0.5 s.
///
/// # Throughput
///
/// A call keeps its permit until one window after its response, because the client does not know when Feishu counts the call. So Feishu never
/// rejects a call because of timing. This reduces the throughput: with a window W and a latency L, the client uses a share of W / (W + L) of the limit,
/// which is 98 % for 50 calls per second and a latency of 20 ms.
///
/// Each client counts only its own calls, so create one client per app and clone it. Several processes enforce a limit together only if they share
/// a Redis server (feature `redis`).
#[derive(Clone, Debug, Default)]
pub struct RateLimits {
    off: bool,
    /// The latest override of an operation is the last one.
    overrides: Vec<Override>,
    fallback: Vec<Window>,
}

/// The limits of one operation, set by the user.
#[derive(Clone, Debug)]
struct Override {
    /// `None` for all tenants without limits of their own.
    tenant_key: Option<String>,
    operation: &'static str,
    windows: Vec<Window>,
}

impl RateLimits {
    /// Creates the limits of Feishu's documentation.
    #[must_use]
    pub fn documented() -> Self {
        Self::default()
    }

    /// Disables the documented limits. Limits set with [`operation`](Self::operation), [`tenant_operation`](Self::tenant_operation) and
    /// [`fallback`](Self::fallback) still apply.
    ///
    /// If Feishu rejects a call because of its rate limit, the client waits for as long as Feishu asks, and retries.
    #[must_use]
    pub fn off() -> Self {
        Self { off: true, ..Self::default() }
    }

    /// Sets the limits of an operation. They replace the documented limits; an empty list means no limit.
    #[must_use]
    pub fn operation(mut self, operation: &'static Operation, windows: impl IntoIterator<Item = Window>) -> Self {
        let windows = windows.into_iter().collect();
        self.overrides.push(Override { tenant_key: None, operation: operation.id, windows });
        self
    }

    /// Sets the limits of an operation in one tenant, for example if Feishu has granted a higher limit to a company.
    #[must_use]
    pub fn tenant_operation(
        mut self,
        tenant_key: impl Into<String>,
        operation: &'static Operation,
        windows: impl IntoIterator<Item = Window>,
    ) -> Self {
        let (tenant_key, windows) = (Some(tenant_key.into()), windows.into_iter().collect());
        self.overrides.push(Override { tenant_key, operation: operation.id, windows });
        self
    }

    /// Sets the limits of each operation without documented limits, such as every [`CustomRequest`](crate::CustomRequest). Default: none.
    ///
    /// Each operation is counted separately.
    #[must_use]
    pub fn fallback(mut self, windows: impl IntoIterator<Item = Window>) -> Self {
        self.fallback = windows.into_iter().collect();
        self
    }

    /// Returns the limits of an operation in a tenant.
    pub(crate) fn windows(&self, tenant_key: Option<&str>, operation: &'static Operation) -> Vec<Window> {
        let of_tenant = tenant_key.and_then(|key| self.latest_override(Some(key), operation));
        match of_tenant.or_else(|| self.latest_override(None, operation)) {
            Some(found) => found.windows.clone(),
            None if operation.windows.is_empty() => self.fallback.clone(),
            None if self.off => Vec::new(),
            None => operation.windows.to_vec(),
        }
    }

    fn latest_override(&self, tenant_key: Option<&str>, operation: &'static Operation) -> Option<&Override> {
        let is_for = |one: &&Override| one.operation == operation.id && one.tenant_key.as_deref() == tenant_key;
        self.overrides.iter().rev().find(is_for)
    }
}

/// The rate limiters of one tenant, created by the first call of each operation.
#[derive(Debug, Default)]
pub(crate) struct RateLimiters(Mutex<HashMap<&'static str, RateLimiter>>);

impl RateLimiters {
    pub(crate) fn get(&self, operation: &'static Operation, create: impl FnOnce() -> RateLimiter) -> RateLimiter {
        let mut limiters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        limiters.entry(operation.id).or_insert_with(create).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Method;

    #[test]
    fn the_latest_limits_of_an_operation_apply_and_those_of_its_tenant_take_precedence() {
        let operation = Operation::endpoint(Method::Get, "/open-apis/hire/v1/test/overrides");
        let other = Operation::endpoint(Method::Get, "/open-apis/hire/v1/test/others");
        let window = |calls| [Window::new(calls, 1)];
        let limits = RateLimits::documented()
            .fallback(window(1))
            .tenant_operation("a", operation, window(2))
            .tenant_operation("a", operation, window(3))
            .operation(operation, window(4))
            .operation(operation, window(5));
        let calls = |tenant, operation| limits.windows(tenant, operation).iter().map(|it| it.calls).collect::<Vec<_>>();
        assert_eq!(calls(Some("a"), operation), [3]);
        assert_eq!(calls(Some("b"), operation), [5]);
        assert_eq!(calls(None, operation), [5]);
        assert_eq!(calls(Some("a"), other), [1]);
    }
}
