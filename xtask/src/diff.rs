//! `diff`: what the schema now means for consumers of a revision, as Markdown for a pull request.

use std::{
    path::Path,
    process::{Command, ExitCode, Stdio},
};

use feishu_codegen::{
    Renderer,
    digest::{Change, Changed, Impact, compare},
    draft::check_draft,
    model::Api,
};

use crate::{Outcome, process::output, root::root};

/// `cargo xtask diff`: fails when the version does not say how much has changed.
pub(crate) fn diff(revision: &str) -> Outcome {
    let before = tempfile::tempdir()?;
    unpack(revision, before.path())?;
    let (from, to) = (past(revision, &before.path().join("schema"))?, checked(&root().join("schema"))?);
    let old: Version = version(&output(&mut git(&["show", &format!("{revision}:Cargo.toml")]))?)?;
    let new: Version = version(&std::fs::read_to_string(root().join("Cargo.toml"))?)?;

    let changes = compare(&from, &to);
    let gravest = changes.iter().map(|change| change.impact).max();
    let asked = gravest.map_or(old, |impact| old.after(impact));
    anstream::print!("{}", report(revision, &changes));
    if changes.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    if new >= asked {
        anstream::println!("Version {new} says so: {old} asks for {asked}.");
        return Ok(ExitCode::SUCCESS);
    }
    anstream::println!(
        "**Version {new} does not say so: {old} asks for {asked}.** It stands in `Cargo.toml` twice: under `[workspace.package]`, and for `feishu-runtime`."
    );
    Ok(ExitCode::FAILURE)
}

/// The schema and the manifest of a revision, as files.
fn unpack(revision: &str, into: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let is_there = |what: &str| {
        Ok::<_, std::io::Error>(git(&["rev-parse", "--quiet", "--verify", what]).output()?.status.success())
    };
    if !is_there(&format!("{revision}^{{commit}}"))? {
        return Err(format!("`{revision}` is no revision that git knows here").into());
    }
    if !is_there(&format!("{revision}:schema"))? {
        return Err(format!("there is no schema at the revision `{revision}`").into());
    }
    let mut archive = git(&["archive", "--format=tar", revision, "schema"]).stdout(Stdio::piped()).spawn()?;
    let tar = archive.stdout.take().ok_or("git has no output")?;
    let unpacked = Command::new("tar").arg("-x").arg("-C").arg(into).stdin(tar).status()?;
    if !archive.wait()?.success() || !unpacked.success() {
        return Err(format!("the schema at the revision `{revision}` could not be unpacked").into());
    }
    Ok(())
}

fn git(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.current_dir(root()).args(arguments);
    command
}

/// What a revision's schema says; rules may have come since that it does not keep.
fn past(revision: &str, schema: &Path) -> Result<Api, Box<dyn std::error::Error>> {
    let sources = feishu_codegen::load(schema)?;
    Ok(feishu_codegen::check(&sources).unwrap_or_else(|mistakes| {
        anstream::eprintln!(
            "warning: {} mistakes in the schema at `{revision}`, by the rules of today; what cannot be understood of it counts as new",
            mistakes.len()
        );
        check_draft(&sources).api
    }))
}

fn checked(schema: &Path) -> Result<Api, Box<dyn std::error::Error>> {
    let sources = feishu_codegen::load(schema)?;
    feishu_codegen::check(&sources)
        .map_err(|mistakes| feishu_codegen::render(&mistakes, &sources, &Renderer::plain()).into())
}

fn report(revision: &str, changes: &[Change]) -> String {
    if changes.is_empty() {
        return format!("Nothing has changed for consumers since `{revision}`.\n");
    }
    let mut text = String::new();
    for (impact, title) in
        [(Impact::Breaking, "Breaking"), (Impact::Compatible, "Compatible"), (Impact::Docs, "Docs only")]
    {
        let of_impact: Vec<_> = changes.iter().filter(|change| change.impact == impact).collect();
        if !of_impact.is_empty() {
            text += &format!("### {title} since `{revision}` ({})\n\n", of_impact.len());
            text.extend(of_impact.iter().map(|change| line(change)));
            text.push('\n');
        }
    }
    text
}

fn line(change: &Change) -> String {
    match change.changed {
        Changed::Docs => format!("- `{}`\n", change.key),
        _ => format!("- `{}`: {}\n", change.key, change.reason()),
    }
}

/// A version of the crates.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u64, u64, u64);

impl Version {
    /// The next one, by the rules of Cargo: below 1.0 the minor number is the one that breaks.
    fn after(self, impact: Impact) -> Self {
        let Self(major, minor, patch) = self;
        match (impact, major) {
            (Impact::Breaking, 0) => Self(0, minor + 1, 0),
            (Impact::Breaking, _) => Self(major + 1, 0, 0),
            (Impact::Compatible, 1..) => Self(major, minor + 1, 0),
            (Impact::Compatible | Impact::Docs, _) => Self(major, minor, patch + 1),
        }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// The version under `[workspace.package]`.
fn version(manifest: &str) -> Result<Version, String> {
    let mut lines = manifest.lines().skip_while(|line| line.trim() != "[workspace.package]").skip(1);
    let line = lines.find(|line| line.starts_with("version")).ok_or("no version in Cargo.toml")?;
    let mut numbers = line.split('"').nth(1).unwrap_or_default().split('.').map(str::parse);
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor)), Some(Ok(patch))) => Ok(Version(major, minor, patch)),
        _ => Err(format!("`{line}` is no version")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_asks_for_the_step_that_cargo_expects() -> Result<(), String> {
        let cases = [
            ("0.1.4", Impact::Breaking, "0.2.0"),
            ("0.1.4", Impact::Compatible, "0.1.5"),
            ("0.1.4", Impact::Docs, "0.1.5"),
            ("1.2.3", Impact::Breaking, "2.0.0"),
            ("1.2.3", Impact::Compatible, "1.3.0"),
            ("1.2.3", Impact::Docs, "1.2.4"),
        ];
        for (from, impact, to) in cases {
            let from = version(&format!("[workspace.package]\nversion = \"{from}\"\n"))?;
            assert_eq!(from.after(impact).to_string(), to);
        }
        assert!(version("[package]\nversion = \"1.0.0\"\n").is_err());
        Ok(())
    }
}
