//! The client against the mock server.

mod compile_fail;
mod errors;
mod fuzzed;
mod paging;
mod program;
mod requests;
mod round_trip;
mod secrecy;
mod tokens;
mod values;

/// A runtime of its own for each test would hide that calls share a client; a plain one does.
pub(crate) type TestResult = Result<(), Box<dyn std::error::Error>>;
