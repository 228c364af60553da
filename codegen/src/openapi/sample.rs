//! Documented samples as examples: the same keys in the same order, numbers with the same digits.

use super::node::{Map, Node};
use crate::{
    load::json::{self, Json, Value},
    model::{Operation, Sample, SampleKind},
    source::FileId,
};

/// The documented samples of one kind.
pub(super) fn examples(operation: &Operation, kind: SampleKind) -> Option<Map> {
    let samples = operation.samples.iter().filter(|sample| sample.kind == kind);
    let examples = samples.fold(Map::new(), |map, sample| match value(&sample.text) {
        Some(value) => map.with(example_name(sample), Map::new().with("value", value)),
        None => map,
    });
    Some(examples).filter(|examples| !examples.is_empty())
}

/// `list.response.json` is the `sample`, `list.response.empty.json` the sample `empty`.
fn example_name(sample: &Sample) -> &str {
    sample.file.split('.').nth(2).filter(|name| *name != "json").unwrap_or("sample")
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
