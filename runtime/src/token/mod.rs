//! Tokens. They are fetched once for all callers, refreshed before they expire, and replaced when they are refused.

mod app;
mod cache;
mod cell;
mod fetch;
mod held;
mod response;
pub(crate) mod secret;
mod source;

pub use cache::{CacheError, CacheFuture, CachedToken, MemoryTokenCache, TokenCache, TokenKey};
pub(crate) use {
    app::{App, AppCredentials},
    cell::TokenCell,
};

/// Returns the lifetime of the tenant token in a response.
#[cfg(feature = "mock")]
pub(crate) fn lifetime(response: &crate::response::raw::RawResponse) -> crate::Result<std::time::Duration> {
    let held = app::granted(response, |granted| &granted.tenant_access_token)?;
    Ok(held.ends_at.saturating_duration_since(std::time::Instant::now()))
}
