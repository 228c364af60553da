//! The output of the generator.

mod awkward_names;
mod catalog;
mod compiled;
mod determinism;
mod digest;
mod documentation;
mod features;
mod openapi;
mod openapi_examples;
mod real;
mod services;
mod widths;

pub(crate) type TestResult = Result<(), Box<dyn std::error::Error>>;
