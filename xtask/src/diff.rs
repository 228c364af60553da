//! `diff`: lists the changes of the public API since a revision, as Markdown for a pull request.

use std::{
    path::Path,
    process::{Command, ExitCode, Stdio},
};

use feishu_codegen::{
    Renderer,
    digest::{Change, ChangeKind, Impact, compare},
    draft::check_draft,
    model::Api,
};

use crate::{CommandResult, process::output, root::root};

/// `cargo xtask diff`: fails if the version is lower than the changes require.
pub(crate) fn diff(revision: &str) -> CommandResult {
    let before = tempfile::tempdir()?;
    unpack(revision, before.path())?;
    let (from, to) = (past(revision, &before.path().join("schema"))?, checked(&root().join("schema"))?);
    let old: Version = version(&output(&mut git(&["show", &format!("{revision}:Cargo.toml")]))?)?;
    let new: Version = version(&std::fs::read_to_string(root().join("Cargo.toml"))?)?;

    let changes = compare(&from, &to);
    let highest = changes.iter().map(|change| change.impact).max();
    let required = highest.map_or(old, |impact| old.after(impact));
    anstream::print!("{}", report(revision, &changes));
    if changes.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    if new >= required {
        anstream::println!("Version {new} is sufficient: the changes since {old} require {required}.");
        return Ok(ExitCode::SUCCESS);
    }
    anstream::println!(
        "**Version {new} is too low: the changes since {old} require {required}.** Set it twice in `Cargo.toml`: under `[workspace.package]` and for `feishu-runtime`."
    );
    Ok(ExitCode::FAILURE)
}

/// Extracts the schema of a revision into a folder.
fn unpack(revision: &str, into: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let exists = |object: &str| {
        Ok::<_, std::io::Error>(git(&["rev-parse", "--quiet", "--verify", object]).output()?.status.success())
    };
    if !exists(&format!("{revision}^{{commit}}"))? {
        return Err(format!("unknown git revision `{revision}`").into());
    }
    if !exists(&format!("{revision}:schema"))? {
        return Err(format!("revision `{revision}` has no schema").into());
    }
    let mut archive = git(&["archive", "--format=tar", revision, "schema"]).stdout(Stdio::piped()).spawn()?;
    let tar = archive.stdout.take().ok_or("git printed no output")?;
    let unpacked = Command::new("tar").arg("-x").arg("-C").arg(into).stdin(tar).status()?;
    if !archive.wait()?.success() || !unpacked.success() {
        return Err(format!("cannot extract the schema of revision `{revision}`").into());
    }
    Ok(())
}

fn git(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.current_dir(root()).args(arguments);
    command
}

/// Reads the schema of an earlier revision, which may violate rules that were added later.
fn past(revision: &str, schema: &Path) -> Result<Api, Box<dyn std::error::Error>> {
    let sources = feishu_codegen::load(schema)?;
    Ok(feishu_codegen::check(&sources).unwrap_or_else(|errors| {
        anstream::eprintln!(
            "warning: the schema at `{revision}` has {} errors by the current rules; definitions with errors count as new",
            errors.len()
        );
        check_draft(&sources).api
    }))
}

fn checked(schema: &Path) -> Result<Api, Box<dyn std::error::Error>> {
    let sources = feishu_codegen::load(schema)?;
    feishu_codegen::check(&sources)
        .map_err(|errors| feishu_codegen::render(&errors, &sources, &Renderer::plain()).into())
}

fn report(revision: &str, changes: &[Change]) -> String {
    if changes.is_empty() {
        return format!("No changes of the public API since `{revision}`.\n");
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
        ChangeKind::Docs => format!("- `{}`\n", change.key),
        _ => format!("- `{}`: {}\n", change.key, change.reason()),
    }
}

/// A version of the crates.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u64, u64, u64);

impl Version {
    /// Returns the next version by the rules of Cargo: below 1.0, a breaking change increments the minor version.
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

/// Reads the version under `[workspace.package]`.
fn version(manifest: &str) -> Result<Version, String> {
    let mut lines = manifest.lines().skip_while(|line| line.trim() != "[workspace.package]").skip(1);
    let line = lines.find(|line| line.starts_with("version")).ok_or("no version in Cargo.toml")?;
    let mut numbers = line.split('"').nth(1).unwrap_or_default().split('.').map(str::parse);
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor)), Some(Ok(patch))) => Ok(Version(major, minor, patch)),
        _ => Err(format!("`{line}` is not a version")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_version_follows_cargo_rules() -> Result<(), String> {
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
