//! Child processes.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use wait4::Wait4;

use crate::root::root;

/// Creates a `cargo` command that runs in the project root.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    // Variables that `cargo run` set for this process would mislead the child.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" || name == "CARGO_MANIFEST_PATH"
        }) {
            command.env_remove(name);
        }
    }
    command
}

/// Whether the command runs in CI (`.ci/run`), where no check may be skipped.
pub(crate) fn is_ci() -> bool {
    std::env::var_os("FEISHU_CI").is_some()
}

/// Runs a program and returns whether it succeeded.
pub(crate) fn run(command: &mut Command) -> std::io::Result<bool> {
    Ok(command.status()?.success())
}

/// Runs a program and returns its standard output.
pub(crate) fn output(command: &mut Command) -> Result<String, Box<dyn std::error::Error>> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{command:?} failed").into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Resources used by a process and its children.
pub(crate) struct Usage {
    pub(crate) elapsed: Duration,
    /// CPU time, in user and kernel mode.
    pub(crate) cpu: Duration,
    /// The largest resident set of one process, in bytes.
    pub(crate) peak_memory: u64,
}

/// Runs a program and returns the resources that it used. Fails if the program fails.
pub(crate) fn measured(command: &mut Command) -> Result<Usage, Box<dyn std::error::Error>> {
    let start = Instant::now();
    let ended = command.spawn()?.wait4()?;
    if !ended.status.success() {
        return Err(format!("{command:?} failed").into());
    }
    let used = ended.rusage;
    Ok(Usage { elapsed: start.elapsed(), cpu: used.utime + used.stime, peak_memory: used.maxrss })
}
