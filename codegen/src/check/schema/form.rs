//! Building blocks of the JSON Schemas.

use serde_json::{Value, json};

use super::pattern;
use crate::check::keys::Shape;

/// A complete JSON Schema.
pub(super) fn document(title: &str, mut root: Value, definitions: Value) -> Value {
    if let Some(root) = root.as_object_mut() {
        root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        root.insert("$comment".to_owned(), json!("Emitted by `cargo xtask codegen`."));
        root.insert("title".to_owned(), json!(title));
        root.insert("$defs".to_owned(), definitions);
    }
    root
}

/// A map that has exactly the keys of a shape.
pub(super) fn form(shape: &Shape, value: impl Fn(&str) -> Value) -> Value {
    let properties: serde_json::Map<String, Value> =
        shape.known.iter().map(|key| ((*key).to_owned(), value(key))).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": shape.required,
        "additionalProperties": false,
    })
}

/// A map whose keys are names of one kind.
pub(super) fn map_of(names: &str, value: Value) -> Value {
    json!({ "type": "object", "propertyNames": { "pattern": names }, "additionalProperties": value })
}

/// A string that YAML may parse as a number or a boolean.
pub(super) fn text() -> Value {
    json!({ "type": ["string", "number", "boolean"], "pattern": pattern::NOT_EMPTY })
}

/// Sentences.
pub(super) fn sentence() -> Value {
    json!({ "type": "string", "pattern": pattern::SENTENCE })
}

pub(super) fn chinese_sentence() -> Value {
    json!({ "type": "string", "pattern": pattern::CHINESE_SENTENCE })
}

pub(super) fn matching(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

/// A list without duplicates.
pub(super) fn list_of(item: Value) -> Value {
    json!({ "type": "array", "items": item, "uniqueItems": true })
}

/// A list of words of a fixed set.
pub(super) fn words<T>(of: &[(&str, T)]) -> Value {
    let names: Vec<&str> = of.iter().map(|(name, _)| *name).collect();
    json!({ "type": "array", "items": { "enum": names }, "uniqueItems": true, "minItems": 1 })
}

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// Adds a description, which an editor shows.
pub(super) fn described(mut value: Value, description: &str) -> Value {
    if let Some(value) = value.as_object_mut() {
        value.insert("description".to_owned(), json!(description));
    }
    value
}
