//! `scale`: how the generator's time grows with the schema.

use std::{
    process::{Command, ExitCode, Stdio},
    time::{Duration, Instant},
};

use crate::{
    Outcome,
    process::{cargo, run},
    synthetic,
};

/// `cargo xtask scale 500 1000 2000`: times whole processes, the first run of each into an empty folder.
pub(crate) fn scale(sizes: &[usize]) -> Outcome {
    if cfg!(debug_assertions) {
        return in_release(sizes);
    }
    let mut per_operation: Vec<f64> = Vec::new();
    for &operations in sizes {
        let folder = tempfile::tempdir()?;
        let (schema, out) = (folder.path().join("schema"), folder.path().join("out"));
        synthetic::write(&schema, operations)?;
        let mut times = Vec::new();
        for _ in 0..2 {
            let start = Instant::now();
            let mut command = Command::new(std::env::current_exe()?);
            command.arg("codegen").arg("--schema").arg(&schema).arg("--out").arg(&out).stdout(Stdio::null());
            if !command.status()?.success() {
                return Err(format!("codegen failed on the synthetic schema of {operations} operations").into());
            }
            times.push(start.elapsed());
        }
        let [first, again] = times.as_slice() else { continue };
        per_operation.push(first.as_secs_f64() / operations.max(1) as f64);
        anstream::println!(
            "{operations:>6} operations: {} ms, unchanged {} ms, {:.0} µs per operation",
            ms(*first),
            ms(*again),
            first.as_secs_f64() * 1e6 / operations.max(1) as f64
        );
    }
    if let (Some(first), Some(last)) = (per_operation.first(), per_operation.last()) {
        anstream::println!("time per operation, last to first: {:.2}", last / first);
    }
    Ok(ExitCode::SUCCESS)
}

/// What is timed is the generator as it is meant to run.
fn in_release(sizes: &[usize]) -> Outcome {
    let mut command = cargo(&["run", "--release", "--quiet", "--package", "xtask", "--", "scale"]);
    command.args(sizes.iter().map(usize::to_string));
    Ok(if run(&mut command)? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn ms(time: Duration) -> u128 {
    time.as_millis()
}
