//! The output of the generator.

mod determinism;
mod digest;
mod features;
mod openapi;
mod real;

pub(crate) type TestResult = Result<(), Box<dyn std::error::Error>>;
