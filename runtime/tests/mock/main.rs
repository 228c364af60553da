//! The mock server: what it takes, refuses, answers and does wrong on request; and the client against it.

mod connections;
mod counting;
mod delivery;
mod faults;
mod files;
mod matching;
mod paging;
mod parameters;
mod raw;
mod received;
mod spoil;
mod store;
mod table;
mod tokens;

/// What a test gives back; whatever fails stops it.
type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;
