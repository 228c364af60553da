//! HTTP: the base URL (`base`), connections (`clients`), one request and its response (`http`), timeouts (`timer`), TLS (`tls`), and settings of this
//! machine that prevent every request (`obstacle`, `executor`).

pub(crate) mod base;
pub(crate) mod clients;
pub(crate) mod executor;
pub(crate) mod http;
mod obstacle;
pub(crate) mod timer;
mod tls;

pub use base::Region;
