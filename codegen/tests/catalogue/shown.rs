//! How mistakes are shown: sorted, with colours or without, as JSON.

use feishu_codegen::{Renderer, Sources, check, github_lines, json_lines, render};
use serde_json::Value;

use crate::{support::Schema, told};

fn mistaken() -> Sources {
    let mut schema = Schema::small();
    schema.edit("hire/v1/note/get.yaml", "zh: 获取备注", "zh: 获取备注\nzh: 备注");
    schema.edit("types/common.yaml", "NoteId: 备注 ID | A note about a talent.", "NoteId: 备注 ID | A note");
    schema.edit("types/common.yaml", "values: [open_id, union_id]", "values: [open_id, onion_id]");
    Sources::from_files(schema.into_files())
}

#[test]
fn as_json() -> Result<(), serde_json::Error> {
    let sources = mistaken();
    let mistakes = check(&sources).err().unwrap_or_default();
    let lines = json_lines(&mistakes, &sources);
    let objects: Vec<Value> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    assert_eq!(objects.len(), 3);
    for (object, text) in objects.iter().zip(["zh", "A note", "onion_id"]) {
        let file = sources.files.iter().find(|file| object["file"] == file.path.as_str());
        let bytes = |key: &str| object[key].as_u64().and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
        let whole = file.map_or("", |file| &file.text);
        assert_eq!(whole.get(bytes("byte_start")..bytes("byte_end")), Some(text));
        // The same place, counted in lines and characters.
        let line = whole.lines().nth(usize::try_from(object["line_start"].as_u64().unwrap_or(1) - 1).unwrap_or(0));
        let before = usize::try_from(object["column_start"].as_u64().unwrap_or(1) - 1).unwrap_or(0);
        let here: String = line.unwrap_or_default().chars().skip(before).take(text.chars().count()).collect();
        assert_eq!(here, text);
    }
    told("as_json", &lines);
    Ok(())
}

#[test]
fn as_annotations() {
    let mut schema = Schema::small();
    schema.edit("hire/v1/note/get.yaml", "title: Get a note", "100%, really: x");
    schema.edit("types/common.yaml", "values: [open_id, union_id]", "values: [open_id, onion_id]");
    let sources = Sources::from_files(schema.into_files());
    let mistakes = check(&sources).err().unwrap_or_default();
    told("as_annotations", &github_lines(&mistakes, &sources));
}

/// The order in which mistakes are found, or files are given, does not show.
#[test]
fn sorted() {
    let sources = mistaken();
    let mut mistakes = check(&sources).err().unwrap_or_default();
    let first = render(&mistakes, &sources, &Renderer::plain());
    mistakes.reverse();
    mistakes.extend(mistakes.clone());
    assert_eq!(render(&mistakes, &sources, &Renderer::plain()), first);
}

#[test]
fn colours_are_the_renderers() {
    let sources = mistaken();
    let mistakes = check(&sources).err().unwrap_or_default();
    assert!(!render(&mistakes, &sources, &Renderer::plain()).contains('\u{1b}'));
    assert!(render(&mistakes, &sources, &Renderer::styled()).contains("\u{1b}["));
}

/// Of a line that is far too long only the place is shown, with its own column.
#[test]
fn long_lines_are_cut() {
    let mut schema = Schema::small();
    let line = format!("errors: [{}1002003, {}]", " ".repeat(5_000), "1002002, ".repeat(2_000));
    schema.edit("hire/v1/note/get.yaml", "errors: [1002001, 1002002]", &line);
    let sources = Sources::from_files(schema.into_files());
    let mistakes = check(&sources).err().unwrap_or_default();
    let report = render(&mistakes, &sources, &Renderer::plain());
    assert!(report.contains(" --> hire/v1/note/get.yaml:17:5010\n"), "{}", report.get(..2_000).unwrap_or_default());
    assert!(report.lines().all(|line| line.len() < 1_000));
}
