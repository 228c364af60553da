//! Compiles the code generated for drafts, all in one crate.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    process::Stdio,
};

use feishu_codegen::Rendered;
use feishu_import::Outcomes;

use crate::{process::cargo, root::root};

/// Returns the operations and events whose files do not compile, each with its first error. Drafts with schema errors are skipped.
pub(crate) fn broken(outcomes: &mut Outcomes) -> Result<BTreeMap<String, String>, Box<dyn std::error::Error>> {
    let sound: HashSet<String> =
        outcomes.pages.iter().filter(|page| page.errors.is_empty()).map(|page| page.operation.clone()).collect();
    outcomes.api.operations.retain(|operation| sound.contains(&operation.id.to_string()));
    outcomes.api.events.retain(|event| sound.contains(&event.id.to_string()));
    let files = feishu_codegen::generate(&outcomes.api)?;
    let folder = tempfile::tempdir()?;
    write(folder.path(), &files, &feishu_codegen::features(&outcomes.api))?;
    let mut check = cargo(&["check", "--offline", "--quiet", "--message-format", "short"]);
    check.current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::piped());
    if std::env::var_os("CARGO_TARGET_DIR").is_none() {
        check.env("CARGO_TARGET_DIR", root().join("target"));
    }
    let output = check.output()?;
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let mut broken: BTreeMap<String, String> = BTreeMap::new();
    for error in stderr.lines().filter(|line| line.contains(" error")) {
        let file = error.split(':').next().unwrap_or_default();
        let operation = operation(file, &sound).unwrap_or_else(|| file.to_owned());
        broken.entry(operation).or_insert_with(|| error.to_owned());
    }
    if !output.status.success() && broken.is_empty() {
        return Err(format!("checking the crate of the drafts failed:\n{stderr}").into());
    }
    Ok(broken)
}

/// Returns the operation or the event of an emitted file: `src/v1/note/get_wire.rs` belongs to `hire.v1.note.get`, and
/// `src/events/hire/v1/note/created.rs` to `hire.note.created_v1`. The path of an operation does not contain the service.
fn operation(file: &str, all: &HashSet<String>) -> Option<String> {
    let stem = file.strip_prefix("src/")?.strip_suffix(".rs")?;
    let stem = stem.strip_suffix("_wire").unwrap_or(stem);
    let parts: Vec<&str> = stem.split('/').collect();
    if let ["events", service, version, resource, name] = parts.as_slice() {
        let id = format!("{service}.{resource}.{name}_{version}").replace("r#", "");
        return all.get(&id).cloned();
    }
    let end = format!(".{}", stem.replace('/', ".").replace("r#", ""));
    all.iter().find(|id| id.ends_with(&end)).cloned()
}

fn write(folder: &std::path::Path, files: &[Rendered], features: &str) -> Result<(), Box<dyn std::error::Error>> {
    for file in files {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, &file.text)?;
    }
    let root = fs::canonicalize(root())?;
    fs::write(folder.join("Cargo.toml"), manifest(&root.join("runtime").display().to_string(), features))?;
    fs::write(folder.join("README.md"), "Drafts.\n")?;
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

/// Returns the manifest of a standalone crate with the dependencies of emitted code.
fn manifest(runtime: &str, features: &str) -> String {
    format!(
        "[package]\nname = \"drafts\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[features]\n{features}mock = [\"feishu-runtime/mock\"]\nevents = []\nredis = []\nreqwest = []\n\n\
         [dependencies]\nfeishu-runtime = {{ path = \"{runtime}\" }}\n\n[workspace]\n"
    )
}
