//! `check` and `codegen`: check the schema, and generate the crate.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use feishu_codegen::{Changes, Diagnostic, Language, Rendered, Renderer, Sources, model::Api};
use feishu_import::check_glossary;

use crate::{CommandResult, Format, Schema, root::root};

/// `cargo xtask check`
pub(crate) fn check(schema: Schema) -> CommandResult {
    let Some(api) = checked(&schema)? else { return Ok(ExitCode::FAILURE) };
    if matches!(schema.format, Format::Human) {
        let (operations, events) = (api.operations.len(), api.events.len());
        anstream::println!("{operations} operations, {events} events and {} types, no errors", types(&api));
    }
    Ok(ExitCode::SUCCESS)
}

/// `cargo xtask codegen`
pub(crate) fn write(schema: Schema, out: Option<PathBuf>) -> CommandResult {
    let start = Instant::now();
    let Some(Comparison { api, files, changes }) = compared(&schema, out.as_deref())? else {
        return Ok(ExitCode::FAILURE);
    };
    changes.apply()?;
    let (written, deleted) = changes.counts();
    let deleted = if deleted == 0 { String::new() } else { format!(", {deleted} deleted") };
    anstream::println!(
        "{} operations, {} events, {} types: {written} of {} files written{deleted} in {} ms",
        api.operations.len(),
        api.events.len(),
        types(&api),
        files.len(),
        start.elapsed().as_millis(),
    );
    Ok(ExitCode::SUCCESS)
}

/// `cargo xtask codegen --check`
pub(crate) fn compare(schema: Schema, out: Option<PathBuf>) -> CommandResult {
    let Some(Comparison { files, changes, .. }) = compared(&schema, out.as_deref())? else {
        return Ok(ExitCode::FAILURE);
    };
    if changes.is_empty() {
        anstream::println!("{} generated files are up to date", files.len());
        return Ok(ExitCode::SUCCESS);
    }
    anstream::print!("{}", changes.diff(&root()));
    let (writes, deletes) = changes.counts();
    anstream::eprintln!(
        "error: {} generated files are out of date; run `cargo xtask codegen` and commit the result",
        writes + deletes
    );
    Ok(ExitCode::FAILURE)
}

/// The API of a schema, the files emitted for it, and the changes to the existing files.
struct Comparison {
    api: Api,
    files: Vec<Rendered>,
    changes: Changes,
}

fn compared(schema: &Schema, out: Option<&Path>) -> Result<Option<Comparison>, Box<dyn std::error::Error>> {
    let out = out.map_or_else(|| root().join("generated"), Path::to_path_buf);
    let Some(api) = checked(schema)? else { return Ok(None) };
    let mut files = feishu_codegen::generate(&api)?;
    let editors = feishu_codegen::json_schemas();
    let manifest = manifest(&out, &api)?;
    let error_codes = runtime_error_codes(&out, &api)?;
    let catalog = catalog(&out, &api);
    let readmes = readmes(&out, &api)?;
    let changes = Changes::between(&out, &files)?
        .with_files(&schema.folder(), &editors)?
        .with_files(&out, manifest.as_slice())?
        .with_files(&out.join(RUNTIME_ERRORS), error_codes.as_slice())?
        .with_files(&out.join(CATALOG), &catalog)?
        .with_files(&out.join(".."), &readmes)?;
    files.extend(editors.into_iter().chain(manifest).chain(error_codes).chain(catalog).chain(readmes));
    Ok(Some(Comparison { api, files, changes }))
}

/// The folder of the runtime's error codes, relative to the emitted crate.
const RUNTIME_ERRORS: &str = "../runtime/src/error";

/// Returns the error codes for the runtime, or `None` if the output folder is not next to the runtime.
fn runtime_error_codes(out: &Path, api: &Api) -> Result<Option<Rendered>, Box<dyn std::error::Error>> {
    if !out.join(RUNTIME_ERRORS).is_dir() {
        return Ok(None);
    }
    Ok(Some(feishu_codegen::runtime_error_codes(api)?))
}

/// The folder of the command line's catalog, relative to the emitted crate.
const CATALOG: &str = "../cli/catalog";

/// Returns the catalog of the command line, or no files if the output folder is not next to the command line.
fn catalog(out: &Path, api: &Api) -> Vec<Rendered> {
    if out.join(CATALOG).is_dir() { feishu_codegen::catalog(api) } else { Vec::new() }
}

/// Returns the README files of the project with a table of the groups, or none if the output folder is not next to the runtime.
fn readmes(out: &Path, api: &Api) -> Result<Vec<Rendered>, Box<dyn std::error::Error>> {
    if !out.join(RUNTIME_ERRORS).is_dir() {
        return Ok(Vec::new());
    }
    let readme = |(name, language): (&str, Language)| {
        let path = out.join("..").join(name);
        let before = std::fs::read_to_string(&path)?;
        let text =
            feishu_codegen::readme(&before, api, language).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Rendered { path: name.to_owned(), text })
    };
    [("README.md", Language::English), ("README.zh-CN.md", Language::Chinese)].into_iter().map(readme).collect()
}

/// Returns the manifest of the emitted crate with a feature per group, or `None` if the output folder has no manifest.
fn manifest(out: &Path, api: &Api) -> Result<Option<Rendered>, Box<dyn std::error::Error>> {
    let path = out.join("Cargo.toml");
    let before = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        text => text?,
    };
    let text = feishu_codegen::manifest(&before, api).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Some(Rendered { path: "Cargo.toml".to_owned(), text }))
}

/// Checks a schema and returns its API. Prints the errors and returns `None` if there are any.
fn checked(schema: &Schema) -> Result<Option<Api>, Box<dyn std::error::Error>> {
    let folder = schema.folder();
    let sources = feishu_codegen::load(&folder)
        .map_err(|error| format!("cannot read the schema at {}: {error}", folder.display()))?;
    let mut errors = check_glossary(&sources);
    match feishu_codegen::check(&sources) {
        Ok(api) if errors.is_empty() => Ok(Some(api)),
        outcome => {
            errors.extend(outcome.err().unwrap_or_default());
            print_errors(&errors, &sources, schema.format);
            Ok(None)
        }
    }
}

/// Prints errors: for humans to stderr, for programs to stdout.
fn print_errors(errors: &[Diagnostic], sources: &Sources, format: Format) {
    match format {
        Format::Human => {
            anstream::eprint!("{}", feishu_codegen::render(errors, sources, &Renderer::styled()));
            if let Some(code) = errors.first().map(|error| error.code.number()) {
                anstream::eprintln!("run `cargo xtask explain {code}` for an explanation of this error");
            }
        }
        Format::Json => anstream::print!("{}", feishu_codegen::json_lines(errors, sources)),
        Format::Github => anstream::print!("{}", feishu_codegen::github_lines(errors, sources)),
    }
}

fn types(api: &Api) -> usize {
    api.ids.len() + api.enums.len() + api.objects.len()
}
