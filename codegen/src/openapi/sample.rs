//! A documented sample as a value: the same keys in the same order, numbers as they are written.

use super::node::{Map, Node};
use crate::{
    load::json::{self, Json, Value},
    source::FileId,
};

/// The sample's value; none for a text that is no JSON, which `check` refuses.
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
