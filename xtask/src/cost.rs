//! `cost`: measures the build cost of the emitted crate.
//!
//! A schema is emitted into a temporary crate. The crate and a consumer with one call are compiled from scratch, and the CPU time of each
//! crate of this project (runtime, emitted crate, consumer) is recorded. Dependencies are not counted.

pub(crate) mod build;
pub(crate) mod call;
pub(crate) mod count;
pub(crate) mod emitted;
pub(crate) mod figures;
pub(crate) mod group;
pub(crate) mod project;
pub(crate) mod rustc_log;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, ValueEnum};

use crate::{CommandResult, root::root, synthetic};
use build::{Builder, Profile, Scope};
use call::Call;
use count::Counts;
use emitted::EmittedSchema;
use figures::{Figures, Measurement};
use project::Project;

/// Options of `cargo xtask cost`.
#[derive(Args)]
pub(crate) struct Options {
    /// Measure a synthetic schema of this many operations, in the proportions of Hire.
    #[arg(long, value_name = "OPERATIONS", conflicts_with = "schema")]
    synthetic: Option<usize>,
    /// Measure the schema in this folder [default: schema]
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// Rust expression that the consumer awaits, such as `client.v1().role().list().send()`
    /// [default: the first paged operation without required parameters, else the first plain one]
    #[arg(long, value_name = "CODE")]
    call: Option<String>,
    /// Feature group of the rows with one group [default: the group of the called operation]
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// How to compile; may be given several times.
    #[arg(long = "profile", value_name = "PROFILE", value_enum, default_values = ["check", "debug", "release"])]
    profiles: Vec<Profile>,
    /// Compile each row this many times and report the median.
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    runs: usize,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Output format of the figures.
#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// A table.
    #[default]
    Table,
    /// One JSON object with a number per figure; `null` without feature groups.
    Json,
}

/// `cargo xtask cost`: compiles and prints all figures.
pub(crate) fn cost(options: &Options) -> CommandResult {
    let scratch = tempfile::tempdir()?;
    let schema = match (options.synthetic, &options.schema) {
        (Some(operations), _) => {
            synthetic::hire::write(scratch.path(), operations)?;
            scratch.path().to_path_buf()
        }
        (None, Some(schema)) => schema.clone(),
        (None, None) => root().join("schema"),
    };
    let emitted = EmittedSchema::of(&schema)?;
    let call = Call::choose(&emitted.api, options.call.as_deref(), options.group.as_deref())?;
    // A fixed folder keeps compiled dependencies between runs and the length of paths in the binary constant.
    let figures = measure(&root().join("target/cost"), &emitted, &call, &options.profiles, options.runs)?;
    match options.format {
        Format::Table => anstream::print!("{}", figures.table()),
        Format::Json => anstream::print!("{}", figures.json()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Compiles a schema's crate and its consumer with each profile, below `folder`.
///
/// # Errors
/// Returns an error if a file cannot be written or a build fails.
pub(crate) fn measure(
    folder: &Path,
    emitted: &EmittedSchema,
    call: &Call,
    profiles: &[Profile],
    runs: usize,
) -> Result<Figures, Box<dyn std::error::Error>> {
    fs::create_dir_all(folder)?;
    // Cargo runs in another folder, so relative paths would be wrong.
    let folder = fs::canonicalize(folder)?;
    let project = Project::write(&folder.join("project"), emitted, call)?;
    let builder = Builder::new(&project, &folder.join("build"), runs);
    let mut measured = Vec::new();
    for &profile in profiles {
        for scope in [Scope::AllGroups, Scope::OneGroup] {
            let build = match (scope, &call.group) {
                (Scope::OneGroup, None) => None,
                _ => Some(builder.build(profile, scope)?),
            };
            measured.push(Measurement { profile, scope, build });
        }
    }
    Ok(Figures { counts: Counts::of(&emitted.api, &emitted.files), group: call.group.clone(), runs, measured })
}
