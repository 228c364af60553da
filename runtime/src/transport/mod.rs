//! HTTP: where the service is (`base`), one request and its response (`http`), timeouts (`timer`), TLS (`tls`), and what of this machine keeps all of it from
//! working (`obstacle`, `executor`).

pub(crate) mod base;
pub(crate) mod executor;
pub(crate) mod http;
mod obstacle;
pub(crate) mod timer;
mod tls;

pub use base::Region;
