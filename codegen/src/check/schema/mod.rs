//! What the checks know of the forms of the language, as JSON Schema: an editor completes and checks by it while one types.
//!
//! One file per kind of YAML file, each complete in itself, because editors take a whole file far better than a part of one.
//! Names, types and samples of other files are beyond a JSON Schema; `check` alone knows them.

mod catalog;
mod field;
mod operation;
mod pattern;
mod types;

use serde_json::{Value, json};

use super::keys::Shape;
use crate::render::Rendered;

type Document = fn() -> Value;

/// The kinds of YAML files, and what they are checked by.
const KINDS: [(&str, Document); 5] = [
    ("schema.json", operation::document),
    ("schema.types.json", types::document),
    ("schema.errors.json", catalog::errors),
    ("schema.groups.json", catalog::groups),
    ("schema.scopes.json", catalog::scopes),
];

/// The files beside `schema/README.md` by which an editor checks the YAML.
#[must_use]
pub fn json_schemas() -> Vec<Rendered> {
    let text = |document: Document| format!("{:#}\n", document());
    KINDS.iter().map(|(name, document)| Rendered { path: (*name).to_owned(), text: text(*document) }).collect()
}

/// Whether a file of the schema's folder is one of ours, and no sample.
pub(crate) fn is_json_schema(path: &str) -> bool {
    KINDS.iter().any(|(name, _)| *name == path)
}

/// The first line of a YAML file, by which an editor finds its JSON Schema; `path` is relative to the schema's folder.
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

/// A document with its head.
fn document(title: &str, mut root: Value, definitions: Value) -> Value {
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("$comment".to_owned(), json!("Emitted by `cargo xtask codegen`."));
        root.insert("title".to_owned(), json!(title));
        root.insert("$defs".to_owned(), definitions);
    }
    root
}

/// A map with a shape's keys and no others.
fn form(shape: &Shape, value: impl Fn(&str) -> Value) -> Value {
    let properties: serde_json::Map<String, Value> =
        shape.known.iter().map(|key| ((*key).to_owned(), value(key))).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": shape.needed,
        "additionalProperties": false,
    })
}

/// A map whose keys are names of one kind.
fn map_of(names: &str, value: Value) -> Value {
    json!({ "type": "object", "propertyNames": { "pattern": names }, "additionalProperties": value })
}

/// A text that may look like a number or a boolean to YAML.
fn text() -> Value {
    json!({ "type": ["string", "number", "boolean"], "pattern": pattern::SOMETHING })
}

/// Sentences.
fn sentence() -> Value {
    json!({ "type": "string", "pattern": pattern::SENTENCE })
}

fn matching(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// A list that says nothing twice.
fn list_of(item: Value) -> Value {
    json!({ "type": "array", "items": item, "uniqueItems": true })
}

/// A list of words of a fixed set.
fn words<T>(of: &[(&str, T)]) -> Value {
    let names: Vec<&str> = of.iter().map(|(name, _)| *name).collect();
    json!({ "type": "array", "items": { "enum": names }, "uniqueItems": true, "minItems": 1 })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// The same with a word on what it is, which an editor shows.
fn described(mut value: Value, description: &str) -> Value {
    if let Some(value) = value.as_object_mut() {
        value.insert("description".to_owned(), json!(description));
    }
    value
}
