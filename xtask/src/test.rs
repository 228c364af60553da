//! `test`: runs all checks that a change must pass. `.ci/run` calls this command.

use std::{
    io::{self, Seek},
    process::{Command, ExitCode},
    thread,
    time::{Duration, Instant},
};

use crate::{
    CommandResult, package_cache,
    process::{cargo, run},
    root::root,
};

/// A check.
struct Step {
    name: &'static str,
    command: Command,
}

/// `cargo xtask test`
pub(crate) fn test() -> CommandResult {
    let start = Instant::now();
    package_cache::clear()?;
    // The tests run last and alone, because some of them measure rates.
    let tests = Step::new("tests", cargo(&["test", "--workspace", "--all-features", "--quiet"]));
    if !(run_all(sources())? && run_beside(openapi(), builds())? && run_all(vec![tests])?) {
        return Ok(ExitCode::FAILURE);
    }
    anstream::println!("all checks passed in {:.0} s", start.elapsed().as_secs_f64());
    Ok(ExitCode::SUCCESS)
}

/// Runs checks until one fails. Returns whether all passed.
fn run_all(steps: Vec<Step>) -> io::Result<bool> {
    for mut step in steps {
        step.print_name();
        let (passed, elapsed) = step.run()?;
        if !step.report(passed, elapsed) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Runs a check at the same time as others, and prints its output after theirs. Returns whether all passed.
fn run_beside(mut step: Step, others: Vec<Step>) -> io::Result<bool> {
    let mut output = tempfile::tempfile()?;
    step.command.stdout(output.try_clone()?).stderr(output.try_clone()?);
    thread::scope(|scope| {
        let running = scope.spawn(|| step.run().map(|result| (step, result)));
        let others_passed = run_all(others)?;
        let finished = running.join().map_err(|_| io::Error::other("the thread of a check panicked"))?;
        let (step, (passed, elapsed)) = finished?;
        step.print_name();
        output.rewind()?;
        io::copy(&mut output, &mut io::stdout())?;
        Ok(step.report(passed, elapsed) && others_passed)
    })
}

impl Step {
    fn new(name: &'static str, command: Command) -> Self {
        Self { name, command }
    }

    /// Runs the check. Returns whether it passed, and how long it took.
    fn run(&mut self) -> io::Result<(bool, Duration)> {
        let start = Instant::now();
        Ok((run(&mut self.command)?, start.elapsed()))
    }

    fn print_name(&self) {
        anstream::println!("── {}", self.name);
    }

    /// Prints the result, and returns it.
    fn report(&self, passed: bool, elapsed: Duration) -> bool {
        if passed {
            anstream::println!("   {:.0} s", elapsed.as_secs_f64());
        } else {
            anstream::eprintln!("error: {} failed: {}", self.name, shown(&self.command));
        }
        passed
    }
}

/// Checks that need no build and take seconds.
fn sources() -> Vec<Step> {
    vec![
        Step::new("formatting", cargo(&["fmt", "--all", "--check"])),
        Step::new("generated files", cargo(&["xtask", "codegen", "--check"])),
    ]
}

/// The check of the OpenAPI documents. It mostly runs one Python program, which uses one core and does not need the target folder.
fn openapi() -> Step {
    Step::new("OpenAPI document", cargo(&["xtask", "openapi"]))
}

/// Checks that compile.
fn builds() -> Vec<Step> {
    let mut docs = cargo(&["doc", "--workspace", "--no-deps", "--all-features", "--quiet"]);
    docs.env("RUSTDOCFLAGS", "--deny warnings");
    let lints = ["clippy", "--workspace", "--all-targets", "--all-features", "--quiet", "--", "--deny", "warnings"];
    let packages = ["package", "--package", "feishu-runtime", "--package", "feishu-hire", "--allow-dirty", "--quiet"];
    vec![
        Step::new("lints", cargo(&lints)),
        Step::new("cargo deny", cargo(&["xtask", "deny"])),
        // Each crate and feature on its own, because feature unification can hide a missing dependency.
        Step::new("runtime without features", alone("feishu-runtime", "")),
        Step::new("runtime with `reqwest`", alone("feishu-runtime", "reqwest")),
        Step::new("runtime with `mock`", alone("feishu-runtime", "mock")),
        Step::new("runtime with `events`", alone("feishu-runtime", "events")),
        Step::new("runtime with `events-socket`", alone("feishu-runtime", "events-socket")),
        Step::new("runtime with `redis`", alone("feishu-runtime", "redis")),
        Step::new("runtime with `chrono`", alone("feishu-runtime", "chrono")),
        Step::new("runtime with `jiff`", alone("feishu-runtime", "jiff")),
        Step::new("runtime with `time`", alone("feishu-runtime", "time")),
        Step::new("feature groups of the generated crate", cargo(&["xtask", "groups"])),
        Step::new("generator", alone("feishu-codegen", "")),
        Step::new("importer", alone("feishu-import", "")),
        Step::new("command line", alone("feishu-hire-cli", "")),
        Step::new("documentation", docs),
        Step::new("consumer crate outside the workspace", outside("run", "consumer")),
        Step::new("consumer crate with other features of serde_json", outside("test", "consumer_numbers")),
        Step::new("packages", cargo(&packages)),
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
