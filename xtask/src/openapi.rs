//! `openapi`: the document is valid, and the mock server is of one mind with it.
//!
//! Both are judged by programs of others, written in Python: a machine without them leaves this out and says so, unless it is the one that
//! decides (`.ci/run`).

use std::{
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, ChildStdout, Command, ExitCode, Stdio},
};

use crate::{
    Outcome,
    process::{cargo, is_ci, run},
    root::root,
};

/// Where `.ci/run` installs what `tests/openapi/requirements.txt` lists.
const TOOLS: &str = "target/python/bin";

/// Where schemathesis keeps what it found in earlier runs: its current folder.
const KEPT: &str = "target";

/// What schemathesis is not asked to check, and why; `tests/openapi/schemathesis.toml` switches them off.
const LEFT_OUT: &[(&str, &str)] = &[
    ("unsupported_method, allow_header_conformance", "Feishu's gateway answers 404, not 405"),
    ("ignored_auth, missing_required_header", "Feishu answers 400 and a code, not 401; token_is_needed checks that"),
    ("use_after_free, ensure_resource_availability", "the mock keeps nothing of what it is sent"),
    ("object_level_authorization", "the mock knows no objects"),
    ("the phase of stateful tests", "the document has no links"),
];

/// `cargo xtask openapi`
pub(crate) fn openapi(examples: u32, seed: u64) -> Outcome {
    let document = root().join("generated/openapi.json");
    for name in ["openapi-spec-validator", "schemathesis"] {
        if !run(tool(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null())).unwrap_or(false) {
            return without(name);
        }
    }
    if !run(tool("openapi-spec-validator").arg("--schema").arg("3.1").arg(&document))? {
        return Ok(ExitCode::FAILURE);
    }
    for (what, why) in LEFT_OUT {
        anstream::println!("   not checked: {what}: {why}");
    }
    fs::create_dir_all(root().join(KEPT))?;
    let mock = Mock::start()?;
    let agree = run(schemathesis(&document, &mock.url).args([
        "--max-examples",
        &examples.to_string(),
        "--seed",
        &seed.to_string(),
    ]))?;
    Ok(if agree { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn without(name: &str) -> Outcome {
    let how = "python3 -m venv target/python && target/python/bin/pip install -r tests/openapi/requirements.txt";
    if is_ci() {
        return Err(format!("{name} is not installed: {how}").into());
    }
    anstream::println!("   left out: {name} is not installed ({how})");
    Ok(ExitCode::SUCCESS)
}

/// A program from where `.ci/run` installs it, or from anywhere.
fn tool(name: &str) -> Command {
    let installed = root().join(TOOLS).join(name);
    let program = if installed.exists() { installed } else { PathBuf::from(name) };
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

fn schemathesis(document: &PathBuf, url: &str) -> Command {
    let ours = root().join("tests/openapi");
    let mut command = tool("schemathesis");
    command.arg("--config-file").arg(ours.join("schemathesis.toml")).arg("run").arg(document).args(["--url", url]);
    command.args(["--phases", "examples,coverage,fuzzing", "--generation-database", "none"]);
    command.current_dir(root().join(KEPT)).env("PYTHONPATH", ours).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// The mock server in a process of its own, which ends with this value.
struct Mock {
    server: Child,
    url: String,
    /// Kept open: the server writes to it.
    _told: BufReader<ChildStdout>,
}

impl Mock {
    fn start() -> Result<Self, Box<dyn std::error::Error>> {
        let example = ["run", "--quiet", "--package", "feishu-hire", "--features", "mock", "--example", "mock_server"];
        let mut server = cargo(&example).args(["--", "0", "0", "samples"]).stdout(Stdio::piped()).spawn()?;
        let mut told = BufReader::new(server.stdout.take().ok_or("the mock server has no output")?);
        let mut line = String::new();
        told.read_line(&mut line)?;
        let url = line.split([' ', ';']).find(|word| word.starts_with("http://")).map(str::to_owned);
        let mock = Self { server, url: url.unwrap_or_default(), _told: told };
        if mock.url.is_empty() {
            Err(format!("the mock server does not say where it is: {line}").into())
        } else {
            Ok(mock)
        }
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        // If it cannot be ended, it has ended.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
