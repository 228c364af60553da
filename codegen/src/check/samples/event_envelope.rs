//! The envelope of an event: `schema`, `header` and `event`.

use super::checker::SampleChecker;
use crate::check::library::Library;
use crate::check::quirks::Kind;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::json::{Json, Value};
use crate::model::Event;

const ROOT: &str = "payload";

/// The keys of the header. All of them are strings.
const HEADER: [&str; 6] = ["event_id", "event_type", "create_time", "token", "app_id", "tenant_key"];

const ENVELOPE: &str = "write the event as `{ \"schema\": \"2.0\", \"header\": { … }, \"event\": { … } }`";

/// Checks a complete sample of an event.
pub(crate) fn check(event: &Event, library: &Library<'_>, json: &Json<'_>, checker: &mut SampleChecker<'_>) {
    for key in ["schema", "header", "event"] {
        if json.get(key).is_none() {
            add(checker, json, format!("the event has no `{key}`"), ENVELOPE);
        }
    }
    if let Some(schema) = json.get("schema")
        && text(schema) != Some("2.0")
    {
        add(checker, schema, "the version of the envelope is not `2.0`".to_owned(), ENVELOPE);
    }
    if let Value::Object(members) = &json.value {
        for member in members.iter().filter(|member| !matches!(&*member.key, "schema" | "header" | "event")) {
            add(checker, &member.value, format!("unknown key `{}` in an event", member.key), ENVELOPE);
        }
    }
    json.get("header").into_iter().for_each(|header| check_header(event, header, checker));
    if let Some(payload) = json.get("event") {
        checker.check_object(ROOT, library.fields(&event.payload), payload);
    }
}

fn check_header(event: &Event, header: &Json<'_>, checker: &mut SampleChecker<'_>) {
    const HELP: &str = "copy the header of the documentation page";
    for key in HEADER.iter().filter(|key| header.get(key).and_then(text).is_none()) {
        add(checker, header, format!("the header has no string `{key}`"), HELP);
    }
    if let Some(found) =
        header.get("event_type").filter(|found| text(found).is_some_and(|ty| ty != event.id.to_string()))
    {
        add(checker, found, format!("the sample is not of the event `{}`", event.id), HELP);
    }
}

fn text<'a>(json: &'a Json<'_>) -> Option<&'a str> {
    if let Value::Text(text) = &json.value { Some(text) } else { None }
}

fn add(checker: &mut SampleChecker<'_>, at: &Json<'_>, message: String, help: &str) {
    checker.add(ROOT, Kind::WrongType, Diagnostic::new(Code::InvalidEnvelope, at.span, message).help(help));
}
