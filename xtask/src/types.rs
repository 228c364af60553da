//! `move` and `rename`: change where types are defined and what they are called.

use std::{fs, process::ExitCode};

use feishu_import::SchemaFiles;

use crate::{CommandResult, mentions::print_mentions, root::root};

/// `cargo xtask move TYPE… --to FILE`
pub(crate) fn relocate(types: &[String], to: &str) -> CommandResult {
    edit(|files| files.move_types(types, to))
}

/// `cargo xtask rename OLD NEW`. Hand-written files keep the old name, which may have another meaning there.
pub(crate) fn rename(old: &str, new: &str) -> CommandResult {
    let ended = edit(|files| files.rename(old, new))?;
    print_mentions(&[old.to_owned()])?;
    Ok(ended)
}

/// Changes the files of the schema and lists the changed ones.
fn edit(change: impl FnOnce(&mut SchemaFiles) -> Result<(), String>) -> CommandResult {
    let folder = root().join("schema");
    let mut files = SchemaFiles::new(&feishu_codegen::load(&folder)?);
    change(&mut files)?;
    for file in files.changes() {
        fs::write(folder.join(file.path), file.text)?;
        anstream::println!("schema/{}: {} lines changed", file.path, file.changed_lines());
    }
    Ok(ExitCode::SUCCESS)
}
