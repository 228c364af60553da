//! Arguments of commands that read the schema.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::root::root;

/// The schema to read, and the format of its errors.
#[derive(Args, Default)]
pub(crate) struct Schema {
    /// Folder of the schema [default: schema]
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// Format of errors.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

impl Schema {
    /// Returns the schema folder.
    pub(crate) fn folder(&self) -> PathBuf {
        self.schema.clone().unwrap_or_else(|| root().join("schema"))
    }
}

/// The format of diagnostics.
#[derive(Clone, Copy, Default, ValueEnum)]
pub(crate) enum Format {
    /// Text in the style of rustc, with colors on terminals.
    #[default]
    Human,
    /// One JSON object per error and line, for editors.
    Json,
    /// Annotations of a GitHub workflow.
    Github,
}
