//! `feishu-hire`: the Feishu (Lark) Hire API on the command line.

mod argument;
mod body;
mod catalog;
mod chinese;
mod command;
mod credentials;
mod failure;
mod global;
mod help;
mod hint;
mod http;
mod language;
mod mask;
mod output;
mod private;
mod profile;
mod progress;
mod result;
mod send;
mod signal;
mod text;
mod time;
mod tree;
mod usage;

use std::process::ExitCode;

use clap::ArgMatches;

use crate::{
    catalog::Operation,
    failure::Failure,
    global::{Global, eprint},
    language::Language,
};

fn main() -> ExitCode {
    let language = Language::from_environment();
    let arguments: Vec<String> = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let matches = match tree::for_arguments(language, &arguments).try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            usage::print(&error, language);
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match run(&matches, language) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure, language),
    }
}

fn run(matches: &ArgMatches, language: Language) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(dispatch(matches, language));
    // An abandoned request must not delay the end of the program.
    runtime.shutdown_background();
    outcome
}

async fn dispatch(matches: &ArgMatches, language: Language) -> Result<(), Failure> {
    let Some((name, inner)) = matches.subcommand() else { return Err(Failure::usage("no command", "缺少命令")) };
    if let Some((method, inner)) = inner.subcommand()
        && let Some(operation) = Operation::of_command(name, method)
    {
        return command::operation::run(&operation, inner, &Global::of(inner, language)).await;
    }
    let global = Global::of(inner, language);
    command::run(name, inner, &global, tree::full)
        .await
        .unwrap_or_else(|| Err(Failure::usage("no such command", "没有该命令")))
}

/// Prints an error and the advice for it.
fn report(failure: &Failure, language: Language) -> ExitCode {
    let message = failure.message(language);
    if !message.is_empty() {
        eprint(&format!("{}{message}", language.select("error: ", "错误：")));
    }
    if let Failure::Call(error, app_id) = failure {
        let hints = hint::hints(error, app_id.as_deref(), language);
        hints.iter().for_each(|hint| eprint(&format!("{}{hint}", language.select("hint: ", "建议："))));
    }
    failure.exit_code().into()
}
