//! The structure of the crates: no cycles between files, and only the dependencies that `ARCHITECTURE.md` allows.

mod arrows;
mod cycles;
mod exceptions;
mod graph;
mod modules;
mod paths;

use std::path::PathBuf;

use tests::root;

type TestResult = Result<(), Box<dyn std::error::Error>>;

/// The root file of every crate of which the source is written by hand.
const CRATES: [&str; 7] = [
    "codegen/src/lib.rs",
    "codegen/import/src/lib.rs",
    "runtime/src/lib.rs",
    "tests/src/lib.rs",
    "tests/benches/src/lib.rs",
    "tests/fuzz/src/lib.rs",
    "xtask/src/main.rs",
];

fn crate_roots() -> impl Iterator<Item = PathBuf> {
    CRATES.iter().map(|path| root().join(path))
}
