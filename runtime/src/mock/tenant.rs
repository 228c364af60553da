//! Tenants, and the tokens that the server gave for them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Whom a token is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Tenant {
    /// The company that made the custom app.
    Own,
    /// A company that uses the store app, by its tenant key.
    Key(Arc<str>),
}

/// The tenant tokens that are good: `t-1`, `t-2` and so on, whoever asks for them.
#[derive(Debug, Default)]
pub(super) struct TenantTokens(Mutex<Given>);

#[derive(Debug, Default)]
struct Given {
    /// The number of the last token given.
    last: u64,
    /// Those that were not revoked, by their numbers.
    good: HashMap<u64, Tenant>,
}

impl TenantTokens {
    /// A new token.
    pub(super) fn give(&self, tenant: Tenant) -> String {
        let mut given = self.lock();
        given.last += 1;
        let number = given.last;
        given.good.insert(number, tenant);
        format!("t-{number}")
    }

    /// The tenant of a token, by what stands behind its `t-`; none when the token is not good.
    pub(super) fn tenant(&self, number: &str) -> Option<Tenant> {
        self.lock().good.get(&number.parse().ok()?).cloned()
    }

    pub(super) fn revoke_all(&self) {
        self.lock().good.clear();
    }

    pub(super) fn revoke(&self, tenant: &Tenant) {
        self.lock().good.retain(|_, held| held != tenant);
    }

    fn lock(&self) -> MutexGuard<'_, Given> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
