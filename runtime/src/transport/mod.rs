//! HTTP: where the service is (`base`), one request and its response (`http`), and TLS (`tls`).

pub(crate) mod base;
pub(crate) mod http;
pub(crate) mod tls;

pub use base::Region;
