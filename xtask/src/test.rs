//! `test`: runs all checks that a change must pass. `.ci/run` calls this command.

use std::{
    process::{Command, ExitCode},
    time::Instant,
};

use crate::{
    Outcome, package_cache,
    process::{cargo, run},
    root::root,
};

/// `cargo xtask test`
pub(crate) fn test() -> Outcome {
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
        ("runtime without features", cargo(&["check", "--package", "feishu-runtime", "--quiet"])),
        (
            "runtime with `reqwest`",
            cargo(&["check", "--package", "feishu-runtime", "--features", "reqwest", "--quiet"]),
        ),
        ("runtime with `mock`", cargo(&["check", "--package", "feishu-runtime", "--features", "mock", "--quiet"])),
        ("runtime with `events`", cargo(&["check", "--package", "feishu-runtime", "--features", "events", "--quiet"])),
        (
            "runtime with `events-socket`",
            cargo(&["check", "--package", "feishu-runtime", "--features", "events-socket", "--quiet"]),
        ),
        ("runtime with `redis`", cargo(&["check", "--package", "feishu-runtime", "--features", "redis", "--quiet"])),
        ("runtime with `chrono`", cargo(&["check", "--package", "feishu-runtime", "--features", "chrono", "--quiet"])),
        ("runtime with `jiff`", cargo(&["check", "--package", "feishu-runtime", "--features", "jiff", "--quiet"])),
        ("runtime with `time`", cargo(&["check", "--package", "feishu-runtime", "--features", "time", "--quiet"])),
        ("feature groups of the generated crate", cargo(&["xtask", "groups"])),
        ("generator", cargo(&["check", "--package", "feishu-codegen", "--quiet"])),
        ("importer", cargo(&["check", "--package", "feishu-import", "--quiet"])),
        ("command line", cargo(&["check", "--package", "feishu-hire-cli", "--quiet"])),
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
