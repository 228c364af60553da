//! The JSON Schemas of `errors.yaml`, `groups.yaml`, `scopes.yaml` and `translations.yaml`.

use serde_json::{Value, json};

use super::form::{chinese_sentence, described, document, form, map_of, matching, sentence, text};
use super::pattern;
use crate::check::groups::{FIXED_FEATURES, GROUP, RESOURCE};

pub(super) fn errors() -> Value {
    let root = map_of(pattern::POSITIVE, matching(&pattern::error()));
    document("Error codes of the Feishu Hire API: HTTP status | name | label | doc [| class]", root, json!({}))
}

pub(super) fn groups() -> Value {
    let group = form(&GROUP, |key| match key {
        "doc" => described(sentence(), "Description of the operations of the group."),
        "resources" => described(
            resources(),
            "Resources such as `interview`; `<service>.<resource>` for a service other than `hire`.",
        ),
        _ => text(),
    });
    let root = json!({
        "type": "object",
        "propertyNames": { "pattern": pattern::SNAKE, "not": { "enum": FIXED_FEATURES } },
        "additionalProperties": group,
    });
    document("Groups of operations, which are features of the emitted crate", root, json!({}))
}

fn resources() -> Value {
    let resource = form(&RESOURCE, |key| match key {
        "doc" => described(sentence(), "What the resource is, where its ids come from, and what refers to it."),
        "doc_zh" => described(chinese_sentence(), "The meaning of `doc` in Chinese."),
        "title" => described(text(), "Plural in a few words, such as `Job requirements`."),
        _ => text(),
    });
    let mut map = map_of(pattern::RESOURCE, resource);
    if let Some(map) = map.as_object_mut() {
        map.insert("minProperties".to_owned(), json!(1));
    }
    map
}

pub(super) fn scopes() -> Value {
    let root = map_of(pattern::SCOPE, matching(&pattern::label_and_doc()));
    document("Scopes of the Feishu Hire API: label | what an app can do with it", root, json!({}))
}

pub(super) fn translations() -> Value {
    let root = map_of(pattern::SENTENCE, chinese_sentence());
    document("Chinese descriptions of parameters, by the English ones", root, json!({}))
}
