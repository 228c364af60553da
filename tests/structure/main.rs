//! The structure of the crates: no cycles between files, and only the dependencies that `ARCHITECTURE.md` allows.

mod arrows;
mod cycles;
mod documents;
mod graph;
mod inline;
mod modules;
mod paths;
mod reexports;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tests::root;

type TestResult = Result<(), Box<dyn std::error::Error>>;

/// Folders without crates.
const SKIPPED: [&str; 5] = [".git", "corpus", "schema", "src", "target"];

/// Returns the folder of every crate, inside and outside of the workspace.
fn crates() -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![root()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() && !SKIPPED.iter().any(|name| path.ends_with(name)) {
                open.push(path);
            }
        }
        if folder.join("Cargo.toml").exists() && folder != root() {
            found.push(folder);
        }
    }
    Ok(found)
}

/// Returns the Rust files in a folder and its subfolders, or the file itself.
fn rust_files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(Vec::from_iter(
            path.extension().is_some_and(|extension| extension == "rs").then(|| path.to_owned()),
        ));
    }
    let mut files = Vec::new();
    if ![".git", "target"].iter().any(|name| path.ends_with(name)) {
        for entry in fs::read_dir(path)? {
            files.extend(rust_files(&entry?.path())?);
        }
    }
    Ok(files)
}

/// Returns the root file of every crate except the generated one.
fn root_files() -> io::Result<Vec<PathBuf>> {
    let root_file = |folder: &Path| {
        ["src/lib.rs", "src/main.rs"].into_iter().map(|file| folder.join(file)).find(|file| file.exists())
    };
    let crates = crates()?.into_iter().filter(|folder| !folder.ends_with("generated"));
    Ok(crates.filter_map(|folder| root_file(&folder)).collect())
}

/// Without this test, the other tests would pass if no crate were found.
#[test]
fn all_crates_are_found() -> TestResult {
    let found = root_files()?;
    for folder in ["codegen", "codegen/import", "runtime", "tests/fuzz", "xtask"] {
        assert!(found.iter().any(|file| file.starts_with(root().join(folder).join("src"))), "{folder}: {found:?}");
    }
    Ok(())
}
