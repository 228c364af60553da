//! What the fuzz targets have found worth keeping, run through the same checks: a defect that was mended stays mended.

use std::fs;

#[path = "../fuzz/src/lib.rs"]
#[allow(dead_code, unreachable_pub, reason = "the fuzz targets use the rest of it")]
mod checks;

type Check = fn(&[u8]) -> Result<(), String>;

fn holds(target: &str, check: Check) {
    let folder = tests::root().join("tests/fuzz/corpus").join(target);
    let mut count = 0;
    for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        let input = fs::read(&path).expect("a file");
        check(&input).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        count += 1;
    }
    assert!(count >= 10, "{target}: a corpus of {count}");
}

#[test]
fn answers() {
    holds("answer", checks::answer::check_all);
}

#[test]
fn addresses() {
    holds("address", checks::address::check_all);
}

#[test]
fn tokens() {
    holds("token", checks::token::check);
}
