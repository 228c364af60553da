//! What every call of the Feishu Hire client shares, whatever the endpoint.
//!
//! The crate `feishu-hire` is emitted on top of this one and re-exports what its users need; look there first.
//! Nothing in here knows an endpoint: operations come in as rows of a static table ([`operation::Operation`]).

mod base;
mod builder;
mod call;
mod client;
mod course;
mod curl;
mod download;
mod emitted;
mod encode;
mod error;
mod excerpt;
#[cfg(feature = "mock")]
#[doc(hidden)]
pub mod fuzzing;
mod http;
mod limit;
mod metadata;
#[cfg(feature = "mock")]
pub mod mock;
pub mod operation;
mod options;
mod page;
mod progress;
mod random;
mod raw_response;
#[cfg(feature = "redis")]
mod redis;
mod retry;
#[cfg(feature = "mock")]
pub mod samples;
mod secret;
mod tls;
mod token;
mod upload;
pub mod wire;

#[cfg(feature = "redis")]
pub use crate::redis::Redis;
pub use base::Region;
pub use builder::ClientBuilder;
pub use call::Call;
pub use client::Client;
pub use download::{Download, DownloadStream, Downloaded};
pub use error::{Attempt, Error, ErrorKind, FieldViolation, Help, PermissionViolation, Result};
pub use limit::RateLimits;
pub use metadata::{Metadata, RateLimit, Response};
pub use options::CallOptions;
pub use page::{Items, Page, Pages};
pub use progress::Progress;
#[doc(hidden)]
pub use serde;
pub use serde_json::Value;
pub use token::{CacheError, CacheFuture, CachedToken, MemoryTokenCache, TokenCache, TokenKey};
pub use upload::Upload;

pub use wire::{
    Date, DateTimeError, IntoList, IntoMap, IntoOption, List, Map, Mismatch, RawJson, Timestamp, UnknownCode,
    UnknownFields, UnknownText, Url,
};
