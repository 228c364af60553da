//! The real schema.

use std::io;
use std::path::{Path, PathBuf};

use annotate_snippets::Renderer;
use feishu_codegen::{Sources, check, load, render, unexercised};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema")
}

#[test]
fn has_no_mistakes() -> io::Result<()> {
    let sources = load(&folder())?;
    let api = check(&sources).map_err(|mistakes| io::Error::other(render(&mistakes, &sources, &Renderer::plain())))?;
    assert!(!api.operations.is_empty());
    println!("fields that no sample shows:");
    for field in unexercised(&api) {
        let why = if field.explained { " (a quirk says so)" } else { "" };
        println!("  {} {}{why}", field.operation, field.path);
    }
    Ok(())
}

/// The example of `README.md`, beside the catalogues and the common types; what else there is may define the same types.
#[test]
fn the_example_of_the_readme_is_right() -> io::Result<()> {
    const EXAMPLE: &str = "hire/v1/note/get";
    let readme = std::fs::read_to_string(folder().join("README.md"))?;
    let example = readme
        .split("```yaml\n")
        .find(|block| block.contains("\noperation: "))
        .and_then(|rest| rest.split("```").next());
    let example = example.unwrap_or_default();
    let sample = std::fs::read_to_string(folder().join("hire/v1/note/create.response.json"))?;

    let all = load(&folder())?.files.into_iter().map(|file| (file.path, file.text));
    let is_beside = |path: &str| path == "types/common.yaml" || !path.contains('/');
    let mut files: Vec<_> = all.filter(|(path, _)| is_beside(path)).collect();
    files.push((format!("{EXAMPLE}.yaml"), example.to_owned()));
    files.push((format!("{EXAMPLE}.response.json"), sample));

    let sources = Sources::from_files(files);
    let mut mistakes = check(&sources).err().unwrap_or_default();
    mistakes.retain(|mistake| sources.path(mistake.span).starts_with(EXAMPLE));
    assert!(mistakes.is_empty(), "{}", render(&mistakes, &sources, &Renderer::plain()));
    assert!(!example.is_empty());
    Ok(())
}
