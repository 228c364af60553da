//! The real schema.

use std::collections::BTreeSet;
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

/// A description in both languages.
struct Description<'a> {
    of: String,
    doc: &'a str,
    doc_zh: Option<&'a str>,
}

/// Returns the descriptions of operations, events, resources and parameters, and the reasons of deprecations.
fn descriptions(api: &Api) -> Vec<Description<'_>> {
    fn both<'a>(of: String, doc: &'a str, doc_zh: Option<&'a String>) -> Description<'a> {
        Description { of, doc, doc_zh: doc_zh.map(String::as_str) }
    }
    let operations = api.operations.iter().map(|it| both(it.id.to_string(), &it.doc, it.doc_zh.as_ref()));
    let retired = api.operations.iter().filter_map(|it| {
        let retired = it.deprecated.as_ref()?;
        Some(both(format!("{}: deprecated", it.id), &retired.doc, retired.doc_zh.as_ref()))
    });
    let events = api.events.iter().map(|it| both(it.id.to_string(), &it.doc, it.doc_zh.as_ref()));
    let resources = api.groups.iter().flat_map(|it| &it.resources);
    let resources = resources.map(|it| both(it.name.clone(), &it.doc, it.doc_zh.as_ref()));
    let parameters = api.translations.iter().map(|(doc, it)| both(doc.clone(), doc, Some(&it.zh)));
    operations.chain(retired).chain(events).chain(resources).chain(parameters).collect()
}

fn read() -> io::Result<Api> {
    let sources = load(&folder())?;
    check(&sources).map_err(|diagnostics| io::Error::other(render(&diagnostics, &sources, &Renderer::plain())))
}

#[test]
fn every_operation_event_and_resource_has_a_chinese_description() -> io::Result<()> {
    let api = read()?;
    let missing = descriptions(&api).into_iter().filter(|it| it.doc_zh.is_none());
    let missing: Vec<_> = missing.map(|it| it.of).collect();
    assert!(missing.is_empty(), "without `doc_zh`: {missing:?}");
    Ok(())
}

#[test]
fn both_descriptions_have_the_same_code_spans() -> io::Result<()> {
    let spans = |doc: &str| doc.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
    let api = read()?;
    let differs = |it: &Description<'_>| it.doc_zh.is_some_and(|doc_zh| spans(doc_zh) != spans(it.doc));
    let different: Vec<_> = descriptions(&api).into_iter().filter(differs).map(|it| it.of).collect();
    assert!(different.is_empty(), "{different:?}");
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
    for Description { of: name, doc_zh, .. } in descriptions(&api) {
        // Code spans contain names of the API, which do not follow this style.
        let doc = doc_zh.unwrap_or_default().split('`').step_by(2).collect::<Vec<_>>().join("``");
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
