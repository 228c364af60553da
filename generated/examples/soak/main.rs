//! Stress test: concurrent calls to a mock server that fails a fifth of the requests.
//!
//! ```sh
//! cargo run --release --package feishu-hire --features mock --example soak -- --calls 100000 --at-once 64 --seed 1
//! ```

#[path = "../common/memory.rs"]
mod memory;
mod run;
#[path = "../common/tasks.rs"]
mod tasks;

use std::{error::Error, process::ExitCode, time::Duration};

use clap::Parser;
use run::{Plan, soak};

/// Makes concurrent calls to a mock server that fails a fifth of the requests, and verifies the results.
#[derive(Debug, Parser)]
struct Arguments {
    /// Number of calls.
    #[arg(long, default_value_t = 100_000)]
    calls: u64,
    /// Number of concurrent calls.
    #[arg(long, default_value_t = 64)]
    at_once: usize,
    /// Seed of the injected faults. The same seed injects the same faults, in the order of the requests.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let Arguments { calls, at_once, seed } = Arguments::parse();
    println!("{calls} calls, {at_once} of them concurrent, seed {seed}; about one request in five meets a fault …\n");
    let plan = Plan { calls, at_once, seed, items: 300, sample: Duration::from_secs(1) };
    let report = soak(&plan)?;
    println!("{report}");
    let violations = report.violations();
    violations.iter().for_each(|violation| println!("violation: {violation}"));
    Ok(if violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
