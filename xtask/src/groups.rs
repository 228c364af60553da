//! `groups`: the generated crate with each of its groups alone, with none and with all of them. A warning fails it.
//!
//! A check of the emitted crate takes about a second once its dependencies are there. One cargo run for all of them is not possible: within one run,
//! cargo unifies the features.

use std::process::{ExitCode, Stdio};

use crate::{Outcome, import::schema, process::cargo};

/// `cargo xtask groups`
pub(crate) fn groups() -> Outcome {
    let (_, api) = schema()?;
    let alone = api.groups.iter().map(|group| group.name.as_str());
    for group in alone.clone().chain(["", "mock"]) {
        if !checks(&["--no-default-features", "--features", group])? {
            anstream::eprintln!(
                "error: the generated crate has errors or warnings with `--no-default-features --features '{group}'`"
            );
            return Ok(ExitCode::FAILURE);
        }
    }
    if !checks(&[])? {
        anstream::eprintln!("error: the generated crate has errors or warnings with all groups");
        return Ok(ExitCode::FAILURE);
    }
    anstream::println!("{} groups, each of them alone, none and all: no warnings", api.groups.len());
    Ok(ExitCode::SUCCESS)
}

/// Whether the crate compiles with some features, without a warning.
fn checks(features: &[&str]) -> Result<bool, Box<dyn std::error::Error>> {
    let mut check = cargo(&["check", "--package", "feishu-hire", "--quiet"]);
    let output = check.args(features).stdout(Stdio::null()).stderr(Stdio::piped()).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    anstream::eprint!("{said}");
    Ok(output.status.success() && !said.contains("warning"))
}
