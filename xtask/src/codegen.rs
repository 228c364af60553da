//! `check` and `codegen`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use feishu_codegen::{Changes, Diagnostic, Rendered, Renderer, Sources, model::Api};

use crate::{Format, Outcome, Schema, root::root};

/// `cargo xtask check`
pub(crate) fn check(schema: Schema) -> Outcome {
    let Some(api) = checked(&schema)? else { return Ok(ExitCode::FAILURE) };
    if matches!(schema.format, Format::Human) {
        anstream::println!("{} operations and {} types, no mistakes", api.operations.len(), types(&api));
    }
    Ok(ExitCode::SUCCESS)
}

/// `cargo xtask codegen`
pub(crate) fn write(schema: Schema, out: Option<PathBuf>) -> Outcome {
    let start = Instant::now();
    let Some(Compared { api, files, changes }) = compared(&schema, out.as_deref())? else {
        return Ok(ExitCode::FAILURE);
    };
    changes.apply()?;
    let (written, deleted) = changes.counts();
    let deleted = if deleted == 0 { String::new() } else { format!(", {deleted} deleted") };
    anstream::println!(
        "{} operations, {} types: {written} of {} files written{deleted} in {} ms",
        api.operations.len(),
        types(&api),
        files.len(),
        start.elapsed().as_millis(),
    );
    Ok(ExitCode::SUCCESS)
}

/// `cargo xtask codegen --check`
pub(crate) fn compare(schema: Schema, out: Option<PathBuf>) -> Outcome {
    let Some(Compared { files, changes, .. }) = compared(&schema, out.as_deref())? else {
        return Ok(ExitCode::FAILURE);
    };
    if changes.is_empty() {
        anstream::println!("{} generated files are as the schema says", files.len());
        return Ok(ExitCode::SUCCESS);
    }
    anstream::print!("{}", changes.diff(&root()));
    let (writes, deletes) = changes.counts();
    anstream::eprintln!(
        "error: {} generated files are stale; run `cargo xtask codegen` and commit what it writes",
        writes + deletes
    );
    Ok(ExitCode::FAILURE)
}

/// A schema, what is emitted for it, and how that differs from what is there.
struct Compared {
    api: Api,
    files: Vec<Rendered>,
    changes: Changes,
}

fn compared(schema: &Schema, out: Option<&Path>) -> Result<Option<Compared>, Box<dyn std::error::Error>> {
    let out = out.map_or_else(|| root().join("generated"), Path::to_path_buf);
    let Some(api) = checked(schema)? else { return Ok(None) };
    let mut files = feishu_codegen::generate(&api)?;
    let editors = feishu_codegen::json_schemas();
    let manifest = manifest(&out, &api)?;
    let changes =
        Changes::between(&out, &files)?.beside(&schema.folder(), &editors)?.beside(&out, manifest.as_slice())?;
    files.extend(editors.into_iter().chain(manifest));
    Ok(Some(Compared { api, files, changes }))
}

/// The manifest of the emitted crate with the features of the groups; nothing where files alone are emitted.
fn manifest(out: &Path, api: &Api) -> Result<Option<Rendered>, Box<dyn std::error::Error>> {
    let path = out.join("Cargo.toml");
    let before = match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        text => text?,
    };
    let text = feishu_codegen::manifest(&before, api).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Some(Rendered { path: "Cargo.toml".to_owned(), text }))
}

/// The API of a schema; its mistakes are printed.
fn checked(schema: &Schema) -> Result<Option<Api>, Box<dyn std::error::Error>> {
    let folder = schema.folder();
    let sources = feishu_codegen::load(&folder)
        .map_err(|error| format!("the schema at {} cannot be read: {error}", folder.display()))?;
    match feishu_codegen::check(&sources) {
        Ok(api) => Ok(Some(api)),
        Err(mistakes) => {
            tell(&mistakes, &sources, schema.format);
            Ok(None)
        }
    }
}

/// Mistakes go where they are read: to the terminal, or to the program that asked for them.
fn tell(mistakes: &[Diagnostic], sources: &Sources, format: Format) {
    match format {
        Format::Human => {
            anstream::eprint!("{}", feishu_codegen::render(mistakes, sources, &Renderer::styled()));
            if let Some(code) = mistakes.first().map(|mistake| mistake.code.number()) {
                anstream::eprintln!("`cargo xtask explain {code}` says more about such a mistake");
            }
        }
        Format::Json => anstream::print!("{}", feishu_codegen::json_lines(mistakes, sources)),
        Format::Github => anstream::print!("{}", feishu_codegen::github_lines(mistakes, sources)),
    }
}

fn types(api: &Api) -> usize {
    api.ids.len() + api.enums.len() + api.objects.len()
}
