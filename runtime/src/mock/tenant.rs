//! Tenants and their tokens.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The tenant of a token.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Tenant {
    /// The only tenant of the custom app.
    Own,
    /// A tenant of the store app, by tenant key.
    Key(Arc<str>),
}

/// Valid tenant tokens: `t-1`, `t-2` and so on, for all tenants.
#[derive(Debug, Default)]
pub(super) struct TenantTokens(Mutex<Issued>);

#[derive(Debug, Default)]
struct Issued {
    /// Number of the last token issued.
    last: u64,
    /// Tokens that are not revoked, by number.
    valid: HashMap<u64, Tenant>,
}

impl TenantTokens {
    /// Issues a token.
    pub(super) fn issue(&self, tenant: Tenant) -> String {
        let mut issued = self.lock();
        issued.last += 1;
        let number = issued.last;
        issued.valid.insert(number, tenant);
        format!("t-{number}")
    }

    /// Returns the tenant of the token with this number after `t-`, or `None` if the token is invalid.
    pub(super) fn tenant(&self, number: &str) -> Option<Tenant> {
        self.lock().valid.get(&number.parse().ok()?).cloned()
    }

    pub(super) fn revoke_all(&self) {
        self.lock().valid.clear();
    }

    pub(super) fn revoke(&self, tenant: &Tenant) {
        self.lock().valid.retain(|_, owner| owner != tenant);
    }

    fn lock(&self) -> MutexGuard<'_, Issued> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
