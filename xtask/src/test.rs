//! `test`: runs all checks that a change must pass. `.ci/run` calls this command.

use std::{
    process::{Command, ExitCode},
    time::Instant,
};

use crate::{
    CommandResult, package_cache,
    process::{cargo, run},
    root::root,
};

/// `cargo xtask test`
pub(crate) fn test() -> CommandResult {
    let start = Instant::now();
    package_cache::clear()?;
    for (name, mut command) in steps() {
        anstream::println!("── {name}");
        let step = Instant::now();
        if !run(&mut command)? {
            anstream::eprintln!("error: {name} failed: {}", shown(&command));
            return Ok(ExitCode::FAILURE);
        }
        anstream::println!("   {:.0} s", step.elapsed().as_secs_f64());
    }
    anstream::println!("all checks passed in {:.0} s", start.elapsed().as_secs_f64());
    Ok(ExitCode::SUCCESS)
}

fn steps() -> Vec<(&'static str, Command)> {
    let mut docs = cargo(&["doc", "--workspace", "--no-deps", "--all-features", "--quiet"]);
    docs.env("RUSTDOCFLAGS", "--deny warnings");
    // Most client tests wait for timers, so more threads than cores are useful.
    let mut tests = cargo(&["test", "--workspace", "--all-features", "--quiet"]);
    tests.env("RUST_TEST_THREADS", "8");
    vec![
        ("formatting", cargo(&["fmt", "--all", "--check"])),
        ("generated files", cargo(&["xtask", "codegen", "--check"])),
        (
            "lints",
            cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--quiet", "--", "--deny", "warnings"]),
        ),
        ("cargo deny", cargo(&["xtask", "deny"])),
        // Each crate and feature on its own, because feature unification can hide a missing dependency.
        ("runtime without features", alone("feishu-runtime", "")),
        ("runtime with `reqwest`", alone("feishu-runtime", "reqwest")),
        ("runtime with `mock`", alone("feishu-runtime", "mock")),
        ("runtime with `events`", alone("feishu-runtime", "events")),
        ("runtime with `events-socket`", alone("feishu-runtime", "events-socket")),
        ("runtime with `redis`", alone("feishu-runtime", "redis")),
        ("runtime with `chrono`", alone("feishu-runtime", "chrono")),
        ("runtime with `jiff`", alone("feishu-runtime", "jiff")),
        ("runtime with `time`", alone("feishu-runtime", "time")),
        ("feature groups of the generated crate", cargo(&["xtask", "groups"])),
        ("generator", alone("feishu-codegen", "")),
        ("importer", alone("feishu-import", "")),
        ("command line", alone("feishu-hire-cli", "")),
        ("tests", tests),
        ("OpenAPI document", cargo(&["xtask", "openapi"])),
        ("documentation", docs),
        ("consumer crate outside the workspace", outside("run", "consumer")),
        ("consumer crate with other features of serde_json", outside("test", "consumer_numbers")),
        (
            "packages",
            cargo(&["package", "--package", "feishu-runtime", "--package", "feishu-hire", "--allow-dirty", "--quiet"]),
        ),
    ]
}

/// Lints a crate with one feature. Clippy instead of a check: some lints depend on the features.
fn alone(package: &str, feature: &str) -> Command {
    let mut command = cargo(&["clippy", "--package", package, "--features", feature, "--quiet"]);
    command.args(["--", "--deny", "warnings"]);
    command
}

/// Runs a crate outside the workspace with its own lock file and target folder, so that feature unification does not affect it.
fn outside(subcommand: &str, name: &str) -> Command {
    let mut command = cargo(&[subcommand, "--quiet", "--manifest-path", &format!("tests/{name}/Cargo.toml")]);
    command.env("CARGO_TARGET_DIR", root().join("target/consumer"));
    command
}

fn shown(command: &Command) -> String {
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    std::iter::once("cargo".into()).chain(arguments).collect::<Vec<_>>().join(" ")
}
