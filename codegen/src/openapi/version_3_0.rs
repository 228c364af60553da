//! Converts the document to OpenAPI 3.0.3, for tools that do not support 3.1.
//!
//! The two versions differ in schemas only: 3.1 uses JSON Schema, 3.0 an older dialect of it. In 3.0, `nullable` stands for the type `null`,
//! `enum` for `const`, `example` for `examples`, and a reference has no other keys. 3.0 cannot require that a value is not null.

use crate::node::{Map, Node, list};

/// Converts a document of OpenAPI 3.1.
pub(super) fn convert_document(document: Map) -> Map {
    let info = match document.get("info") {
        Some(Node::Map(info)) => convert_info(info.clone()),
        _ => Map::new(),
    };
    // 3.0 has no webhooks.
    let document = document.without("webhooks").with("openapi", "3.0.3").with("info", info);
    map_values(document, &mut |key, value| if key == "info" { value } else { convert_part(key, value) })
}

/// Removes the keys of `info` and its license that 3.0 does not define.
fn convert_info(info: Map) -> Map {
    let mut older = Map::new();
    for (key, value) in info {
        match (key.as_str(), value) {
            ("summary", _) => {}
            ("license", Node::Map(license)) => older.put(key, license.without("identifier")),
            (_, value) => older.put(key, value),
        }
    }
    older
}

/// Converts the schemas in a part of the document that is not a schema.
fn convert_part(key: &str, node: Node) -> Node {
    match (key, node) {
        ("schema", Node::Map(map)) => convert_schema(map).into(),
        ("schemas", Node::Map(map)) => convert_schemas(map).into(),
        ("example" | "examples", node) => node,
        (key, node) if key.starts_with("x-") && !matches!(node, Node::Map(_)) => node,
        (_, Node::Map(map)) => map_values(map, &mut convert_part).into(),
        (_, Node::List(items)) => Node::List(items.into_iter().map(|item| convert_part("", item)).collect()),
        (_, node) => node,
    }
}

fn convert_schemas(map: Map) -> Map {
    map_values(map, &mut |_, node| convert_node(node))
}

fn convert_node(node: Node) -> Node {
    if let Node::Map(map) = node { convert_schema(map).into() } else { node }
}

fn convert_schema(map: Map) -> Map {
    if is_null(&map) {
        return Map::new();
    }
    if let Some(inner) = value_or_null(&map) {
        let rest = convert_schema(map.without("anyOf"));
        return Map::new().with("nullable", true).with("allOf", list([convert_schema(inner)])).and(rest);
    }
    if map.len() > 1
        && let Some(reference) = map.get("$ref").cloned()
    {
        let rest = convert_schema(map.without("$ref"));
        return Map::new().with("allOf", list([Map::new().with("$ref", reference)])).and(rest);
    }
    let mut older = Map::new();
    for (key, value) in map {
        match (key.as_str(), value) {
            ("type", Node::List(types)) => {
                older.put("type", types.into_iter().next().unwrap_or(Node::Null));
                older.put("nullable", true);
            }
            ("const", value) => older.put("enum", list([value])),
            ("examples", Node::List(examples)) => {
                older.put("example", examples.into_iter().next().unwrap_or(Node::Null))
            }
            // `format: binary` is equivalent. OpenAPI 3.0 cannot describe JSON in a string.
            ("contentMediaType" | "contentSchema", _) => {}
            ("allOf", Node::List(rules)) => {
                let rules: Vec<_> = rules.into_iter().filter(|rule| !uses_contains(rule)).map(convert_node).collect();
                if !rules.is_empty() {
                    older.put(key, Node::List(rules));
                }
            }
            ("properties", Node::Map(map)) => older.put(key, convert_schemas(map)),
            ("items" | "not" | "additionalProperties", value) => older.put(key, convert_node(value)),
            ("anyOf" | "oneOf", Node::List(items)) => {
                older.put(key, Node::List(items.into_iter().map(convert_node).collect()));
            }
            (_, value) => older.put(key, value),
        }
    }
    older
}

/// Whether a rule depends on an item of a list, which 3.0 cannot express. `x-rules` contains it.
fn uses_contains(node: &Node) -> bool {
    match node {
        Node::Map(map) => {
            map.get("contains").is_some() || map.clone().into_iter().any(|(_, value)| uses_contains(&value))
        }
        Node::List(items) => items.iter().any(uses_contains),
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::Text(_) => false,
    }
}

/// Whether a schema accepts only null, or everything except null.
fn is_null(map: &Map) -> bool {
    let is_null_type = |map: &Map| map.len() == 1 && map.get("type") == Some(&"null".into());
    match map.get("not") {
        Some(Node::Map(inner)) if map.len() == 1 => is_null_type(inner),
        _ => is_null_type(map),
    }
}

/// Returns the schema of the value of `anyOf: [value, null]`.
fn value_or_null(map: &Map) -> Option<Map> {
    let Some(Node::List(choices)) = map.get("anyOf") else { return None };
    match choices.as_slice() {
        [Node::Map(value), Node::Map(null)] if is_null(null) => Some(value.clone()),
        _ => None,
    }
}

fn map_values(map: Map, convert: &mut impl FnMut(&str, Node) -> Node) -> Map {
    map.into_iter().fold(Map::new(), |all, (key, value)| {
        let value = convert(&key, value);
        all.with(key, value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_are_converted_to_the_dialect_of_3_0() {
        let reference = || Map::new().with("$ref", "#/x");
        let null = || Map::new().with("type", "null");
        let cases = [
            (
                Map::new().with("allOf", list([Map::new().with("not", Map::new().with("contains", Map::new()))])),
                Map::new(),
            ),
            (
                Map::new().with("type", list(["string", "null"])),
                Map::new().with("type", "string").with("nullable", true),
            ),
            (reference(), reference()),
            (reference().with("x", 1_i64), Map::new().with("allOf", list([reference()])).with("x", 1_i64)),
            (
                Map::new().with("anyOf", list([reference(), null()])).with("description", "d"),
                Map::new().with("nullable", true).with("allOf", list([reference()])).with("description", "d"),
            ),
            (Map::new().with("const", 0_i64), Map::new().with("enum", list([0_i64]))),
            (Map::new().with("not", null()), Map::new()),
            (
                Map::new().with("properties", Map::new().with("const", Map::new().with("examples", list(["a"])))),
                Map::new().with("properties", Map::new().with("const", Map::new().with("example", "a"))),
            ),
        ];
        for (newer, older) in cases {
            assert_eq!(convert_schema(newer), older);
        }
    }
}
