//! `deny`: licences, duplicates, sources and known vulnerabilities of the dependencies, by `deny.toml`.
//!
//! cargo-deny is not part of a Rust toolchain: a machine without it leaves this out and says so, unless it is the one that decides (`.ci/run`).

use std::{
    env, fs,
    path::PathBuf,
    process::{ExitCode, Stdio},
};

use crate::{
    Outcome,
    process::{cargo, is_ci, run},
};

/// `cargo xtask deny`
pub(crate) fn deny() -> Outcome {
    if !run(cargo(&["deny", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()))? {
        if is_ci() {
            return Err("cargo-deny is not installed: cargo install cargo-deny --locked".into());
        }
        anstream::println!("   left out: cargo-deny is not installed (cargo install cargo-deny --locked)");
        return Ok(ExitCode::SUCCESS);
    }
    let strict = ["-D", "unmatched-skip", "-D", "unnecessary-skip"];
    let what = ["licenses", "bans", "sources"];
    if !run(cargo(&["deny", "--locked", "check"]).args(strict).args(what))? {
        return Ok(ExitCode::FAILURE);
    }
    advisories()
}

/// The database is a git repository on GitHub, which not every machine can reach.
fn advisories() -> Outcome {
    let is_fresh = run(cargo(&["deny", "fetch", "db"]).stdout(Stdio::null()).stderr(Stdio::null()))?;
    if !is_fresh && !has_database() {
        anstream::println!(
            "   advisories left out: their database cannot be had, and none was kept from an earlier day"
        );
        return Ok(ExitCode::SUCCESS);
    }
    if !is_fresh {
        anstream::println!("   advisories of an earlier day: their database cannot be had now");
    }
    // What is needed was fetched above; a second attempt would only fail again.
    let good = run(&mut cargo(&["deny", "--locked", "--offline", "check", "advisories"]))?;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether cargo-deny has kept a database where it keeps them.
fn has_database() -> bool {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let kept = home.and_then(|home| fs::read_dir(home.join("advisory-dbs")).ok());
    kept.is_some_and(|kept| kept.flatten().any(|entry| entry.path().is_dir()))
}
