//! The JSON Schema of an event file.

use serde_json::{Map, Value};

use super::form::{described, document as with_head, form, list_of, matching, sentence, words};
use super::{field, operation, pattern, types};
use crate::check::{
    event::{DELIVERIES, EVENT},
    operation::APPS,
    path::EVENT_ROOTS,
    section::Section,
};

pub(super) fn document() -> Value {
    let root = form(&EVENT, key);
    let mut definitions: Map<String, Value> = types::definitions();
    field::define(&[Section::Payload, Section::Object], &mut definitions);
    let quirk = operation::quirk(&EVENT_ROOTS, "payload.tag.name, or `payload` alone");
    definitions.insert("quirk".to_owned(), quirk);
    with_head("An event of Feishu Hire", root, Value::Object(definitions))
}

/// Returns the schema of a key, with the description for editors. Most keys are those of an operation.
fn key(key: &str) -> Value {
    match key {
        "event" => described(matching(&pattern::event_type()), "Event type: hire.application.stage_changed_v1"),
        "doc" => described(sentence(), "When the event is sent, and what to know about it."),
        "apps" => {
            described(words(&APPS), "Kinds of apps that can receive the event. Absent if the page does not state it.")
        }
        "field_scopes" => {
            described(list_of(matching(pattern::SCOPE)), "Scopes that enable further fields of the payload.")
        }
        "delivery" => described(words(&DELIVERIES), "Ways of delivery that the page describes."),
        "payload" => described(field::fields(Section::Payload, 1), "Fields of `event` in the envelope."),
        "follow_up" => described(list_of(matching(&pattern::operation_id())), "Operations that a consumer calls next."),
        key => operation::key(key),
    }
}
