//! The result of a command.

use std::process::ExitCode;

/// The exit code of a command. A command that fails with an error has not printed it; [`main`](crate::main) does.
pub(crate) type CommandResult = Result<ExitCode, Box<dyn std::error::Error>>;
