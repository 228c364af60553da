//! Programs that copy data into another system, against a mock server with related data.

mod downloads;
mod populated;
mod resumed;
mod sync_sqlite;

pub(crate) type TestResult = Result<(), Box<dyn std::error::Error>>;

pub(crate) const INTERVIEWS: &str = "hire.v1.interview.list";
