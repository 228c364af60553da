//! Stress test of events: many events by long connection, while connections are cut and the consumer crashes.
//!
//! ```sh
//! cargo run --release --package feishu-hire --features events-socket,mock --example event_soak -- --events 100000
//! ```

#[path = "../common/memory.rs"]
mod memory;
mod run;
#[path = "../common/tasks.rs"]
mod tasks;

use std::{error::Error, process::ExitCode, time::Duration};

use clap::Parser;
use run::{Plan, soak};

/// Sends events by long connection, while connections are cut and the consumer crashes, and verifies that each is processed once.
#[derive(Debug, Parser)]
struct Arguments {
    /// Number of events.
    #[arg(long, default_value_t = 100_000)]
    events: usize,
    /// Number of concurrent deliveries.
    #[arg(long, default_value_t = 64)]
    at_once: usize,
    /// Number of events after which the next disturbance follows: a cut, a silent connection or a crash.
    #[arg(long, default_value_t = 1000)]
    calm: usize,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let Arguments { events, at_once, calm } = Arguments::parse();
    println!("{events} events, {at_once} of them concurrent, a disturbance after every {calm} …\n");
    let plan = Plan { events, at_once, calm, sample: Duration::from_millis(500) };
    let report = soak(&plan)?;
    println!("{report}");
    let violations = report.violations();
    violations.iter().for_each(|violation| println!("violation: {violation}"));
    Ok(if violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
