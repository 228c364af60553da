//! Runs the committed fuzz corpora through the checks of the fuzz targets.

use std::fs;

use crate::TestResult;

#[path = "../fuzz/src/lib.rs"]
#[allow(dead_code, unreachable_pub, reason = "only the fuzz targets use the rest")]
mod checks;

fn check_corpus(target: &str, check: impl Fn(&[u8]) -> Result<(), String>) -> TestResult {
    let mut count = 0;
    for entry in fs::read_dir(tests::root().join("tests/fuzz/corpus").join(target))? {
        let path = entry?.path();
        check(&fs::read(&path)?).map_err(|why| format!("{}: {why}", path.display()))?;
        count += 1;
    }
    assert!(count >= 10, "{target}: only {count} files in the corpus");
    Ok(())
}

#[test]
fn responses() -> TestResult {
    check_corpus("response", checks::response::check_all)
}

#[test]
fn addresses() -> TestResult {
    check_corpus("address", checks::address::check_all)
}

#[test]
fn tokens() -> TestResult {
    check_corpus("token", checks::token::check)
}

#[test]
fn both_readers() -> TestResult {
    check_corpus("reading", checks::reading::check_all)
}

#[test]
fn unusual_values_in_documented_responses() -> TestResult {
    check_corpus("tolerance", checks::tolerance::check_all)
}

#[test]
fn events() -> TestResult {
    check_corpus("event", checks::event::check)
}
