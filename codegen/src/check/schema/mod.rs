//! The syntax of the schema language as JSON Schema, for completion and validation in editors.
//!
//! There is one JSON Schema per kind of YAML file. Each is self-contained, because editors do not always support references to other
//! files. A JSON Schema cannot check references to names, types and samples; [`check`](super::check) does.

mod catalog;
mod event;
mod field;
mod form;
mod operation;
mod pattern;
mod types;

use serde_json::Value;

use crate::render::Rendered;

type Document = fn() -> Value;

/// The JSON Schemas by file name.
const KINDS: [(&str, Document); 7] = [
    ("schema.json", operation::document),
    ("schema.types.json", types::document),
    ("schema.errors.json", catalog::errors),
    ("schema.events.json", event::document),
    ("schema.groups.json", catalog::groups),
    ("schema.scopes.json", catalog::scopes),
    ("schema.translations.json", catalog::translations),
];

/// Returns the JSON Schemas for editors, which are written to `schema/`.
#[must_use]
pub fn json_schemas() -> Vec<Rendered> {
    let text = |document: Document| format!("{:#}\n", document());
    KINDS.iter().map(|(name, document)| Rendered { path: (*name).to_owned(), text: text(*document) }).collect()
}

/// Whether a file of the schema folder is a JSON Schema and not a sample.
pub(crate) fn is_json_schema(path: &str) -> bool {
    KINDS.iter().any(|(name, _)| *name == path)
}

/// Returns the first line of a YAML file, which refers editors to its JSON Schema. `path` is relative to the schema folder.
#[must_use]
pub fn modeline(path: &str) -> String {
    let name = match path {
        "errors.yaml" => "schema.errors.json",
        "groups.yaml" => "schema.groups.json",
        "scopes.yaml" => "schema.scopes.json",
        "translations.yaml" => "schema.translations.json",
        path if path.starts_with("types/") => "schema.types.json",
        path if is_event(path) => "schema.events.json",
        _ => "schema.json",
    };
    format!("# yaml-language-server: $schema={}{name}", "../".repeat(path.matches('/').count()))
}

/// Whether a file describes an event: `hire/v1/talent/events/deleted.yaml`.
fn is_event(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(parts.as_slice(), [_, _, _, "events", _])
}
