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

/// Returns every name of `{first,second}.rs`.
fn expand(name: &str) -> Vec<String> {
    let group = name.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    let Some((before, (choices, after))) = group else { return vec![name.to_owned()] };
    choices.split(',').map(|choice| format!("{before}{choice}{after}")).collect()
}

#[test]
fn the_named_files_exist() -> TestResult {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md"))?;
    // Every second part is between backticks.
    let quoted = text.split('`').skip(1).step_by(2).filter(|name| name.ends_with(".rs") && *name != ".rs");
    let named: Vec<_> = quoted.flat_map(expand).collect();
    assert!(named.len() > 100, "{named:?}");
    let mut files = Vec::new();
    rust_files(&root(), &mut files)?;
    let missing: Vec<_> = named.iter().filter(|name| !files.iter().any(|file| file.ends_with(name))).collect();
    assert!(missing.is_empty(), "{missing:?}");
    Ok(())
}
