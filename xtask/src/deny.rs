//! `deny`: checks licenses, duplicates, sources and known vulnerabilities of the dependencies against `deny.toml`.
//!
//! If cargo-deny is not installed, the command prints a notice and succeeds, except in CI (`.ci/run`).

use std::{
    env, fs,
    path::PathBuf,
    process::{ExitCode, Stdio},
};

use crate::{
    CommandResult,
    process::{cargo, is_ci, run},
};

/// `cargo xtask deny`
pub(crate) fn deny() -> CommandResult {
    if !run(cargo(&["deny", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()))? {
        if is_ci() {
            return Err("cargo-deny is not installed: cargo install cargo-deny --locked".into());
        }
        anstream::println!("   skipped: cargo-deny is not installed (cargo install cargo-deny --locked)");
        return Ok(ExitCode::SUCCESS);
    }
    let strict = ["-D", "unmatched-skip", "-D", "unnecessary-skip"];
    let checks = ["licenses", "bans", "sources"];
    if !run(cargo(&["deny", "--locked", "check"]).args(strict).args(checks))? {
        return Ok(ExitCode::FAILURE);
    }
    advisories()
}

/// The advisory database is a git repository on GitHub, which may be unreachable.
fn advisories() -> CommandResult {
    let is_fresh = run(cargo(&["deny", "fetch", "db"]).stdout(Stdio::null()).stderr(Stdio::null()))?;
    if !is_fresh && !has_database() {
        anstream::println!("   skipped: advisories; the database is unreachable and no earlier copy exists");
        return Ok(ExitCode::SUCCESS);
    }
    if !is_fresh {
        anstream::println!("   using an earlier copy of the advisory database, which is unreachable");
    }
    // The database was fetched above; another attempt would only fail again.
    let good = run(&mut cargo(&["deny", "--locked", "--offline", "check", "advisories"]))?;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether cargo-deny has a local copy of the advisory database.
fn has_database() -> bool {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let databases = home.and_then(|home| fs::read_dir(home.join("advisory-dbs")).ok());
    databases.is_some_and(|entries| entries.flatten().any(|entry| entry.path().is_dir()))
}
