//! What every call of the Feishu Hire client shares, whatever the endpoint.
//!
//! The crate `feishu-hire` is emitted on top of this one and re-exports what its users need; look there first.
//! Nothing in here knows an endpoint: operations come in as rows of a static table ([`operation::Operation`]).

mod answer;
mod auth;
mod base;
mod call;
mod check;
mod client;
mod encode;
mod error;
mod excerpt;
#[cfg(feature = "mock")]
#[doc(hidden)]
pub mod fuzzing;
mod http;
mod metadata;
#[cfg(feature = "mock")]
pub mod mock;
pub mod operation;
mod page;
#[cfg(feature = "mock")]
pub mod samples;
mod secret;
mod tls;
mod upload;
pub mod wire;

pub use base::Region;
pub use call::Call;
pub use client::{Client, ClientBuilder};
pub use error::{Error, ErrorKind, FieldViolation, Help, PermissionViolation, Result};
pub use metadata::{Metadata, RateLimit, Response};
pub use page::{Items, Page, Pages};
#[doc(hidden)]
pub use serde;
pub use serde_json::Value;
pub use upload::Upload;

pub use wire::{Date, Id, IdKind, Timestamp, UnknownCode, UnknownFields, UnknownText, Url};
