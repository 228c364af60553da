//! Tokens: fetched once for any number of callers, renewed before they end, replaced when they are refused.

mod cache;
mod granted;
mod held;
mod slot;
mod source;

pub use cache::{CacheError, CacheFuture, CachedToken, MemoryTokenCache, TokenCache, TokenKey};
pub(crate) use {
    slot::Slot,
    source::{App, AppCredentials},
};
