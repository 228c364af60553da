//! A short run of `cargo xtask soak`: many concurrent calls, a fifth of them with a fault.

use std::time::Duration;

use crate::TestResult;

#[path = "../../generated/examples/soak/run/mod.rs"]
mod run;

#[test]
fn every_item_arrives_once_and_no_task_remains() -> TestResult {
    // Memory is not checked, because other tests of the process allocate too.
    let plan = run::Plan { calls: 2000, at_once: 64, seed: 1, items: 100, sample: Duration::from_secs(3600) };
    let report = run::soak(&plan)?;
    assert_eq!(report.violations(), Vec::<String>::new(), "\n{report}");
    Ok(())
}
