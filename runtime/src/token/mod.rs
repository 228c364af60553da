//! Tokens: fetched once for any number of callers, renewed before they end, replaced when they are refused.

mod cache;
mod granted;
mod held;
pub(crate) mod secret;
mod slot;
mod source;

pub use cache::{CacheError, CacheFuture, CachedToken, MemoryTokenCache, TokenCache, TokenKey};
pub(crate) use {
    slot::Slot,
    source::{App, AppCredentials},
};

/// For how long the tenant token of an answer is good.
#[cfg(feature = "mock")]
pub(crate) fn lifetime(answer: &crate::response::raw::RawResponse) -> crate::Result<std::time::Duration> {
    let held = source::granted(answer, |granted| &granted.tenant_access_token)?;
    Ok(held.ends_at.saturating_duration_since(std::time::Instant::now()))
}
