//! The endpoint `POST /_mock/events`, with which other processes emit events.

use serde_json::{Value, json};

use super::{DeliveryAttempt, Event};
use crate::mock::{ReceivedRequest, reply::Reply};

const PATH: &str = "/_mock/events";

/// Whether a request emits an event.
pub(super) fn is_emission(received: &ReceivedRequest) -> bool {
    received.method == "POST" && received.path == PATH
}

/// Reads an event from an envelope of version 2.0, in which only the event type is required. Returns `None` if the body is not such an envelope.
pub(super) fn event(body: &[u8]) -> Option<Event> {
    let envelope: Value = serde_json::from_slice(body).ok()?;
    let header = envelope.get("header")?;
    let text = |name| header.get(name).and_then(Value::as_str);
    let data = envelope.get("event").cloned().unwrap_or_else(|| json!({}));
    let event = Event::new(text("event_type")?, data);
    let event = text("event_id").into_iter().fold(event, Event::id);
    let event = text("create_time").into_iter().fold(event, Event::create_time);
    let event = text("app_id").into_iter().fold(event, Event::app_id);
    Some(text("tenant_key").into_iter().fold(event, Event::tenant_key))
}

pub(super) fn malformed() -> Reply {
    let example = json!({ "header": { "event_type": "hire.talent.deleted_v1" }, "event": { "talent_id": "1" } });
    Reply::json(400, json!({ "msg": format!("expected an envelope such as {example}") }).to_string())
}

/// Returns the response to a request that emits an event. `attempt` is `None` if the server has no destination for events.
pub(super) fn outcome(event: &Event, attempt: Option<DeliveryAttempt>) -> Reply {
    match attempt {
        Some(status) => Reply::json(200, json!({ "event_id": event.event_id(), "status": status }).to_string()),
        None => Reply::json(409, json!({ "msg": "the mock server has no destination for events" }).to_string()),
    }
}
