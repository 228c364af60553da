//! `scale`: measures the generator on the schema, and how it scales with the size of a schema.

use std::{
    fmt, fs,
    path::Path,
    process::{Command, ExitCode, Stdio},
    time::{Duration, SystemTime},
};

use crate::{
    CommandResult,
    process::{Usage, cargo, measured, run},
    root::root,
    synthetic,
};

/// `cargo xtask scale 1000 5000 10000`: measures whole processes, starting with an empty output folder. Without sizes, only the schema of the project
/// is measured.
pub(crate) fn scale(sizes: &[usize]) -> CommandResult {
    if cfg!(debug_assertions) {
        return in_release(sizes);
    }
    anstream::println!("the schema of the project: {}", run_twice(&root().join("schema"))?);
    let mut per_operation: Vec<f64> = Vec::new();
    for &operations in sizes {
        let folder = tempfile::tempdir()?;
        synthetic::write(folder.path(), operations)?;
        let runs = run_twice(folder.path())?;
        let each = runs.first.elapsed.as_secs_f64() / operations.max(1) as f64;
        per_operation.push(each);
        anstream::println!("{operations:>6} operations: {runs}; {:.0} µs per operation", each * 1e6);
    }
    if let (Some(first), Some(last)) = (per_operation.first(), per_operation.last()) {
        anstream::println!("time per operation, last relative to first: {:.2}", last / first);
    }
    Ok(ExitCode::SUCCESS)
}

/// A run into an empty folder, and a second run without changes.
struct Runs {
    first: Usage,
    unchanged: Usage,
}

impl fmt::Display for Runs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, unchanged } = self;
        let peak = first.peak_memory.max(unchanged.peak_memory) >> 20;
        let (elapsed, cpu) = (ms(first.elapsed), ms(first.cpu));
        write!(f, "{elapsed} ms, CPU {cpu} ms; unchanged {} ms; peak memory {peak} MiB", ms(unchanged.elapsed))
    }
}

fn run_twice(schema: &Path) -> Result<Runs, Box<dyn std::error::Error>> {
    let out = tempfile::tempdir()?;
    let codegen = || {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("codegen").arg("--schema").arg(schema).arg("--out").arg(out.path()).stdout(Stdio::null());
        measured(&mut command)
    };
    let first = codegen()?;
    let written = newest(out.path())?;
    let unchanged = codegen()?;
    if newest(out.path())? != written {
        return Err(format!("codegen rewrote files for the unchanged schema in {}", schema.display()).into());
    }
    Ok(Runs { first, unchanged })
}

/// Returns the time of the last change in a folder and its subfolders.
fn newest(folder: &Path) -> std::io::Result<SystemTime> {
    let mut newest = fs::metadata(folder)?.modified()?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let modified =
            if entry.file_type()?.is_dir() { self::newest(&entry.path())? } else { entry.metadata()?.modified()? };
        newest = newest.max(modified);
    }
    Ok(newest)
}

/// Runs the command again as a release build, so that optimized code is measured.
fn in_release(sizes: &[usize]) -> CommandResult {
    let mut command = cargo(&["run", "--release", "--quiet", "--package", "xtask", "--", "scale"]);
    command.args(sizes.iter().map(usize::to_string));
    Ok(if run(&mut command)? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn ms(time: Duration) -> u128 {
    time.as_millis()
}
