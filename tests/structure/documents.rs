//! The files that `ARCHITECTURE.md` names exist.

use std::fs;

use tests::root;

use crate::{TestResult, rust_files};

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
    let files = rust_files(&root())?;
    let missing: Vec<_> = named.iter().filter(|name| !files.iter().any(|file| file.ends_with(name))).collect();
    assert!(missing.is_empty(), "{missing:?}");
    Ok(())
}
