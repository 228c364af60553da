//! `check --summary`: counts the missing texts and names, and the open decisions.

use std::process::ExitCode;

use feishu_import::{RemainingWork, summarize};

use crate::{CommandResult, Format, Schema};

/// `cargo xtask check --summary`
pub(crate) fn summary(schema: &Schema) -> CommandResult {
    let files = summarize(&feishu_codegen::load(&schema.folder())?);
    let line = |name: &str, left: &RemainingWork| match schema.format {
        Format::Json => format!(
            "{{ \"file\": \"{name}\", \"texts\": {}, \"names\": {}, \"decisions\": {} }}",
            left.texts, left.names, left.decisions
        ),
        Format::Human | Format::Github => {
            format!("{:>6} texts {:>5} names {:>5} decisions  {name}", left.texts, left.names, left.decisions)
        }
    };
    files.iter().for_each(|(file, left)| anstream::println!("{}", line(file, left)));
    anstream::println!("{}", line("total", &files.values().copied().sum()));
    Ok(ExitCode::SUCCESS)
}
