//! The project's command line: `cargo xtask <command>`.
//!
//! The commands are thin: the work is done by `codegen`, by the examples of `generated` or by other cargo commands.
//! The crate does not depend on `generated`, so the emitted crate can be emitted again even if it does not compile.

mod budget;
mod codegen;
mod compiles;
mod cost;
mod demo;
mod deny;
mod diff;
mod drift;
mod explain;
mod groups;
mod import;
mod openapi;
mod outcome;
mod process;
mod root;
mod scale;
mod schema;
mod synthetic;
mod test;
mod unpacked;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

use outcome::Outcome;
use schema::{Format, Schema};

/// Tokens are millions of small allocations: with the system's allocator the generator takes half as long again.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Check the schema, generate the crate, see it run, test, measure.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Report every mistake in the schema.
    Check(Schema),
    /// Say more about a kind of mistake, by its code.
    Explain {
        /// Such as S0012; all of them, one line each, when left out.
        code: Option<String>,
    },
    /// Generate the crate `feishu-hire` from the schema.
    Codegen {
        #[command(flatten)]
        schema: Schema,
        /// The crate to write [default: generated]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Write nothing; print what would change and fail when something would.
        #[arg(long)]
        check: bool,
    },
    /// Draft the schema's files from documentation pages.
    Import {
        /// Pages in Markdown, as Feishu serves them.
        #[arg(value_name = "PAGE.md", required_unless_present = "report")]
        pages: Vec<PathBuf>,
        /// Where to write the drafts [default: schema]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Write nothing; say of each page below a folder what becomes of it.
        #[arg(long, value_name = "DIR", conflicts_with_all = ["pages", "out"])]
        report: Option<PathBuf>,
        /// Take the marks of depth out of the pages, rebuild the nesting and compare.
        #[arg(long, requires = "report")]
        without_depth: bool,
    },
    /// Compare documentation pages with the schema; fail when no quirk explains a difference.
    Drift {
        /// Pages in Markdown, as Feishu serves them.
        #[arg(value_name = "PAGE.md", required = true)]
        pages: Vec<PathBuf>,
        /// A list in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Generate, start a mock Feishu and call the five interview endpoints.
    Demo,
    /// Run the mock Feishu server by hand.
    Mock {
        /// The port; 0 for any that is free.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// How many items each paged operation holds.
        #[arg(long, default_value_t = 250)]
        items: usize,
        /// Answer documented samples whatever page is asked for, and count no calls.
        #[arg(long)]
        samples: bool,
    },
    /// Make many calls at once against a mock Feishu that fails for a fifth of them; see that nothing is lost, doubled or left over.
    Soak {
        /// How many calls.
        #[arg(long, default_value_t = 100_000)]
        calls: u64,
        /// How many of them at once.
        #[arg(long, default_value_t = 64)]
        at_once: usize,
        /// The same seed brings the same faults, in the order in which requests arrive.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Validate `generated/openapi.json`, and look for calls on which it and the mock Feishu disagree.
    Openapi {
        /// At most so many generated calls for each operation and phase.
        #[arg(long, default_value_t = 20)]
        examples: u32,
        /// The same seed brings the same calls.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Check the generated crate with each group alone, with none and with all
    Groups,
    /// Licences, duplicates, sources and known vulnerabilities of the dependencies, with cargo-deny.
    Deny,
    /// What the schema now means for consumers of a revision: breaking, compatible, words; and which version that asks for.
    ///
    /// Markdown for a pull request. The exit code is 0 when `Cargo.toml` has that version or a later one, and 1 when it
    /// has not.
    Diff {
        /// The revision to compare with.
        #[arg(default_value = "HEAD")]
        revision: String,
    },
    /// Everything that must hold: format, lints, generated files, tests, docs.
    Test,
    /// Time the generator on synthetic schemas of these many operations.
    Scale {
        #[arg(required = true)]
        operations: Vec<usize>,
    },
    /// Measure what the emitted crate costs whoever compiles it: CPU time of clean builds, sizes, lines per field.
    Cost(cost::Options),
    /// Compare what the crate costs a consumer with `budget.toml`.
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

fn run() -> Outcome {
    match Cli::parse().command {
        Command::Check(schema) => codegen::check(schema),
        Command::Explain { code } => explain::explain(code.as_deref()),
        Command::Codegen { schema, out, check: true } => codegen::compare(schema, out),
        Command::Codegen { schema, out, check: false } => codegen::write(schema, out),
        Command::Import { report: Some(folder), without_depth: true, .. } => import::without_depth(&folder),
        Command::Import { report: Some(folder), .. } => import::report(&folder),
        Command::Import { pages, out, .. } => import::import(&pages, out),
        Command::Drift { pages, json } => drift::compare(&pages, json),
        Command::Demo => demo::demo(),
        Command::Mock { port, items, samples } => demo::mock(port, items, samples),
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
