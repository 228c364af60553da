//! A table of all known faults with the outcome for the caller: the expected response, or an error with all details.
//!
//! Each row is a fault (`fault_table/rows/`) and the reaction of the client. `expect.rs` derives from them the outcome of a call in three
//! settings: the fault occurs once, it always occurs, or it occurs once on a write. No call panics or hangs. Two snapshots contain the results.

mod expect;
mod proxy;
mod row;
mod rows;
mod run;
mod show;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use tokio::sync::Semaphore;

use self::{
    row::{Row, Setting},
    run::Observation,
};
use crate::TestResult;

/// Number of concurrent calls. They mostly wait; the work between the waits must not delay others.
const MAX_CONCURRENT: usize = 32;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_fault_has_the_expected_outcome() -> TestResult {
    let rows = rows::all();
    let names: BTreeSet<_> = rows.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), rows.len(), "row names are unique");

    // Rows that depend on time run without the others, whose work could delay them.
    let (timed, others): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.is_timed());
    let (without_token, others): (Vec<_>, Vec<_>) = others.into_iter().partition(|row| row.fails_to_fetch_a_token());
    let mut calls = run_rows(&others).await?;
    calls.extend(run_rows(&without_token).await?);
    calls.extend(run_rows(&timed).await?);
    let (mut outcomes, mut differences) = (Vec::new(), Vec::new());
    for row in rows {
        let mut of_row = Vec::new();
        for (setting, seen) in calls.remove(row.name).unwrap_or_default() {
            let different = row.differences(setting, &seen).into_iter();
            differences.extend(different.map(|it| format!("{}, {setting:?}: {it}", row.name)));
            of_row.push((setting, seen));
        }
        outcomes.push((row, of_row));
    }
    assert!(differences.is_empty(), "\n{}\n\n{}", differences.join("\n"), show::texts(&outcomes));
    insta::assert_snapshot!("fault_table", show::table(&outcomes));
    insta::assert_snapshot!("fault_texts", show::texts(&outcomes));
    Ok(())
}

/// Runs rows concurrently, each in all of its settings. Returns the results by the name of the row.
async fn run_rows(rows: &[&Row]) -> Result<BTreeMap<&'static str, Vec<(Setting, Observation)>>, String> {
    let permits = Arc::new(Semaphore::new(MAX_CONCURRENT));
    let start = |row: &Row, setting| tokio::spawn(run_row(row.clone(), setting, Arc::clone(&permits)));
    let all = rows.iter().flat_map(|row| row.settings.iter().map(|setting| (row.name, *setting, start(row, *setting))));
    let calls: Vec<_> = all.collect();
    let mut results: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (name, setting, call) in calls {
        let seen = call.await.map_err(|panic| format!("{name}, {setting:?}: {panic}"))??;
        results.entry(name).or_default().push((setting, seen));
    }
    Ok(results)
}

async fn run_row(row: Row, setting: Setting, permits: Arc<Semaphore>) -> Result<Observation, String> {
    let _permit = permits.acquire().await;
    row.run(setting).await.map_err(|error| format!("{}, {setting:?}: {error}", row.name))
}
