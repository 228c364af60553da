//! The short form of `cargo xtask soak`: many calls at once, a fifth of them hit by faults.

use std::time::Duration;

use crate::TestResult;

#[path = "../../generated/examples/soak/run/mod.rs"]
mod run;

#[test]
fn every_item_arrives_once_and_no_task_is_left_over() -> TestResult {
    // The other tests of this process have memory of their own: it is not judged here.
    let plan = run::Plan { calls: 2000, at_once: 64, seed: 1, items: 100, sample: Duration::from_secs(3600) };
    let report = run::soak(&plan)?;
    assert_eq!(report.violations(), Vec::<String>::new(), "\n{report}");
    Ok(())
}
