//! The real schema.

use std::io;
use std::path::{Path, PathBuf};

use annotate_snippets::Renderer;
use feishu_codegen::{Sources, check, load, render, unexercised};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema")
}

#[test]
fn has_no_errors() -> io::Result<()> {
    let sources = load(&folder())?;
    let api =
        check(&sources).map_err(|diagnostics| io::Error::other(render(&diagnostics, &sources, &Renderer::plain())))?;
    assert!(!api.operations.is_empty());
    println!("fields that no sample contains:");
    for field in unexercised(&api) {
        let why = if field.explained { " (explained by a quirk)" } else { "" };
        println!("  {} {}{why}", field.of, field.path);
    }
    Ok(())
}

/// The example of `README.md`, with the catalogs and the common types. Other files may define the same types.
#[test]
fn the_example_of_the_readme_has_no_errors() -> io::Result<()> {
    const EXAMPLE: &str = "hire/v1/note/get";
    let readme = std::fs::read_to_string(folder().join("README.md"))?;
    let example = readme
        .split("```yaml\n")
        .find(|block| block.contains("\noperation: "))
        .and_then(|rest| rest.split("```").next());
    let example = example.unwrap_or_default();
    let sample = std::fs::read_to_string(folder().join("hire/v1/note/create.response.json"))?;

    let all = load(&folder())?.files.into_iter().map(|file| (file.path, file.text));
    let is_common = |path: &str| path == "types/common.yaml" || !path.contains('/');
    let mut files: Vec<_> = all.filter(|(path, _)| is_common(path)).collect();
    files.push((format!("{EXAMPLE}.yaml"), example.to_owned()));
    files.push((format!("{EXAMPLE}.response.json"), sample));

    let sources = Sources::from_files(files);
    let mut diagnostics = check(&sources).err().unwrap_or_default();
    diagnostics.retain(|diagnostic| sources.path(diagnostic.span).starts_with(EXAMPLE));
    assert!(diagnostics.is_empty(), "{}", render(&diagnostics, &sources, &Renderer::plain()));
    assert!(!example.is_empty());
    Ok(())
}
