//! `groups`: checks the generated crate with each feature group alone, with none and with all. Warnings are errors.
//!
//! Each check takes about a second once the dependencies are compiled. Every check is a separate cargo run, because cargo unifies the features within
//! one run.

use std::process::{ExitCode, Stdio};

use crate::{CommandResult, import::schema, process::cargo};

/// `cargo xtask groups`
pub(crate) fn groups() -> CommandResult {
    let (_, api) = schema()?;
    let names = api.groups.iter().map(|group| group.name.as_str());
    for group in names.chain(["", "mock"]) {
        if !compiles(&["--no-default-features", "--features", group])? {
            anstream::eprintln!(
                "error: the generated crate has errors or warnings with `--no-default-features --features '{group}'`"
            );
            return Ok(ExitCode::FAILURE);
        }
    }
    if !compiles(&[])? {
        anstream::eprintln!("error: the generated crate has errors or warnings with all groups");
        return Ok(ExitCode::FAILURE);
    }
    anstream::println!("no warnings with each of the {} groups alone, with none and with all", api.groups.len());
    Ok(ExitCode::SUCCESS)
}

/// Whether the crate compiles without warnings with the given cargo arguments.
fn compiles(features: &[&str]) -> Result<bool, Box<dyn std::error::Error>> {
    let mut check = cargo(&["check", "--package", "feishu-hire", "--quiet"]);
    let output = check.args(features).stdout(Stdio::null()).stderr(Stdio::piped()).output()?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    anstream::eprint!("{stderr}");
    Ok(output.status.success() && !stderr.contains("warning"))
}
