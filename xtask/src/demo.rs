//! `demo`, `mock` and `soak`: all are examples of the emitted crate, so that consumers find them where they look.

use std::process::ExitCode;

use crate::{
    Outcome, Schema, codegen,
    process::{cargo, run},
};

/// `cargo xtask demo`
pub(crate) fn demo() -> Outcome {
    anstream::println!("1. Generating the crate feishu-hire from schema/ …");
    let generated = codegen::write(Schema::default(), None)?;
    if generated != ExitCode::SUCCESS {
        return Ok(generated);
    }
    anstream::println!("2. Building it and calling a mock Feishu in the same process …\n");
    example("interviews", &[], &[])
}

/// `cargo xtask mock`
pub(crate) fn mock(port: u16, items: usize, samples: bool) -> Outcome {
    let how = if samples { "samples" } else { "items" };
    example("mock_server", &[], &[&port.to_string(), &items.to_string(), how])
}

/// `cargo xtask soak`
pub(crate) fn soak(calls: u64, at_once: usize, seed: u64) -> Outcome {
    example("soak", &["--release"], &[&calls.to_string(), &at_once.to_string(), &seed.to_string()])
}

fn example(name: &str, profile: &[&str], arguments: &[&str]) -> Outcome {
    let mut command = cargo(&["run", "--quiet", "--package", "feishu-hire", "--features", "mock", "--example", name]);
    let command = command.args(profile).arg("--").args(arguments);
    Ok(if run(command)? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
