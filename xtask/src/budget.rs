//! `budget`: what the crate costs a consumer that makes one list call (`tests/consumer`).

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, ExitCode},
    time::Duration,
};

use crate::{
    Outcome,
    process::{cargo, children_cpu, output, run},
    root::root,
};

const CONSUMER: &str = "tests/consumer/Cargo.toml";

/// `cargo xtask budget`
pub(crate) fn budget() -> Outcome {
    let target = tempfile::tempdir()?;
    let consumer = |arguments: &[&str]| {
        let mut command = cargo(arguments);
        command.args(["--manifest-path", CONSUMER]).env("CARGO_TARGET_DIR", target.path());
        command
    };
    let tree = output(&mut consumer(&["tree", "--edges", "normal", "--prefix", "none", "--no-dedupe"]))?;
    let crates: BTreeSet<_> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    anstream::println!("crates in the tree, the consumer's own aside: {}", crates.len().saturating_sub(1));

    let whole = measured(&mut consumer(&["check", "--quiet"]))?;
    anstream::println!("clean `cargo check`: {}", seconds(whole));
    output(&mut consumer(&["clean", "--quiet", "--package", "feishu-runtime", "--package", "feishu-hire"]))?;
    let own = measured(&mut consumer(&["check", "--quiet"]))?;
    anstream::println!("of our own crates alone, with the consumer: {}", seconds(own));

    let (lines, operations) =
        (lines(&root().join("generated/src"))?, count_operations(&root().join("generated/src/operation.rs"))?);
    anstream::println!(
        "emitted lines: {lines} for {operations} operations, {} per operation",
        lines / operations.max(1)
    );
    Ok(ExitCode::SUCCESS)
}

fn measured(command: &mut Command) -> Result<Option<Duration>, Box<dyn std::error::Error>> {
    let before = children_cpu();
    if !run(command)? {
        return Err(format!("{command:?} failed").into());
    }
    Ok(before.zip(children_cpu()).map(|(before, after)| after.saturating_sub(before)))
}

fn seconds(time: Option<Duration>) -> String {
    time.map_or_else(|| "CPU time is told on Linux alone".to_owned(), |time| format!("{:.1} CPU s", time.as_secs_f64()))
}

fn lines(folder: &Path) -> std::io::Result<usize> {
    let mut lines = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            lines += self::lines(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            lines += fs::read_to_string(&path)?.lines().count();
        }
    }
    Ok(lines)
}

fn count_operations(table: &Path) -> std::io::Result<usize> {
    Ok(fs::read_to_string(table)?.lines().filter(|line| line.trim_start().starts_with("&crate::")).count())
}
