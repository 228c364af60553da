//! The project's command line: `cargo xtask <command>`.
//!
//! Thin on purpose: what a command does lives in `codegen`, in the examples of `generated`, or is another cargo command.
//! It depends on `codegen` alone, so that a broken emitted crate never keeps it from being emitted anew.

mod budget;
mod codegen;
mod demo;
mod deny;
mod process;
mod root;
mod scale;
mod synthetic;
mod test;
mod unpacked;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

/// What a command says when it does not end well; it has told the rest already.
type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

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
    /// Licences, duplicates, sources and known vulnerabilities of the dependencies, with cargo-deny.
    Deny,
    /// Everything that must hold: format, lints, generated files, tests, docs.
    Test,
    /// Time the generator on synthetic schemas of these many operations.
    Scale {
        #[arg(required = true)]
        operations: Vec<usize>,
    },
    /// What the crate costs a consumer: crates, check time, lines.
    Budget,
}

/// Where the schema is.
#[derive(Args)]
struct Schema {
    /// The schema's folder [default: schema]
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Check(Schema { schema }) => codegen::check(schema),
        Command::Codegen { schema: Schema { schema }, out, check: true } => codegen::compare(schema, out),
        Command::Codegen { schema: Schema { schema }, out, check: false } => codegen::write(schema, out),
        Command::Demo => demo::demo(),
        Command::Mock { port, items } => demo::mock(port, items),
        Command::Soak { calls, at_once, seed } => demo::soak(calls, at_once, seed),
        Command::Deny => deny::deny(),
        Command::Test => test::test(),
        Command::Scale { operations } => scale::scale(&operations),
        Command::Budget => budget::budget(),
    };
    outcome.unwrap_or_else(|error| {
        anstream::eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}
