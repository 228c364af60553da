//! The grammar of the schema language as JSON Schema, for completion and checks in editors.
//!
//! There is one JSON Schema per kind of YAML file. Each is complete, because editors support whole files better than references
//! into other files. Names, types and samples of other files cannot be checked by a JSON Schema; `check` does that.

mod catalog;
mod field;
mod form;
mod operation;
mod pattern;
mod types;

use serde_json::Value;

use crate::render::Rendered;

type Document = fn() -> Value;

/// The JSON Schemas by file name.
const KINDS: [(&str, Document); 5] = [
    ("schema.json", operation::document),
    ("schema.types.json", types::document),
    ("schema.errors.json", catalog::errors),
    ("schema.groups.json", catalog::groups),
    ("schema.scopes.json", catalog::scopes),
];

/// The JSON Schemas by which an editor checks the YAML; they are written to `schema/`.
#[must_use]
pub fn json_schemas() -> Vec<Rendered> {
    let text = |document: Document| format!("{:#}\n", document());
    KINDS.iter().map(|(name, document)| Rendered { path: (*name).to_owned(), text: text(*document) }).collect()
}

/// Whether a path of the schema's folder is one of the JSON Schemas, and not a sample.
pub(crate) fn is_json_schema(path: &str) -> bool {
    KINDS.iter().any(|(name, _)| *name == path)
}

/// The first line of a YAML file, with which an editor finds its JSON Schema. `path` is relative to the schema's folder.
#[must_use]
pub fn modeline(path: &str) -> String {
    let name = match path {
        "errors.yaml" => "schema.errors.json",
        "groups.yaml" => "schema.groups.json",
        "scopes.yaml" => "schema.scopes.json",
        path if path.starts_with("types/") => "schema.types.json",
        _ => "schema.json",
    };
    format!("# yaml-language-server: $schema={}{name}", "../".repeat(path.matches('/').count()))
}
