//! Runs the committed fuzz corpus of the loader and the checker through the checks of the fuzz targets.

use std::{fs, path::Path};

type TestResult = Result<(), Box<dyn std::error::Error>>;

#[path = "../../tests/fuzz/src/schema.rs"]
#[allow(unreachable_pub, reason = "the fuzz targets are another crate")]
mod schema;

fn check_corpus(target: &str, check: impl Fn(&[u8]) -> Result<(), String>) -> TestResult {
    let mut count = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz/corpus").join(target))? {
        let path = entry?.path();
        check(&fs::read(&path)?).map_err(|why| format!("{}: {why}", path.display()))?;
        count += 1;
    }
    assert!(count >= 40, "{target}: only {count} files in the corpus");
    Ok(())
}

#[test]
fn files() -> TestResult {
    check_corpus("load", schema::load)
}

#[test]
fn schemas() -> TestResult {
    check_corpus("check", schema::check)
}
