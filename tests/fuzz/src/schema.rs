//! Arbitrary files of a schema: the loader and the checker terminate, and every error has a valid location.

use feishu_codegen::{Diagnostic, File, Renderer, Sources, check as check_schema, github_lines, json_lines, render};

/// The start of a line with the path of the next file.
const MARK: &str = "=== ";

/// Includes the files of the small schema.
macro_rules! small {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../../../codegen/tests/small/", $path)))),*]
    };
}

const SMALL: [(&str, &str); 11] = small![
    "errors.yaml",
    "groups.yaml",
    "scopes.yaml",
    "types/common.yaml",
    "hire/v1/note/create.yaml",
    "hire/v1/note/create.request.json",
    "hire/v1/note/create.response.json",
    "hire/v1/note/get.yaml",
    "hire/v1/note/get.response.json",
    "hire/v1/note/list.yaml",
    "hire/v1/note/list.response.json",
];

/// Returns the files of the small schema, which has no errors.
pub(crate) fn small() -> Vec<File> {
    SMALL.iter().map(|(path, text)| File::new((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// Uses the input as a file with types, as an operation and as a sample.
pub fn load(input: &[u8]) -> Result<(), String> {
    let files = ["types/any.yaml", "hire/v1/any/get.yaml", "hire/v1/any/get.response.json"];
    check_sources(Sources::new(files.into_iter().map(|path| File::new(path.to_owned(), input.to_vec())).collect()))
}

/// Replaces files of the small schema, or adds files. Each file in the input follows a line `=== path`.
pub fn check(input: &[u8]) -> Result<(), String> {
    let mut files = small();
    let text = String::from_utf8_lossy(input);
    for part in text.strip_prefix(MARK).unwrap_or_default().split(&format!("\n{MARK}")) {
        let (path, text) = part.split_once('\n').unwrap_or((part, ""));
        files.retain(|file| file.path != path);
        files.push(File::new(path.to_owned(), text.as_bytes().to_vec()));
    }
    check_sources(Sources::new(files))
}

/// Verifies that every error has a valid location and can be rendered.
pub(crate) fn check_sources(sources: Sources) -> Result<(), String> {
    let Err(errors) = check_schema(&sources) else { return Ok(()) };
    if errors.is_empty() {
        return Err("the schema is rejected without an error".to_owned());
    }
    errors.iter().try_for_each(|error| check_location(error, &sources))?;
    let lines = json_lines(&errors, &sources);
    for shown in [render(&errors, &sources, &Renderer::plain()), github_lines(&errors, &sources), lines] {
        if shown.is_empty() {
            return Err(format!("the report of {} errors is empty", errors.len()));
        }
    }
    Ok(())
}

fn check_location(error: &Diagnostic, sources: &Sources) -> Result<(), String> {
    let other = error.other.as_deref().map(|(span, _)| *span);
    for span in [Some(error.span), other].into_iter().flatten() {
        let file = sources.file(span.file()).ok_or("a location in no file")?;
        if file.text.get(span.range()).is_none() {
            return Err(format!("{:?} is not a valid range in {}: {}", span.range(), file.path, error.message));
        }
    }
    Ok(())
}
