//! Helpers of the benchmarks, and the hand-written code that they compare with.

pub mod call;
pub mod cost;
pub mod page;
pub mod raw;
pub mod server;
pub mod time;
