//! `errors.yaml`, `groups.yaml` and `scopes.yaml`.

use serde_json::{Value, json};

use super::form::{described, document, form, list_of, map_of, matching, sentence, text};
use super::pattern;
use crate::check::groups::{FIXED_FEATURES, GROUP};

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
    let mut list = list_of(matching(pattern::RESOURCE));
    if let Some(list) = list.as_object_mut() {
        list.insert("minItems".to_owned(), json!(1));
    }
    list
}

pub(super) fn scopes() -> Value {
    let root = map_of(pattern::SCOPE, matching(&pattern::label_and_doc()));
    document("Scopes of the Feishu Hire API: label | what an app can do with it", root, json!({}))
}
