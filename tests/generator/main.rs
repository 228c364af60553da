//! What the generator makes of a schema.

mod determinism;
mod features;
mod real;

pub(crate) type TestResult = Result<(), Box<dyn std::error::Error>>;
