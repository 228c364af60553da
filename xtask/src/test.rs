//! `test`: everything that must hold before a change lands. `.ci/run` calls this and nothing else.

use std::{
    process::{Command, ExitCode},
    time::Instant,
};

use crate::{
    Outcome,
    process::{cargo, run},
    root::root,
    unpacked,
};

/// `cargo xtask test`
pub(crate) fn test() -> Outcome {
    let start = Instant::now();
    unpacked::forget()?;
    for (name, mut command) in steps() {
        anstream::println!("── {name}");
        let step = Instant::now();
        if !run(&mut command)? {
            anstream::eprintln!("error: {name} failed: {}", shown(&command));
            return Ok(ExitCode::FAILURE);
        }
        anstream::println!("   {:.0} s", step.elapsed().as_secs_f64());
    }
    anstream::println!("all well, {:.0} s", start.elapsed().as_secs_f64());
    Ok(ExitCode::SUCCESS)
}

fn steps() -> Vec<(&'static str, Command)> {
    let mut docs = cargo(&["doc", "--workspace", "--no-deps", "--all-features", "--quiet"]);
    docs.env("RUSTDOCFLAGS", "--deny warnings");
    // Most tests of the client wait for a clock and not for a core.
    let mut tests = cargo(&["test", "--workspace", "--all-features", "--quiet"]);
    tests.env("RUST_TEST_THREADS", "8");
    vec![
        ("format", cargo(&["fmt", "--all", "--check"])),
        ("the generated crate is current", cargo(&["xtask", "codegen", "--check"])),
        (
            "lints",
            cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--quiet", "--", "--deny", "warnings"]),
        ),
        ("cargo deny", cargo(&["xtask", "deny"])),
        // Together, features hide what one of them lacks: each crate and feature once on its own.
        ("the runtime alone", cargo(&["check", "--package", "feishu-runtime", "--quiet"])),
        (
            "the runtime with `reqwest`",
            cargo(&["check", "--package", "feishu-runtime", "--features", "reqwest", "--quiet"]),
        ),
        ("the runtime with `mock`", cargo(&["check", "--package", "feishu-runtime", "--features", "mock", "--quiet"])),
        (
            "the runtime with `redis`",
            cargo(&["check", "--package", "feishu-runtime", "--features", "redis", "--quiet"]),
        ),
        (
            "the runtime with `chrono`",
            cargo(&["check", "--package", "feishu-runtime", "--features", "chrono", "--quiet"]),
        ),
        ("the runtime with `jiff`", cargo(&["check", "--package", "feishu-runtime", "--features", "jiff", "--quiet"])),
        ("the runtime with `time`", cargo(&["check", "--package", "feishu-runtime", "--features", "time", "--quiet"])),
        ("each group of the generated crate alone", cargo(&["xtask", "groups"])),
        ("the generator alone", cargo(&["check", "--package", "feishu-codegen", "--quiet"])),
        ("the importer alone", cargo(&["check", "--package", "feishu-import", "--quiet"])),
        ("tests", tests),
        ("the OpenAPI document, and the mock against it", cargo(&["xtask", "openapi"])),
        ("docs", docs),
        ("a consumer outside the workspace", outside("run", "consumer")),
        ("a consumer with other features of serde_json", outside("test", "consumer_numbers")),
        (
            "packages",
            cargo(&["package", "--package", "feishu-runtime", "--package", "feishu-hire", "--allow-dirty", "--quiet"]),
        ),
    ]
}

/// A crate outside the workspace, with its own lock file and a target folder beside the workspace's: what it asks of its dependencies
/// is not asked by others.
fn outside(subcommand: &str, name: &str) -> Command {
    let mut command = cargo(&[subcommand, "--quiet", "--manifest-path", &format!("tests/{name}/Cargo.toml")]);
    command.env("CARGO_TARGET_DIR", root().join("target/consumer"));
    command
}

fn shown(command: &Command) -> String {
    let arguments = command.get_args().map(|argument| argument.to_string_lossy());
    std::iter::once("cargo".into()).chain(arguments).collect::<Vec<_>>().join(" ")
}
