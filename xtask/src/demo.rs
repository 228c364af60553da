//! `demo`, `mock` and `soak` run examples of the emitted crate.

use std::{net::IpAddr, process::ExitCode};

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
    anstream::println!("2. Building the crate and calling a mock server in the same process …\n");
    example("interviews", &[], &[])
}

/// `cargo xtask mock`
pub(crate) fn mock(host: IpAddr, port: u16, items: usize, samples: bool) -> Outcome {
    let (host, port, items) = (host.to_string(), port.to_string(), items.to_string());
    let mut arguments = vec!["--host", &host, "--port", &port, "--items", &items];
    arguments.extend(samples.then_some("--samples"));
    example("mock_server", &[], &arguments)
}

/// `cargo xtask soak`
pub(crate) fn soak(calls: u64, at_once: usize, seed: u64) -> Outcome {
    let (calls, at_once, seed) = (calls.to_string(), at_once.to_string(), seed.to_string());
    example("soak", &["--release"], &["--calls", &calls, "--at-once", &at_once, "--seed", &seed])
}

fn example(name: &str, profile: &[&str], arguments: &[&str]) -> Outcome {
    let mut command = cargo(&["run", "--quiet", "--package", "feishu-hire", "--features", "mock", "--example", name]);
    let command = command.args(profile).arg("--").args(arguments);
    Ok(if run(command)? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
