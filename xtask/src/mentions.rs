//! Finds the hand-written files that name a type of the schema.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::root::root;

/// Files and folders that codegen does not write.
const PLACES: [&str; 8] = [
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    "CONTRIBUTING.zh-CN.md",
    "cli/src",
    "cli/tests",
    "generated/examples",
    "tests",
];

/// Prints the lines of hand-written files that name one of these types, which the schema no longer has.
pub(crate) fn print_mentions(types: &[String]) -> io::Result<()> {
    for place in PLACES {
        for path in files(&root().join(place))? {
            let text = fs::read_to_string(&path)?;
            for (line, name) in find(&text, types) {
                let path = path.strip_prefix(root()).unwrap_or(&path).display();
                anstream::println!("{path}:{line}: names `{name}`, which no longer exists");
            }
        }
    }
    Ok(())
}

/// Returns the Rust and Markdown files in a folder, sorted; or the file itself.
fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        let is_read =
            path.is_file() && path.extension().is_some_and(|extension| extension == "rs" || extension == "md");
        return Ok(is_read.then(|| path.to_owned()).into_iter().collect());
    }
    let mut inner: Vec<PathBuf> = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    inner.retain(|path| !path.ends_with("target"));
    inner.sort();
    let found: io::Result<Vec<_>> = inner.iter().map(|path| files(path)).collect();
    Ok(found?.concat())
}

/// Finds names as whole identifiers; returns them with their line numbers.
fn find<'a>(text: &str, names: &'a [String]) -> Vec<(usize, &'a str)> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (line, text) in text.lines().enumerate() {
        let words: Vec<&str> = text.split(|c| !is_part(c)).collect();
        let named = names.iter().filter(|name| words.contains(&name.as_str()));
        found.extend(named.map(|name| (line + 1, name.as_str())));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_identifiers_are_found() {
        let names = ["Note".to_owned(), "Offer".to_owned()];
        let text = "use model::{Note, NoteKind};\nlet a = OldNote::new();\n`Offer` of a Note.\n";
        assert_eq!(find(text, &names), [(1, "Note"), (3, "Note"), (3, "Offer")]);
    }
}
