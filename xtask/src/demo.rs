//! `demo`, `mock` and `soak` run examples of the emitted crate.

use std::process::ExitCode;

use crate::{
    CommandResult, Schema, codegen,
    process::{cargo, run},
};

/// The features of all examples, so that the crate is compiled once.
pub(crate) const FEATURES: &str = "events-socket,mock";

/// `cargo xtask demo`
pub(crate) fn demo() -> CommandResult {
    anstream::println!("1. Generating the crate feishu-hire from schema/ …");
    let generated = codegen::write(Schema::default(), None)?;
    if generated != ExitCode::SUCCESS {
        return Ok(generated);
    }
    anstream::println!("2. Building the crate and calling a mock server in the same process …\n");
    example("interviews", &[], &[])
}

/// `cargo xtask mock`
pub(crate) fn mock(arguments: &[String]) -> CommandResult {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    example("mock_server", &[], &arguments)
}

/// `cargo xtask soak`
pub(crate) fn soak(calls: u64, at_once: usize, seed: u64) -> CommandResult {
    let (calls, at_once, seed) = (calls.to_string(), at_once.to_string(), seed.to_string());
    example("soak", &["--release"], &["--calls", &calls, "--at-once", &at_once, "--seed", &seed])
}

fn example(name: &str, profile: &[&str], arguments: &[&str]) -> CommandResult {
    let mut command = cargo(&["run", "--quiet", "--package", "feishu-hire", "--features", FEATURES, "--example", name]);
    let command = command.args(profile).arg("--").args(arguments);
    Ok(if run(command)? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
