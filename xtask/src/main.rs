//! The project's command line: `cargo xtask <command>`.
//!
//! The commands are implemented in `codegen`, in the examples of `generated`, or by other cargo commands.
//! `xtask` does not depend on `generated`, so the crate can be emitted again even if it does not compile.

mod budget;
mod codegen;
mod command_result;
mod compiles;
mod cost;
mod demo;
mod deny;
mod diff;
mod drift;
mod explain;
mod groups;
mod import;
mod mentions;
mod openapi;
mod package_cache;
mod process;
mod root;
mod scale;
mod schema;
mod summary;
mod synthetic;
mod test;
mod types;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

use command_result::CommandResult;
use schema::{Format, Schema};

/// The generator makes millions of small allocations; with the system allocator, it takes 1.5 times as long.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Developer commands: check the schema, generate the crate, run tests and measurements."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check the schema and report all errors.
    Check {
        #[command(flatten)]
        schema: Schema,
        /// Instead of the errors, count the missing texts and names and the open decisions in each file.
        #[arg(long)]
        summary: bool,
    },
    /// Explain an error code of the schema checker.
    Explain {
        /// Error code, such as S0012 [default: list all codes]
        code: Option<String>,
    },
    /// Generate the crate `feishu-hire` from the schema.
    Codegen {
        #[command(flatten)]
        schema: Schema,
        /// Folder of the crate to write [default: generated]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Write nothing; print the difference and fail if there is one.
        #[arg(long)]
        check: bool,
    },
    /// Draft schema files from documentation pages.
    Import {
        /// Documentation pages, saved as Markdown.
        #[arg(value_name = "PAGE.md", required_unless_present = "report")]
        pages: Vec<PathBuf>,
        /// Folder to write the drafts to [default: schema]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Write no drafts, but a plan to share types across the pages and the schema.
        #[arg(long, value_name = "PLAN.yaml", conflicts_with_all = ["report", "apply", "out"])]
        plan: Option<PathBuf>,
        /// Share types according to an edited plan; also changes the files of the schema.
        #[arg(long, value_name = "PLAN.yaml", conflicts_with = "report")]
        apply: Option<PathBuf>,
        /// Write nothing; report the import result of every page in a folder.
        #[arg(long, value_name = "DIR", conflicts_with_all = ["pages", "out"])]
        report: Option<PathBuf>,
        /// Remove the depth markers from the pages, rebuild the nesting, and compare it with the original.
        #[arg(long, requires = "report")]
        without_depth: bool,
    },
    /// Move types of the schema to another file.
    Move {
        /// Names of types.
        #[arg(value_name = "TYPE", required = true)]
        types: Vec<String>,
        /// File in the schema folder, such as types/offer.yaml; created if it is in types/ and does not exist.
        #[arg(long, value_name = "FILE")]
        to: String,
    },
    /// Rename a type of the schema, with all references.
    Rename {
        /// Current name.
        old: String,
        /// New name.
        new: String,
    },
    /// Compare documentation pages with the schema; fail on differences that no quirk explains.
    Drift {
        /// Documentation pages, saved as Markdown.
        #[arg(value_name = "PAGE.md", required = true)]
        pages: Vec<PathBuf>,
        /// Print the differences as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Generate the crate, start a mock server and call the five interview endpoints.
    Demo,
    /// Run the mock server until Ctrl-C; `--help` lists its options.
    #[command(disable_help_flag = true)]
    Mock {
        /// Arguments of the example `mock_server`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Stress test: make concurrent calls to a mock server that fails a fifth of the requests, and verify the results.
    Soak {
        /// Number of calls.
        #[arg(long, default_value_t = 100_000)]
        calls: u64,
        /// Number of concurrent calls.
        #[arg(long, default_value_t = 64)]
        at_once: usize,
        /// Seed of the injected faults.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Validate `generated/openapi.json` and `openapi-3.0.json`, and test the mock server against it.
    Openapi {
        /// Maximum number of generated requests per operation and phase.
        #[arg(long, default_value_t = 20)]
        examples: u32,
        /// Seed of the generated requests.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Check that the generated crate compiles with each feature group alone, with none and with all.
    Groups,
    /// Check licenses, duplicates, sources and known vulnerabilities of the dependencies with cargo-deny.
    Deny,
    /// List the changes of the public API since a revision, as Markdown for a pull request.
    ///
    /// Changes are breaking, compatible or documentation only. The command fails if the version in `Cargo.toml` is
    /// lower than the changes require.
    Diff {
        /// Git revision to compare with.
        #[arg(default_value = "HEAD")]
        revision: String,
    },
    /// Run all checks: formatting, lints, generated files, tests, documentation.
    Test,
    /// Measure the generator on the schema, and on synthetic schemas.
    Scale {
        /// Numbers of operations, one synthetic schema each.
        operations: Vec<usize>,
    },
    /// Measure the build cost of the emitted crate: CPU time of clean builds, sizes, lines per field.
    Cost(cost::Options),
    /// Compare the build cost of the emitted crate with the limits in `budget.toml`.
    Budget,
}

fn main() -> ExitCode {
    let outcome = match std::env::var_os(cost::rustc_log::VARIABLE) {
        Some(log) => cost::rustc_log::run(&log),
        None => run(),
    };
    outcome.unwrap_or_else(|error| {
        anstream::eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

fn run() -> CommandResult {
    match Cli::parse().command {
        Command::Check { schema, summary: true } => summary::summary(&schema),
        Command::Check { schema, summary: false } => codegen::check(schema),
        Command::Explain { code } => explain::explain(code.as_deref()),
        Command::Codegen { schema, out, check: true } => codegen::compare(schema, out),
        Command::Codegen { schema, out, check: false } => codegen::write(schema, out),
        Command::Import { report: Some(folder), without_depth: true, .. } => import::without_depth(&folder),
        Command::Import { report: Some(folder), .. } => import::report(&folder),
        Command::Import { pages, plan: Some(plan), .. } => import::plan(&pages, &plan),
        Command::Import { pages, out, apply, .. } => import::import(&pages, out, apply.as_deref()),
        Command::Move { types, to } => types::relocate(&types, &to),
        Command::Rename { old, new } => types::rename(&old, &new),
        Command::Drift { pages, json } => drift::compare(&pages, json),
        Command::Demo => demo::demo(),
        Command::Mock { arguments } => demo::mock(&arguments),
        Command::Soak { calls, at_once, seed } => demo::soak(calls, at_once, seed),
        Command::Openapi { examples, seed } => openapi::openapi(examples, seed),
        Command::Groups => groups::groups(),
        Command::Deny => deny::deny(),
        Command::Diff { revision } => diff::diff(&revision),
        Command::Test => test::test(),
        Command::Scale { operations } => scale::scale(&operations),
        Command::Cost(options) => cost::cost(&options),
        Command::Budget => budget::budget(),
    }
}
