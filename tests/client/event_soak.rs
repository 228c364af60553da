//! A short run of the example `event_soak`: events by long connection, with cuts, silent connections, crashes, duplicates and failures.

use std::time::Duration;

use crate::TestResult;

#[path = "../../generated/examples/event_soak/run/mod.rs"]
mod run;

#[test]
fn every_event_is_processed_once_and_no_task_remains() -> TestResult {
    // Memory is not checked, because other tests of the process allocate too.
    let plan = run::Plan { events: 2000, at_once: 64, calm: 200, sample: Duration::from_secs(3600) };
    let report = run::soak(&plan)?;
    assert_eq!(report.violations(), Vec::<String>::new(), "\n{report}");
    Ok(())
}
