//! Finds the fields that no sample contains.

use super::library::Library;
use super::rules::payload_fields;
use super::samples::{SampleChecker, response_data};
use crate::load::json;
use crate::model::{Api, Event, Field, Operation, Payload, Quirk, SampleKind, Type};
use crate::source::FileId;

/// A field that no sample of its operation or event contains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnexercisedField {
    /// The id of the operation or the event.
    pub of: String,
    /// The path of the field, such as `response.items[].id`.
    pub path: String,
    /// Whether there is a quirk at this path.
    pub explained: bool,
}

/// Returns the fields of bodies, responses and payloads of events that no sample contains, by operation and event. The fields inside such a field are omitted.
#[must_use]
pub fn unexercised(api: &Api) -> Vec<UnexercisedField> {
    let library = Library::new(&api.enums, &api.objects);
    let operations = api.operations.iter().flat_map(|operation| search_operation(operation, &library));
    operations.chain(api.events.iter().flat_map(|event| search_event(event, &library))).collect()
}

fn search_operation(operation: &Operation, library: &Library<'_>) -> Vec<UnexercisedField> {
    let body = match &operation.payload {
        Payload::Json(_) => payload_fields(&operation.payload),
        Payload::None | Payload::Form(_) => &[],
    };
    let mut checker = SampleChecker::new(library);
    for sample in &operation.samples {
        let Ok(json) = json::parse(FileId::default(), &sample.text) else { continue };
        match sample.kind {
            SampleKind::Request => checker.check_object("body", body, &json),
            SampleKind::Response => {
                let data = response_data(operation, json);
                data.iter().for_each(|data| checker.check_object("response", &operation.response, data));
            }
        }
    }
    let mut missing = Vec::new();
    for (root, fields) in [("body", body), ("response", &*operation.response)] {
        search(root, fields, library, &checker, &mut Vec::new(), &mut missing);
    }
    entries(&operation.id.to_string(), &operation.quirks, missing)
}

fn search_event(event: &Event, library: &Library<'_>) -> Vec<UnexercisedField> {
    let fields = library.fields(&event.payload);
    let mut checker = SampleChecker::new(library);
    for sample in &event.samples {
        let Ok(json) = json::parse(FileId::default(), &sample.text) else { continue };
        json.get("event").into_iter().for_each(|payload| checker.check_object("payload", fields, payload));
    }
    let mut missing = Vec::new();
    search("payload", fields, library, &checker, &mut Vec::new(), &mut missing);
    entries(&event.id.to_string(), &event.quirks, missing)
}

fn entries(of: &str, quirks: &[Quirk], missing: Vec<String>) -> Vec<UnexercisedField> {
    let explained = |path: &str| quirks.iter().any(|quirk| quirk.at == path);
    let entry = |path: String| UnexercisedField { of: of.to_owned(), explained: explained(&path), path };
    missing.into_iter().map(entry).collect()
}

/// Searches the fields of objects that samples contain. An object that contains itself is not entered again.
fn search<'a>(
    path: &str,
    fields: &'a [Field],
    library: &Library<'a>,
    checker: &SampleChecker<'_>,
    inside: &mut Vec<&'a str>,
    missing: &mut Vec<String>,
) {
    for field in fields {
        let path = format!("{path}.{}", field.name);
        if !checker.seen.contains(&path) {
            missing.push(path);
            continue;
        }
        let (suffix, object) = innermost(&field.ty);
        let Some(object) = object.filter(|object| !inside.contains(object)) else { continue };
        inside.push(object);
        search(&format!("{path}{suffix}"), library.fields(object), library, checker, inside, missing);
        inside.pop();
    }
}

/// Returns the brackets of lists and maps, and the object inside them.
fn innermost(ty: &Type) -> (String, Option<&str>) {
    match ty {
        Type::Object(name) | Type::Boxed(name) => (String::new(), Some(name)),
        Type::List(item) => {
            let (suffix, object) = innermost(item);
            (format!("[]{suffix}"), object)
        }
        Type::Map(value) => {
            let (suffix, object) = innermost(value);
            (format!("{{}}{suffix}"), object)
        }
        _ => (String::new(), None),
    }
}
