//! Runtime of the generated crate `feishu-hire`: HTTP, tokens, rate limits, retries, paging, errors, JSON and the mock server.
//!
//! `feishu-hire` re-exports everything that its users need; start with its documentation.
//! This crate contains no endpoint. The generated crate passes operations as rows of a static table ([`operation::Operation`]).

mod call;
mod client;
mod credential;
mod error;
#[cfg(feature = "events")]
pub mod event;
mod file;
mod input;
mod limit;
mod log;
#[cfg(feature = "mock")]
pub mod mock;
pub mod operation;
mod per_runtime;
mod random;
#[cfg(feature = "redis")]
mod redis;
mod response;
mod token;
mod transport;
pub mod wire;

#[cfg(feature = "redis")]
pub use crate::redis::Redis;
pub use call::{Call, CallFuture, CallOptions, CustomPage, CustomRequest, Items, Page, Pages};
pub use client::{Client, ClientBuilder};
pub use error::{Attempt, Error, ErrorKind, FieldViolation, Help, PermissionViolation, Result};
pub use file::{Download, DownloadStream, Downloaded, Progress, Upload};
pub use limit::{RateLimitMetrics, RateLimits};
pub use operation::Method;
#[cfg(feature = "reqwest")]
pub use reqwest;
pub use response::{Metadata, RateLimit, Response};
#[doc(hidden)]
pub use serde;
pub use serde_json::Value;
pub use token::{CacheError, CacheFuture, CachedToken, MemoryTokenCache, TokenCache, TokenKey};
pub use transport::Region;

pub use wire::{
    Date, DateTimeError, IntoList, IntoMap, IntoOption, List, Map, Mismatch, PageSize, RawJson, Text, Timestamp,
    UnknownCode, UnknownFields, UnknownText, Url,
};
