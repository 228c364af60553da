//! CPU time per crate: this program wraps rustc (`RUSTC_WRAPPER`) and logs the CPU time of every rustc process.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, OpenOptions},
    io::Write as _,
    path::Path,
    process::{Command, ExitCode},
    time::Duration,
};

use wait4::Wait4;

/// Environment variable with the path of the log. If it is set, this program only runs rustc.
pub(crate) const VARIABLE: &str = "FEISHU_XTASK_RUSTC_LOG";

type Error = Box<dyn std::error::Error>;

/// Runs the rustc command line that cargo passed, linker included, and appends its CPU time to the log.
///
/// # Errors
/// Fails if rustc cannot be started or the log cannot be written.
pub(crate) fn run(log: &OsStr) -> Result<ExitCode, Error> {
    let mut arguments = std::env::args_os().skip(1);
    let rustc = arguments.next().ok_or("the path of rustc is missing")?;
    let arguments: Vec<OsString> = arguments.collect();
    let ended = Command::new(rustc).args(&arguments).env_remove(VARIABLE).spawn()?.wait4()?;
    if let Some(name) = crate_name(&arguments) {
        let cpu = ended.rusage.utime + ended.rusage.stime;
        // The line is written at once, because several of these processes append concurrently.
        let line = format!("{name} {}\n", cpu.as_micros());
        OpenOptions::new().create(true).append(true).open(log)?.write_all(line.as_bytes())?;
    }
    let code = ended.status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

fn crate_name(arguments: &[OsString]) -> Option<&str> {
    let mut arguments = arguments.iter();
    arguments.find(|argument| *argument == "--crate-name")?;
    arguments.next()?.to_str()
}

/// Returns the CPU time of one crate in a log.
///
/// # Errors
/// Fails if the log cannot be read, or if the crate is not in it because it was not compiled.
pub(crate) fn cpu_of(name: &str, log: &Path) -> Result<Duration, Error> {
    let text = fs::read_to_string(log).map_err(|error| format!("{}: {error}", log.display()))?;
    sum(name, &text).ok_or_else(|| format!("`{name}` was not compiled").into())
}

/// Returns the CPU time of all crates in a log except some.
///
/// # Errors
/// Fails if the log cannot be read.
pub(crate) fn cpu_of_others(own: &[&str], log: &Path) -> Result<Duration, Error> {
    let text = fs::read_to_string(log).map_err(|error| format!("{}: {error}", log.display()))?;
    Ok(rows(&text).filter(|(name, _)| !own.contains(name)).map(|(_, cpu)| cpu).sum())
}

fn sum(name: &str, log: &str) -> Option<Duration> {
    rows(log).filter(|(logged, _)| *logged == name).map(|(_, cpu)| cpu).reduce(|sum, cpu| sum + cpu)
}

fn rows(log: &str) -> impl Iterator<Item = (&str, Duration)> {
    log.lines().filter_map(|line| {
        let (name, micros) = line.split_once(' ')?;
        Some((name, Duration::from_micros(micros.parse().ok()?)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_found_by_its_whole_name() {
        let log = "consumer 5\nfeishu_hire 1000\nfeishu_hire_extra 7\nfeishu_hire 500\n";
        assert_eq!(sum("feishu_hire", log), Some(Duration::from_micros(1500)));
        assert_eq!(sum("feishu", log), None);
    }

    #[test]
    fn a_probe_of_rustc_has_no_crate_name() {
        let arguments = |list: &[&str]| list.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(crate_name(&arguments(&["-vV"])), None);
        assert_eq!(crate_name(&arguments(&["--crate-name", "consumer", "src/main.rs"])), Some("consumer"));
    }
}
