//! Documented samples as examples: the same keys in the same order, numbers with the same digits.

use super::types::Types;
use crate::{
    load::json::{self, Json, Value},
    model::{Event, Field, Operation, Presence, Quirk, SampleKind, Type},
    node::{Map, Node},
    source::FileId,
};

/// Adds the documented samples of one kind. Samples that violate their schema, which have a quirk, are added under another key.
pub(super) fn with_examples(types: &Types<'_>, operation: &Operation, kind: SampleKind, content: Map) -> Map {
    let samples = operation.samples.iter().filter(|sample| sample.kind == kind);
    let (root, fields) = match kind {
        SampleKind::Request => ("body", operation.payload.fields()),
        SampleKind::Response => ("response", &*operation.response),
    };
    let fit = !operation.quirks.iter().any(|quirk| is_violation(types, root, fields, quirk));
    with_samples(content, samples.map(|sample| (sample.file.as_str(), sample.text.as_str())), fit)
}

/// Adds the documented samples of an event, under another key if they do not fit their schema.
pub(super) fn with_event_examples(types: &Types<'_>, event: &Event, content: Map) -> Map {
    let fields = types.api.payload(event).map_or(&[][..], |payload| &payload.fields);
    let fit = !event.quirks.iter().any(|quirk| is_violation(types, "payload", fields, quirk));
    with_samples(content, event.samples.iter().map(|sample| (sample.file.as_str(), sample.text.as_str())), fit)
}

/// Adds samples with their file names.
fn with_samples<'a>(content: Map, samples: impl Iterator<Item = (&'a str, &'a str)>, fit: bool) -> Map {
    let examples = samples.fold(Map::new(), |map, (file, text)| match value(text) {
        Some(value) => map.with(example_name(file), Map::new().with("value", value)),
        None => map,
    });
    let key = if fit { "examples" } else { "x-documented-examples" };
    content.with_some(key, Some(examples).filter(|examples| !examples.is_empty()))
}

/// Whether a sample violates its schema according to a quirk. Responses and events may have unlisted values and unknown keys.
fn is_violation(types: &Types<'_>, root: &str, fields: &[Field], quirk: &Quirk) -> bool {
    let mut steps = quirk.at.split('.');
    if steps.next() != Some(root) {
        return false;
    }
    match quirk.kind {
        "wrong_type" => true,
        "unlisted_value" => root == "body",
        "absent_from_sample" => find(types, fields, steps).is_some_and(|field| field.presence != Presence::Optional),
        _ => false,
    }
}

/// Finds the field at a path.
fn find<'a>(types: &Types<'a>, fields: &'a [Field], mut steps: std::str::Split<'_, char>) -> Option<&'a Field> {
    let name = steps.next()?.trim_end_matches(['[', ']', '{', '}']);
    let field = fields.iter().find(|field| field.name == name)?;
    if steps.clone().next().is_none() {
        return Some(field);
    }
    let mut ty = &field.ty;
    while let Type::List(item) | Type::Map(item) = ty {
        ty = item;
    }
    let (Type::Object(name) | Type::Boxed(name)) = ty else { return None };
    find(types, &types.api.object(name)?.fields, steps)
}

/// `list.response.json` is the `sample`, `list.response.empty.json` the sample `empty`.
fn example_name(file: &str) -> &str {
    file.split('.').nth(2).filter(|name| *name != "json").unwrap_or("sample")
}

/// The value of a JSON text; `None` for other texts.
pub(super) fn value(text: &str) -> Option<Node> {
    json::parse(FileId::default(), text).ok().map(|json| node(&json))
}

fn node(json: &Json<'_>) -> Node {
    match &json.value {
        Value::Null => Node::Null,
        Value::Bool(value) => Node::Bool(*value),
        Value::Number(number) => Node::Number((*number).to_owned()),
        Value::Text(text) => Node::Text(text.clone().into_owned()),
        Value::Array(items) => Node::List(items.iter().map(node).collect()),
        Value::Object(members) => {
            Node::Map(members.iter().fold(Map::new(), |map, member| map.with(member.key.as_ref(), node(&member.value))))
        }
    }
}
