//! The JSON Schemas of types files, and of the types in an operation file.

use serde_json::{Map, Value, json};

use super::form::{described, document as with_head, form, map_of, matching, reference, sentence, text};
use super::{field, pattern};
use crate::check::{
    definitions::OBJECT,
    enums::ENUM,
    file::FILE,
    rules::{NOT_AFTER, RULES},
    section::Section,
    shared::TYPES,
};

/// The JSON Schema of a file in `types/`.
pub(super) fn document() -> Value {
    let root = form(&TYPES, |key| match key {
        "parameters" => described(field::fields(Section::Shared, 0), "Parameters that several operations share."),
        key => section(key),
    });
    let mut definitions = definitions();
    field::define(&[Section::Object, Section::Shared], &mut definitions);
    with_head("Types of the Feishu Hire API", root, Value::Object(definitions))
}

/// Returns the schema of `ids`, `enums` or `objects`.
pub(super) fn section(key: &str) -> Value {
    match key {
        "ids" => described(
            map_of(pattern::PASCAL, matching(&pattern::id())),
            "Ids: `NoteId: 备注 ID | A note about a talent. | TalentId`. The optional third part is the owner of the id.",
        ),
        "enums" => described(map_of(pattern::PASCAL, reference("enum")), "Enums, always open."),
        _ => described(map_of(pattern::PASCAL, reference("object")), "Objects with fields."),
    }
}

/// Returns the definitions that every file with types needs.
pub(super) fn definitions() -> Map<String, Value> {
    let mut definitions = Map::new();
    definitions.insert("enum".to_owned(), an_enum());
    definitions.insert("object".to_owned(), object());
    definitions.insert("file".to_owned(), file());
    definitions
}

fn an_enum() -> Value {
    let mut an_enum = form(&ENUM, |key| match key {
        "doc" => sentence(),
        "code" => described(json!({ "enum": ["int", "string"] }), "Type of the codes in JSON."),
        "values" => described(
            json!({ "type": "object", "minProperties": 1, "additionalProperties": matching(&pattern::enum_value()) }),
            "code: name[, deprecated] | Chinese label | doc",
        ),
        _ => text(),
    });
    if let Some(an_enum) = an_enum.as_object_mut() {
        an_enum.insert("if".to_owned(), json!({ "properties": { "code": { "const": "int" } } }));
        let ints = json!({ "properties": { "values": { "propertyNames": { "pattern": pattern::INT } } } });
        an_enum.insert("then".to_owned(), ints);
    }
    an_enum
}

fn object() -> Value {
    form(&OBJECT, |key| match key {
        "doc" => sentence(),
        "fields" => field::fields(Section::Object, 1),
        "file" => reference("file"),
        "rules" => described(rules(), "Rules across the fields, for objects that are sent."),
        _ => text(),
    })
}

/// Rules across fields or parameters.
pub(super) fn rules() -> Value {
    let fields = |max: Option<u8>| {
        let mut names = json!({ "type": "array", "items": matching(pattern::KEY), "uniqueItems": true, "minItems": 2 });
        if let (Some(names), Some(max)) = (names.as_object_mut(), max) {
            names.insert("maxItems".to_owned(), json!(max));
        }
        names
    };
    let lists = RULES.iter().map(|(name, _)| ((*name).to_owned(), fields(None)));
    let rules: Map<String, Value> = lists.chain([(NOT_AFTER.to_owned(), fields(Some(2)))]).collect();
    let rule = json!({
        "type": "object", "properties": rules, "minProperties": 1, "maxProperties": 1, "additionalProperties": false,
    });
    json!({ "type": "array", "items": rule })
}

fn file() -> Value {
    described(form(&FILE, |_| matching(pattern::KEY)), "Fields that describe a downloadable file.")
}
