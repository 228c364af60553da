//! The commands. Each has a file with `define` and `run`; a new one is added to `definitions` and to `run`.

mod api;
mod completion;
mod doctor;
mod download;
mod events;
mod export;
mod man;
mod mock;
pub(crate) mod operation;
mod profile;
mod schema;

use clap::{ArgMatches, Command};

use crate::{failure::Failure, global::Global, language::Language};

/// Returns the commands that are no resources.
pub(crate) fn definitions(language: Language) -> Vec<Command> {
    vec![
        api::define(language),
        completion::define(language),
        doctor::define(language),
        download::define(language),
        events::define(language),
        export::define(language),
        man::define(language),
        mock::define(language),
        profile::define(language),
        schema::define(language),
    ]
}

/// Runs a command; `None` if there is none of this name. `full` returns the complete tree of commands.
pub(crate) async fn run(
    name: &str,
    matches: &ArgMatches,
    global: &Global,
    full: fn(Language) -> Command,
) -> Option<Result<(), Failure>> {
    Some(match name {
        "api" => api::run(matches, global).await,
        "completion" => completion::run(matches, full(global.language)),
        "doctor" => doctor::run(matches, global).await,
        "download" => download::run(matches, global).await,
        "events" => events::run(matches, global).await,
        "export" => export::run(matches, global).await,
        "mock" => mock::run(matches).await,
        "man" => man::run(matches, full(global.language)),
        "profile" => profile::run(matches, global),
        "schema" => schema::run(matches),
        _ => return None,
    })
}
