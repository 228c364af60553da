//! Other programs, run by this one.

use std::{
    fs,
    process::{Command, Stdio},
    time::Duration,
};

use crate::root::root;

/// `cargo`, in the project's root.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    // What `cargo run` set for this process is not meant for the next one.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" || name == "CARGO_MANIFEST_PATH"
        }) {
            command.env_remove(name);
        }
    }
    command
}

/// Whether this machine is the one that decides: `.ci/run` says so, and nothing may be left out then.
pub(crate) fn is_ci() -> bool {
    std::env::var_os("FEISHU_CI").is_some()
}

/// Runs a program and says whether it went well.
pub(crate) fn run(command: &mut Command) -> std::io::Result<bool> {
    Ok(command.status()?.success())
}

/// Runs a program and gives what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String, Box<dyn std::error::Error>> {
    let output = command.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{command:?} failed").into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// CPU time of every child that has ended, as Linux counts it; `None` on other systems.
pub(crate) fn children_cpu() -> Option<Duration> {
    const TICKS_PER_SECOND: u64 = 100;
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the program's name, which may hold anything, come numbers; the 14th and 15th are ours.
    let (_, numbers) = stat.rsplit_once(')')?;
    let mut times = numbers.split_whitespace().skip(13).map_while(|field| field.parse::<u64>().ok());
    let ticks = times.next()? + times.next()?;
    Some(Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND))
}
