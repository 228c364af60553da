//! The command line, run as a program against the mock server.

mod calls;
mod credentials;
mod errors;
mod export;
mod formats;
mod help;
mod listings;
mod operations;
mod program;
mod secrecy;
mod tools;

/// The result of a test.
pub(crate) type TestResult = Result<(), Box<dyn std::error::Error>>;
