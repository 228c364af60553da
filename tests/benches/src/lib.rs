//! What the benches measure against: the interview list as a user would write it: derived, full shape, plain `String`s.

pub mod call;
pub mod cost;
pub mod page;
pub mod raw;
pub mod server;
pub mod time;
