//! Tests of the mock server, and of the client against it.

mod answers;
mod connections;
mod counting;
mod delivery;
mod faults;
mod files;
mod injection;
mod matching;
mod paging;
mod parameters;
mod raw;
mod received;
mod store;
mod table;
mod tokens;
mod top_level;

/// Result of a test.
type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;
