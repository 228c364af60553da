//! `drift`: compares documentation pages with the schema.

use std::{path::PathBuf, process::ExitCode};

use feishu_import::{Drift, find_drift, to_json};

use crate::{CommandResult, import};

/// `cargo xtask drift PAGE.md…`: fails on differences that no quirk explains.
pub(crate) fn compare(pages: &[PathBuf], json: bool) -> CommandResult {
    let (_, api) = import::schema()?;
    let mut all: Vec<Drift> = Vec::new();
    let mut skipped = false;
    for (name, text) in import::read(pages)? {
        match find_drift(&name, &text, &api) {
            Ok(drifts) => all.extend(drifts),
            Err(error) => {
                anstream::eprintln!("error: {name}: {error}");
                skipped = true;
            }
        }
    }
    let unexplained = all.iter().filter(|drift| drift.explained.is_none()).count();
    if json {
        anstream::print!("{}", to_json(&all));
    } else {
        all.iter().for_each(|drift| anstream::println!("{}: {drift}", drift.page));
        anstream::println!("{} pages: {} differences, {unexplained} of them unexplained", pages.len(), all.len());
    }
    Ok(if unexplained == 0 && !skipped { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
