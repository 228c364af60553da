//! The output formats of diagnostics: text, JSON and GitHub annotations.

use feishu_codegen::{Renderer, Sources, check, github_lines, json_lines, render};
use serde_json::Value;

use crate::{assert_snapshot, support::Schema};

fn erroneous_sources() -> Sources {
    let mut schema = Schema::small();
    schema.edit("hire/v1/note/get.yaml", "zh: 获取备注", "zh: 获取备注\nzh: 备注");
    schema.edit("types/common.yaml", "NoteId: 备注 ID | A note about a talent.", "NoteId: 备注 ID | A note");
    schema.edit("types/common.yaml", "values: [open_id, union_id]", "values: [open_id, onion_id]");
    Sources::from_files(schema.into_files())
}

#[test]
fn json_has_locations() -> Result<(), serde_json::Error> {
    let sources = erroneous_sources();
    let diagnostics = check(&sources).err().unwrap_or_default();
    let lines = json_lines(&diagnostics, &sources);
    let objects: Vec<Value> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    assert_eq!(objects.len(), 3);
    for (object, text) in objects.iter().zip(["zh", "A note", "onion_id"]) {
        let file = sources.files.iter().find(|file| object["file"] == file.path.as_str());
        let bytes = |key: &str| object[key].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
        let whole = file.map_or("", |file| &file.text);
        assert_eq!(whole.get(bytes("byte_start")..bytes("byte_end")), Some(text));
        // The location in lines and characters is the same.
        let line = whole.lines().nth(usize::try_from(object["line_start"].as_u64().unwrap_or(1) - 1).unwrap_or(0));
        let before = usize::try_from(object["column_start"].as_u64().unwrap_or(1) - 1).unwrap_or(0);
        let here: String = line.unwrap_or_default().chars().skip(before).take(text.chars().count()).collect();
        assert_eq!(here, text);
    }
    assert_snapshot("json_format", &lines);
    Ok(())
}

#[test]
fn github_annotations() {
    let mut schema = Schema::small();
    schema.edit("hire/v1/note/get.yaml", "title: Get a note", "100%, really: x");
    schema.edit("types/common.yaml", "values: [open_id, union_id]", "values: [open_id, onion_id]");
    let sources = Sources::from_files(schema.into_files());
    let diagnostics = check(&sources).err().unwrap_or_default();
    assert_snapshot("github_annotations", &github_lines(&diagnostics, &sources));
}

#[test]
fn order_of_input_does_not_matter() {
    let sources = erroneous_sources();
    let mut diagnostics = check(&sources).err().unwrap_or_default();
    let first = render(&diagnostics, &sources, &Renderer::plain());
    diagnostics.reverse();
    diagnostics.extend(diagnostics.clone());
    assert_eq!(render(&diagnostics, &sources, &Renderer::plain()), first);
}

#[test]
fn colors_depend_on_the_renderer() {
    let sources = erroneous_sources();
    let diagnostics = check(&sources).err().unwrap_or_default();
    assert!(!render(&diagnostics, &sources, &Renderer::plain()).contains('\u{1b}'));
    assert!(render(&diagnostics, &sources, &Renderer::styled()).contains("\u{1b}["));
}

/// A very long line is truncated around the error; the column is still correct.
#[test]
fn long_lines_are_truncated() {
    let mut schema = Schema::small();
    let line = format!("errors: [{}1002003, {}]", " ".repeat(5_000), "1002002, ".repeat(2_000));
    schema.edit("hire/v1/note/get.yaml", "errors: [1002001, 1002002]", &line);
    let sources = Sources::from_files(schema.into_files());
    let diagnostics = check(&sources).err().unwrap_or_default();
    let report = render(&diagnostics, &sources, &Renderer::plain());
    assert!(report.contains(" --> hire/v1/note/get.yaml:17:5010\n"), "{}", report.get(..2_000).unwrap_or_default());
    assert!(report.lines().all(|line| line.len() < 1_000));
}
