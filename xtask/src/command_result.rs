//! The result of a command.

use std::process::ExitCode;

/// The exit code of a command, or the error that [`main`](crate::main) prints.
pub(crate) type CommandResult = Result<ExitCode, Box<dyn std::error::Error>>;
