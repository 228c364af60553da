//! `openapi`: validates the OpenAPI documents, generates a client from the document in OpenAPI 3.0 and calls the mock server with it, and tests
//! the mock server against the document in OpenAPI 3.1.
//!
//! All checks use Python programs. If they are not installed, the command prints a notice and succeeds, except in CI (`.ci/run`).

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, ExitCode, Stdio},
};

use crate::{
    CommandResult,
    demo::FEATURES,
    process::{cargo, is_ci, run},
    root::root,
};

/// Folder into which `.ci/run` installs `tests/openapi/requirements.txt`.
const TOOLS: &str = "target/python/bin";

/// Folder of the generated client, whose name is that of a Python package.
const CLIENT: &str = "target/openapi_client";

/// Working directory of schemathesis, in which it stores the results of earlier runs.
const WORKING_DIRECTORY: &str = "target";

/// Checks of schemathesis that `tests/openapi/schemathesis.toml` disables, with the reason.
const DISABLED_CHECKS: &[(&str, &str)] = &[
    ("unsupported_method, allow_header_conformance", "Feishu's gateway responds with 404, not 405"),
    (
        "ignored_auth, missing_required_header",
        "Feishu responds with 400 and a code, not 401; token_is_needed checks that",
    ),
    ("use_after_free, ensure_resource_availability", "the mock server does not store resources"),
    ("object_level_authorization", "the mock server does not store resources"),
    ("stateful tests", "the document has no links"),
];

/// `cargo xtask openapi`
pub(crate) fn openapi(examples: u32, seed: u64) -> CommandResult {
    let document = root().join("generated/openapi.json");
    for name in ["openapi-spec-validator", "openapi-python-client", "schemathesis"] {
        if !run(tool(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null())).unwrap_or(false) {
            return skip_unavailable(name);
        }
    }
    let older = root().join("generated/openapi-3.0.json");
    for (version, document) in [("3.1", &document), ("3.0", &older)] {
        if !run(tool("openapi-spec-validator").arg("--schema").arg(version).arg(document))? {
            return Ok(ExitCode::FAILURE);
        }
    }
    for (checks, reason) in DISABLED_CHECKS {
        anstream::println!("   not checked: {checks}: {reason}");
    }
    fs::create_dir_all(root().join(WORKING_DIRECTORY))?;
    let mock = Mock::start()?;
    if !call_with_generated_client(&older, &mock.url)? {
        return Ok(ExitCode::FAILURE);
    }
    let agree = run(schemathesis(&document, &mock.url).args([
        "--max-examples",
        &examples.to_string(),
        "--seed",
        &seed.to_string(),
    ]))?;
    Ok(if agree { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn skip_unavailable(name: &str) -> CommandResult {
    let how = "python3 -m venv target/python && target/python/bin/pip install -r tests/openapi/requirements.txt";
    if is_ci() {
        return Err(format!("{name} is not installed: {how}").into());
    }
    anstream::println!("   skipped: {name} is not installed ({how})");
    Ok(ExitCode::SUCCESS)
}

/// Command for a program in the folder of `.ci/run`, or else in `PATH`.
fn tool(name: &str) -> Command {
    let installed = root().join(TOOLS).join(name);
    let program = if installed.exists() { installed } else { PathBuf::from(name) };
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Generates a client from the document in OpenAPI 3.0, like tools that do not support newer versions, and calls the mock server with it.
fn call_with_generated_client(document: &Path, url: &str) -> Result<bool, Box<dyn std::error::Error>> {
    let (client, ours) = (root().join(CLIENT), root().join("tests/openapi"));
    let mut generator = tool("openapi-python-client");
    generator.args(["generate", "--meta", "none", "--overwrite", "--path"]).arg(document);
    generator.arg("--output-path").arg(&client).arg("--config").arg(ours.join("generator.yaml"));
    // Warnings are ignored. If an operation is missing from the client, the calls fail.
    let generated = generator.output()?;
    let mut calls = tool("python");
    calls.arg(ours.join("generated_client.py")).arg(document).arg(&client).arg(url).env("PYTHONDONTWRITEBYTECODE", "1");
    let succeeded = generated.status.success() && run(&mut calls)?;
    if !succeeded {
        anstream::eprintln!("{}", String::from_utf8_lossy(&generated.stderr));
    }
    Ok(succeeded)
}

fn schemathesis(document: &PathBuf, url: &str) -> Command {
    let ours = root().join("tests/openapi");
    let mut command = tool("schemathesis");
    command.arg("--config-file").arg(ours.join("schemathesis.toml")).arg("run").arg(document).args(["--url", url]);
    command.args(["--phases", "examples,coverage,fuzzing", "--generation-database", "none"]);
    command.current_dir(root().join(WORKING_DIRECTORY)).env("PYTHONPATH", ours).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// The mock server in a separate process, which is killed when this value is dropped.
struct Mock {
    server: Child,
    url: String,
    /// Keeps the pipe open, because the server writes to it.
    _stdout: BufReader<ChildStdout>,
}

impl Mock {
    fn start() -> Result<Self, Box<dyn std::error::Error>> {
        let example =
            ["run", "--quiet", "--package", "feishu-hire", "--features", FEATURES, "--example", "mock_server"];
        let mut server = cargo(&example).args(["--", "--port", "0", "--samples"]).stdout(Stdio::piped()).spawn()?;
        let mut stdout = BufReader::new(server.stdout.take().ok_or("the mock server has no output")?);
        let mut line = String::new();
        stdout.read_line(&mut line)?;
        let url = line.split([' ', ';']).find(|word| word.starts_with("http://")).map(str::to_owned);
        let mock = Self { server, url: url.unwrap_or_default(), _stdout: stdout };
        if mock.url.is_empty() {
            Err(format!("the mock server did not print its address: {line}").into())
        } else {
            Ok(mock)
        }
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        // Fails if the process has already exited.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
