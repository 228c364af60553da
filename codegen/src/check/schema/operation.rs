//! The JSON Schema of an operation file.

use serde_json::{Map, Value, json};

use super::form::{
    chinese_sentence, described, document as with_head, form, list_of, matching, reference, sentence, text, words,
};
use super::{field, pattern, types};
use crate::check::{
    data::TOP_LEVEL,
    heading::DEPRECATED,
    operation::{APPS, OPERATION, TOKENS},
    paging::PAGING,
    path::OPERATION_ROOTS,
    quirks::{KINDS, QUIRK, list_key},
    replaces::WHOLE,
    section::Section,
    subject::Root,
};

pub(super) fn document() -> Value {
    let mut root = form(&OPERATION, key);
    if let Some(root) = root.as_object_mut() {
        // A call has at most one payload, and GET has none.
        root.insert("not".to_owned(), json!({ "required": ["body", "form"] }));
        root.insert("if".to_owned(), json!({ "properties": { "call": { "pattern": "^GET" } } }));
        root.insert("then".to_owned(), json!({ "properties": { "body": false, "form": false } }));
    }
    let mut definitions: Map<String, Value> = types::definitions();
    let sections = [Section::Path, Section::Query, Section::Body, Section::Form, Section::Response, Section::Object];
    field::define(&sections, &mut definitions);
    let quirk = quirk(&OPERATION_ROOTS, "response.items[].id, body.…, or `response` alone");
    definitions.insert("quirk".to_owned(), quirk);
    with_head("An operation of the Feishu Hire API", root, Value::Object(definitions))
}

/// Returns the schema of a key, with the description for editors.
pub(super) fn key(key: &str) -> Value {
    match key {
        "operation" => described(matching(&pattern::operation_id()), "Service, version, resource, method."),
        "title" => described(text(), "English title of the documentation page."),
        "zh" => described(text(), "Chinese title of the documentation page."),
        "doc" => described(sentence(), "What the operation does, and what to know before calling it."),
        "doc_zh" => described(chinese_sentence(), "The meaning of `doc` in Chinese."),
        "page" => described(matching(pattern::HTTPS), "URL of the documentation page."),
        "updated" => described(matching(pattern::DATE), "Date of the last change of the page: 2024-01-31"),
        "call" => described(matching(&pattern::call()), "GET /open-apis/hire/v1/notes/:note_id"),
        "apps" => {
            described(words(&APPS), "Kinds of apps that can call the operation. Absent if the page does not state it.")
        }
        "tokens" => described(words(&TOKENS), "Kinds of access tokens. Default: [tenant]."),
        "scopes" => described(list_of(matching(pattern::SCOPE)), "The app needs one of these scopes."),
        "field_scopes" => described(list_of(matching(pattern::SCOPE)), "Scopes that enable further response fields."),
        "limits" => described(limits(), "Rate limits, all of which apply: [1000/minute, 50/second]; or `special`."),
        "idempotent" => described(json!({ "type": "boolean" }), "Overrides the default of the method."),
        "path" => described(field::fields(Section::Path, 1), "Parameters in the path."),
        "query" => described(field::fields(Section::Query, 1), "Parameters in the query."),
        "data" => {
            described(json!({ "const": TOP_LEVEL }), "The response fields are next to `code` and `msg`, not in `data`.")
        }
        "body" => described(field::fields(Section::Body, 1), "Fields of the JSON body."),
        "form" => described(field::fields(Section::Form, 1), "Fields of a multipart body."),
        "replaces" => described(
            json!({ "const": WHOLE }),
            "The body replaces all stored values; a field that is not sent is emptied.",
        ),
        "rules" => described(types::rules(), "Rules across parameters."),
        "response" => {
            described(field::fields(Section::Response, 0), "Fields of `data` in the response; {} if there are none.")
        }
        "paging" => {
            described(form(&PAGING, |_| matching(pattern::KEY)), "Parameters and response fields that control paging.")
        }
        "file" => reference("file"),
        "errors" => described(
            list_of(error()),
            "Error codes, defined in errors.yaml; `1002001: 400` if the page has another HTTP status.",
        ),
        "deprecated" => described(deprecated(), "{ use: hire.v1.interview.list, doc: Why. }"),
        "quirks" => described(
            json!({ "type": "array", "items": reference("quirk") }),
            "Known discrepancies between documentation page, sample and observed behavior.",
        ),
        key => types::section(key),
    }
}

/// An error code, alone or with its HTTP status.
fn error() -> Value {
    let status = json!({ "type": "integer", "minimum": 100, "maximum": 599 });
    json!({ "oneOf": [
        { "type": "integer", "minimum": 1 },
        { "type": "object", "patternProperties": { "^[1-9][0-9]*$": status }, "additionalProperties": false,
          "minProperties": 1, "maxProperties": 1 },
    ] })
}

fn limits() -> Value {
    let windows = json!({
        "type": "array", "items": matching(&pattern::window()), "uniqueItems": true, "minItems": 1,
    });
    json!({ "anyOf": [{ "const": "special" }, windows] })
}

fn deprecated() -> Value {
    form(&DEPRECATED, |key| match key {
        "doc" => sentence(),
        "doc_zh" => chinese_sentence(),
        _ => matching(&pattern::operation_id()),
    })
}

/// Returns the schema of a quirk, whose path starts with one of `roots`. `paths` shows such paths.
pub(super) fn quirk(roots: &[(&str, Root)], paths: &str) -> Value {
    let kinds = KINDS.map(|(name, _)| name);
    let mut quirk = form(&QUIRK, |key| match key {
        "at" => described(matching(&pattern::quirk_path(roots)), paths),
        "kind" => json!({ "enum": kinds }),
        "values" => list_of(json!({ "type": ["string", "integer"] })),
        "fields" => list_of(matching(pattern::SNAKE)),
        "because" => described(sentence(), "How the discrepancy is handled, and why."),
        "docs" => described(sentence(), "What the page documents."),
        _ => described(sentence(), "What was observed in a sample or a response."),
    });
    // Each of the two lists is allowed for some kinds only.
    let belongs = |key: &str| {
        let owners = KINDS.iter().filter(|(_, kind)| list_key(*kind) == Some(key)).map(|(name, _)| name);
        json!({
            "if": { "properties": { "kind": { "enum": owners.collect::<Vec<_>>() } } },
            "then": { "required": [key] },
            "else": { "properties": { (key): false } },
        })
    };
    if let Some(quirk) = quirk.as_object_mut() {
        let all = [belongs("values"), belongs("fields")];
        quirk.insert("allOf".to_owned(), json!(all));
    }
    quirk
}
