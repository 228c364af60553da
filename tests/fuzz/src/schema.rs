//! The loader and the checker of the schema: whatever the files hold, they come to an end, and point at places that there are.

use feishu_codegen::{Diagnostic, File, Renderer, Sources, check as check_schema, github_lines, json_lines, render};

/// A line that starts so names the file that follows.
const MARK: &str = "=== ";

/// A schema without mistakes, of which an input changes some files.
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

/// The files of the schema without mistakes.
pub(crate) fn small() -> Vec<File> {
    SMALL.iter().map(|(path, text)| File::new((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// Any bytes as a file with types, as an operation, as a sample.
pub fn load(input: &[u8]) -> Result<(), String> {
    let files = ["types/any.yaml", "hire/v1/any/get.yaml", "hire/v1/any/get.response.json"];
    told(Sources::new(files.into_iter().map(|path| File::new(path.to_owned(), input.to_vec())).collect()))
}

/// Files that replace or extend those of the small schema, each after a line `=== path`.
pub fn check(input: &[u8]) -> Result<(), String> {
    let mut files = small();
    let text = String::from_utf8_lossy(input);
    for part in text.strip_prefix(MARK).unwrap_or_default().split(&format!("\n{MARK}")) {
        let (path, text) = part.split_once('\n').unwrap_or((part, ""));
        files.retain(|file| file.path != path);
        files.push(File::new(path.to_owned(), text.as_bytes().to_vec()));
    }
    told(Sources::new(files))
}

/// What must hold of every mistake and of how it is shown.
pub(crate) fn told(sources: Sources) -> Result<(), String> {
    let Err(mistakes) = check_schema(&sources) else { return Ok(()) };
    if mistakes.is_empty() {
        return Err("refused without a reason".to_owned());
    }
    mistakes.iter().try_for_each(|mistake| has_a_place(mistake, &sources))?;
    let lines = json_lines(&mistakes, &sources);
    for shown in [render(&mistakes, &sources, &Renderer::plain()), github_lines(&mistakes, &sources), lines] {
        if shown.is_empty() {
            return Err(format!("nothing is shown of {} mistakes", mistakes.len()));
        }
    }
    Ok(())
}

fn has_a_place(mistake: &Diagnostic, sources: &Sources) -> Result<(), String> {
    let other = mistake.other.as_deref().map(|(span, _)| *span);
    for span in [Some(mistake.span), other].into_iter().flatten() {
        let file = sources.file(span.file()).ok_or("a place in no file")?;
        if file.text.get(span.range()).is_none() {
            return Err(format!("{:?} of {} is no text: {}", span.range(), file.path, mistake.message));
        }
    }
    Ok(())
}
