//! Every fault that is known of, and what a caller sees of it: the right answer, or an error that says what there is to say.
//!
//! A row is a fault (`fault_table/rows/`) and what the client does about it; from that follows what must come of a call that meets the fault
//! once, each time, and once on a write (`expect.rs`). Nothing panics and nothing hangs. What the caller sees is kept in two snapshots.

mod door;
mod expect;
mod row;
mod rows;
mod run;
mod show;

use std::{collections::BTreeSet, sync::Arc};

use tokio::sync::Semaphore;

use self::{
    row::{Row, Setting},
    run::Seen,
};
use crate::TestResult;

/// Number of concurrent calls. They mostly wait; the work between the waits must not delay others.
const AT_ONCE: usize = 32;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn faults_and_what_becomes_of_them() -> TestResult {
    let rows = rows::all();
    let names: BTreeSet<_> = rows.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), rows.len(), "each row has a name of its own");

    let places = Arc::new(Semaphore::new(AT_ONCE));
    let start = |row: &Row, setting| tokio::spawn(seen(row.clone(), setting, Arc::clone(&places)));
    let calls: Vec<_> = rows.iter().flat_map(|row| row.settings.iter().map(|it| start(row, *it))).collect();
    let mut calls = calls.into_iter();
    let (mut outcomes, mut differences) = (Vec::new(), Vec::new());
    for row in rows {
        let mut of_row = Vec::new();
        for setting in row.settings {
            let call = calls.next().ok_or("each row has a call for each of its settings")?;
            let seen = call.await.map_err(|panic| format!("{}, {setting:?}: {panic}", row.name))??;
            let different = row.differences(*setting, &seen).into_iter();
            differences.extend(different.map(|it| format!("{}, {setting:?}: {it}", row.name)));
            of_row.push((*setting, seen));
        }
        outcomes.push((row, of_row));
    }
    assert!(differences.is_empty(), "\n{}\n\n{}", differences.join("\n"), show::texts(&outcomes));
    insta::assert_snapshot!("fault_table", show::table(&outcomes));
    insta::assert_snapshot!("fault_texts", show::texts(&outcomes));
    Ok(())
}

async fn seen(row: Row, setting: Setting, places: Arc<Semaphore>) -> Result<Seen, String> {
    let _place = places.acquire().await;
    row.run(setting).await.map_err(|error| format!("{}, {setting:?}: {error}", row.name))
}
