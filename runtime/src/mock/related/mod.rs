//! Related objects that requests select by ids and filters; see [`Server::populate`](super::Server::populate).

mod content;
mod filter;
mod kinds;
mod population;
mod tables;

pub(super) use content::RelatedContent;
pub(super) use population::Population;
pub use tables::{Related, Relations, Role};
