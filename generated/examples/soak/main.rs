//! Many calls at once, a fifth of them hit by faults: `cargo xtask soak --calls 100000 --at-once 64 --seed 1`.

mod run;

use std::{env, error::Error, process::ExitCode, time::Duration};

use run::{Plan, soak};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let mut number = |usual: u64| arguments.next().map_or(Ok(usual), |number| number.parse());
    let (calls, at_once, seed) = (number(100_000)?, number(64)?, number(1)?);
    println!("{calls} calls, {at_once} at once, seed {seed}; about one request in five meets a fault …\n");
    let plan = Plan { calls, at_once: usize::try_from(at_once)?, seed, items: 300, sample: Duration::from_secs(1) };
    let report = soak(&plan)?;
    println!("{report}");
    let wrong = report.wrong();
    wrong.iter().for_each(|what| println!("wrong: {what}"));
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
