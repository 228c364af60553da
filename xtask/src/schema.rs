//! Arguments of commands that read the schema.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::root::root;

/// The schema to read, and the format of diagnostics.
#[derive(Args, Default)]
pub(crate) struct Schema {
    /// The schema's folder [default: schema]
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// How mistakes are shown.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

impl Schema {
    /// The schema's folder.
    pub(crate) fn folder(&self) -> PathBuf {
        self.schema.clone().unwrap_or_else(|| root().join("schema"))
    }
}

/// The format of diagnostics.
#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum Format {
    /// As rustc shows its own; colours on a terminal alone.
    #[default]
    Human,
    /// For editors: one JSON object per line.
    Json,
    /// As annotations of a GitHub workflow.
    Github,
}
