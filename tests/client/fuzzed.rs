//! Regression tests: runs the committed inputs of the fuzz targets through the same checks.

use std::fs;

use crate::TestResult;

#[path = "../fuzz/src/lib.rs"]
#[allow(dead_code, unreachable_pub, reason = "the fuzz targets use the rest of it")]
mod checks;

fn holds(target: &str, check: impl Fn(&[u8]) -> Result<(), String>) -> TestResult {
    let mut count = 0;
    for entry in fs::read_dir(tests::root().join("tests/fuzz/corpus").join(target))? {
        let path = entry?.path();
        check(&fs::read(&path)?).map_err(|why| format!("{}: {why}", path.display()))?;
        count += 1;
    }
    assert!(count >= 10, "{target}: a corpus of {count}");
    Ok(())
}

#[test]
fn answers() -> TestResult {
    holds("answer", checks::answer::check_all)
}

#[test]
fn addresses() -> TestResult {
    holds("address", checks::address::check_all)
}

#[test]
fn tokens() -> TestResult {
    holds("token", checks::token::check)
}

#[test]
fn both_readers() -> TestResult {
    holds("reading", checks::reading::check_all)
}

#[test]
fn odd_values_in_documented_responses() -> TestResult {
    holds("tolerance", checks::tolerance::check_all)
}

#[test]
fn events() -> TestResult {
    holds("event", checks::event::check)
}
