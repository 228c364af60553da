//! The real schema.

use std::io;
use std::path::{Path, PathBuf};

use annotate_snippets::Renderer;
use feishu_codegen::{Sources, check, load, model::Api, render, unexercised};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema")
}

#[test]
fn has_no_errors() -> io::Result<()> {
    let api = read()?;
    assert!(!api.operations.is_empty());
    println!("fields that no sample contains:");
    for field in unexercised(&api) {
        let why = if field.explained { " (explained by a quirk)" } else { "" };
        println!("  {} {}{why}", field.of, field.path);
    }
    Ok(())
}

/// Returns all Chinese descriptions with what they describe. `None` is a missing one.
fn chinese_descriptions(api: &Api) -> Vec<(String, Option<&str>)> {
    let operations = api.operations.iter().map(|it| (it.id.to_string(), it.doc_zh.as_deref()));
    let retired =
        api.operations.iter().filter_map(|it| Some((format!("{}: deprecated", it.id), it.deprecated.as_ref()?)));
    let retired = retired.map(|(id, retired)| (id, retired.doc_zh.as_deref()));
    let events = api.events.iter().map(|it| (it.id.to_string(), it.doc_zh.as_deref()));
    let resources = api.groups.iter().flat_map(|it| &it.resources);
    let resources = resources.map(|it| (it.name.clone(), it.doc_zh.as_deref()));
    operations.chain(retired).chain(events).chain(resources).collect()
}

fn read() -> io::Result<Api> {
    let sources = load(&folder())?;
    check(&sources).map_err(|diagnostics| io::Error::other(render(&diagnostics, &sources, &Renderer::plain())))
}

#[test]
fn every_operation_event_and_resource_has_a_chinese_description() -> io::Result<()> {
    let api = read()?;
    let missing: Vec<_> = chinese_descriptions(&api).into_iter().filter(|(_, doc)| doc.is_none()).collect();
    assert!(missing.is_empty(), "without `doc_zh`: {missing:?}");
    Ok(())
}

/// Punctuation next to Chinese text is full-width; a blank separates Chinese text from Latin words, numbers and code spans.
#[test]
fn chinese_descriptions_have_the_style_of_the_readme() -> io::Result<()> {
    let is_chinese = |c: char| matches!(c, '\u{3400}'..='\u{9fff}');
    let is_latin = |c: char| c.is_ascii_alphanumeric() || c == '`';
    let is_half_width = |c: char| ",.;:!?()".contains(c);
    let api = read()?;
    let mut wrong = Vec::new();
    for (name, doc) in chinese_descriptions(&api) {
        let doc = doc.unwrap_or_default();
        let pairs = doc.chars().zip(doc.chars().skip(1));
        let is_wrong = |(a, b): (char, char)| {
            let touches = |other: &dyn Fn(char) -> bool| (is_chinese(a) && other(b)) || (other(a) && is_chinese(b));
            touches(&is_latin) || touches(&is_half_width)
        };
        wrong.extend(pairs.filter(|pair| is_wrong(*pair)).map(|(a, b)| format!("{name}: {a}{b}")));
        wrong.extend(
            doc.lines().filter(|line| !line.ends_with(['。', '！', '？'])).map(|line| format!("{name}: {line}")),
        );
        wrong.extend(doc.contains('您').then(|| format!("{name}: 您")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
