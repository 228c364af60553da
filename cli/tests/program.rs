//! Runs the program in a separate environment.

use std::{
    io::{self, Write},
    path::Path,
    process::{Command, Stdio},
};

use feishu_hire::mock::Server;
use tempfile::TempDir;

/// The app secret of the environment.
pub(crate) const SECRET: &str = "SECRET-OF-THE-APP";

/// A mock server and a home folder.
pub(crate) struct Program {
    pub(crate) server: Server,
    home: TempDir,
}

/// The output of a run.
pub(crate) struct Printed {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Program {
    pub(crate) async fn start() -> io::Result<Self> {
        Ok(Self { server: Server::start().await?, home: TempDir::new()? })
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Returns the program with the credentials of the mock server in its environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = bare(arguments);
        command
            .env("HOME", self.home())
            .env("FEISHU_APP_ID", "cli_mock")
            .env("FEISHU_APP_SECRET", SECRET)
            .args(["--base-url", self.server.base_url()]);
        command
    }

    /// Runs the program.
    pub(crate) fn run(&self, arguments: &[&str]) -> io::Result<Printed> {
        printed(&mut self.command(arguments))
    }

    /// Writes a file and returns its path.
    pub(crate) fn file(&self, name: &str, content: &str) -> io::Result<String> {
        let path = self.home().join(name);
        std::fs::write(&path, content)?;
        Ok(path.display().to_string())
    }
}

/// Returns the program with an empty environment.
pub(crate) fn bare(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_feishu-hire"));
    command.env_clear().args(arguments).stdin(Stdio::null());
    command
}

/// Runs a command.
pub(crate) fn printed(command: &mut Command) -> io::Result<Printed> {
    read(command.output()?)
}

/// Runs a command with this input.
pub(crate) fn printed_for(command: &mut Command, input: &str) -> io::Result<Printed> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes())?;
    }
    read(child.wait_with_output()?)
}

fn read(output: std::process::Output) -> io::Result<Printed> {
    let text = |bytes| String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error));
    Ok(Printed { code: output.status.code(), stdout: text(output.stdout)?, stderr: text(output.stderr)? })
}
