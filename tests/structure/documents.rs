//! The files that `ARCHITECTURE.md` names exist.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tests::root;

use crate::TestResult;

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("target") && !path.ends_with(".git") {
            rust_files(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

#[test]
fn the_named_files_exist() -> TestResult {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md"))?;
    // Every second part is between backticks.
    let named: Vec<_> = text.split('`').skip(1).step_by(2).filter(|name| name.ends_with(".rs")).collect();
    assert!(named.len() > 20, "{named:?}");
    let mut files = Vec::new();
    rust_files(&root(), &mut files)?;
    let missing: Vec<_> = named.iter().filter(|name| !files.iter().any(|file| file.ends_with(name))).collect();
    assert!(missing.is_empty(), "{missing:?}");
    Ok(())
}
