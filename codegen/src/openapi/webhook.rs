//! The events of the document, as webhooks.

use super::{
    operation::{app_name, quirk},
    sample, schema,
    types::Types,
};
use crate::{
    model::{Delivery, Event},
    node::{Map, Node, list},
};

/// The name of the schema of envelopes.
const ENVELOPE: &str = "Api_EventEnvelope";

/// Every event, by its type.
pub(super) fn webhooks(types: &Types<'_>) -> Map {
    types.api.events.iter().fold(Map::new(), |map, event| {
        map.with(event.id.to_string(), Map::new().with("post", webhook_object(types, event)))
    })
}

fn webhook_object(types: &Types<'_>, event: &Event) -> Map {
    let page = Map::new().with("url", &event.page).with("description", &event.zh);
    let payload = Map::new().with("event", schema::reference(&event.payload));
    let payload = Map::new().with("properties", payload);
    let schema = Map::new().with("allOf", list([schema::reference(ENVELOPE), payload]));
    let content = sample::with_event_examples(types, event, Map::new().with("schema", schema));
    let body = Map::new().with("required", true).with("content", Map::new().with("application/json", content));
    let accepted = Map::new().with("description", "The app has received the event; otherwise, Feishu sends it again.");
    Map::new()
        .with("operationId", event.id.to_string())
        .with("tags", list([&event.id.resource]))
        .with("summary", &event.title)
        .with("x-zh", &event.zh)
        .with("description", event.doc.trim_end())
        .with_some("x-description-zh", event.doc_zh.as_ref())
        .with("externalDocs", page)
        .with("x-page-updated", &event.updated)
        .with(
            "x-scopes",
            Map::new().with("any_of", list(&event.scopes)).with_any("further_fields", &event.field_scopes),
        )
        .with_any("x-apps", event.apps.iter().map(|app| app_name(*app)))
        .with_any("x-delivery", event.delivery.iter().map(|delivery| delivery_name(*delivery)))
        .with_any("x-follow-up", event.follow_up.iter().map(ToString::to_string))
        .with_any("x-quirks", event.quirks.iter().map(quirk))
        .with("requestBody", body)
        .with("responses", Map::new().with("200", accepted))
}

const fn delivery_name(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Webhook => "webhook",
        Delivery::LongConnection => "long_connection",
    }
}

/// The schema of the envelope, if there are events.
pub(super) fn schemas(types: &Types<'_>) -> Option<(String, Map)> {
    (!types.api.events.is_empty()).then(|| (ENVELOPE.to_owned(), envelope()))
}

fn envelope() -> Map {
    let text = |doc: &str| Map::new().with("type", "string").with("description", doc);
    let header = Map::new()
        .with("event_id", text("Id of the event. A repeated delivery has the same id."))
        .with("event_type", text("Type of the event."))
        .with("create_time", text("Time when the event was sent, in milliseconds."))
        .with("token", text("Verification token of the app.").with("x-sensitive", true))
        .with("app_id", text("App that subscribed to the event."))
        .with("tenant_key", text("Company in which the event happened."));
    let properties = Map::new()
        .with("schema", Map::new().with("type", "string").with("const", "2.0"))
        .with("header", Map::new().with("type", "object").with("properties", header))
        .with("event", Map::new().with("type", "object"));
    Map::new()
        .with("type", "object")
        .with("description", "The envelope of an event. Encrypted if the app has set an encrypt key.")
        .with("properties", properties)
        .with("required", list(["schema", "header", "event"].map(Node::from)))
}
