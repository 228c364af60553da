//! `errors.yaml` and `scopes.yaml`.

use serde_json::{Value, json};

use super::{document, map_of, matching, pattern};

pub(super) fn errors() -> Value {
    let root = map_of(pattern::POSITIVE, matching(&pattern::error()));
    document("Error codes of the Feishu Hire API: HTTP status | name | label | doc", root, json!({}))
}

pub(super) fn scopes() -> Value {
    let root = map_of(pattern::SCOPE, matching(&pattern::label_and_doc()));
    document("Scopes of the Feishu Hire API: label | what it lets an app do", root, json!({}))
}
