//! Tests of the mock server, and of the client against it.

mod bare;
mod connections;
mod delivery;
mod faults;
mod files;
mod injection;
mod matching;
mod paging;
mod parameters;
mod rate_limits;
mod raw;
mod received;
mod responses;
mod store;
mod table;
mod tokens;
mod top_level;

/// Result of a test.
type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;
