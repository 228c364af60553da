//! `budget`: what the crate costs a consumer that makes one list call (`tests/consumer`), beside what it may cost (`budget.toml`).

use std::{collections::BTreeSet, fs, path::Path, process::ExitCode};

use toml::Table;

use crate::{
    Outcome,
    process::{cargo, measured, output, run},
    root::root,
};

const CONSUMER: &str = "tests/consumer/Cargo.toml";

/// `cargo xtask budget`: fails when something costs more than it may.
pub(crate) fn budget() -> Outcome {
    let budget: Table = fs::read_to_string(root().join("budget.toml"))?.parse()?;
    let target = tempfile::tempdir()?;
    let consumer = |arguments: &[&str]| {
        let mut command = cargo(arguments);
        command.args(["--manifest-path", CONSUMER]).env("CARGO_TARGET_DIR", target.path());
        command
    };
    let whole = measured(&mut consumer(&["check", "--quiet"]))?;
    output(&mut consumer(&["clean", "--quiet", "--package", "feishu-runtime", "--package", "feishu-hire"]))?;
    let own = measured(&mut consumer(&["check", "--quiet"]))?;
    let mut release = consumer(&["build", "--release", "--quiet"]);
    if !run(release.env("CARGO_PROFILE_RELEASE_STRIP", "symbols"))? {
        return Err(format!("{release:?} failed").into());
    }
    let binary = fs::metadata(target.path().join("release/consumer"))?.len();

    anstream::println!("clean `cargo check`: {:.1} CPU s", whole.cpu.as_secs_f64());
    #[allow(clippy::cast_precision_loss)]
    let figures = [
        ("crates_in_the_tree", crates_in_the_tree()? as f64),
        ("emitted_lines_per_operation", lines_per_operation()? as f64),
        ("own_check_cpu_seconds", own.cpu.as_secs_f64()),
        ("stripped_release_binary_bytes", binary as f64),
    ];
    let mut is_kept = true;
    for (name, figure) in figures {
        let most = most(&budget, name)?;
        let is_over = figure > most;
        let told = (figure * 10.0).round() / 10.0;
        anstream::println!("{name}: {told} of {most}{}", if is_over { ", too much" } else { "" });
        is_kept &= !is_over;
    }
    Ok(if is_kept { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn most(budget: &Table, name: &str) -> Result<f64, String> {
    let value = budget.get(name).ok_or_else(|| format!("budget.toml does not say `{name}`"))?;
    let number = value.as_float().or_else(|| value.as_integer().map(|number| number as f64));
    number.ok_or_else(|| format!("`{name}` in budget.toml is no number"))
}

/// The consumer's own aside.
fn crates_in_the_tree() -> Result<usize, Box<dyn std::error::Error>> {
    let mut tree =
        cargo(&["tree", "--edges", "normal", "--prefix", "none", "--no-dedupe", "--manifest-path", CONSUMER]);
    let tree = output(&mut tree)?;
    let crates: BTreeSet<_> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    Ok(crates.len().saturating_sub(1))
}

fn lines_per_operation() -> std::io::Result<usize> {
    let operations = fs::read_to_string(root().join("generated/src/operation.rs"))?;
    let operations = operations.lines().filter(|line| line.trim_start().starts_with("&crate::")).count();
    Ok(lines(&root().join("generated/src"))? / operations.max(1))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is counted, and so is the same on every machine.
    #[test]
    #[allow(clippy::cast_precision_loss)]
    fn the_counted_figures_are_within_the_budget() -> Result<(), Box<dyn std::error::Error>> {
        let budget: Table = fs::read_to_string(root().join("budget.toml"))?.parse()?;
        let counted =
            [("crates_in_the_tree", crates_in_the_tree()?), ("emitted_lines_per_operation", lines_per_operation()?)];
        for (name, figure) in counted {
            let most = most(&budget, name)?;
            assert!(figure as f64 <= most, "{name}: {figure} of {most}");
        }
        Ok(())
    }
}
