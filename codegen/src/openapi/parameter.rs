//! Parameters of path and query.

use super::{schema, types::Types};
use crate::{
    model::{Field, Operation, Presence},
    node::Map,
};

pub(super) fn all(types: &Types<'_>, operation: &Operation) -> Vec<Map> {
    let path = operation.path_parameters.iter().map(|field| parameter(types, field, "path"));
    path.chain(operation.query.iter().map(|field| parameter(types, field, "query"))).collect()
}

fn parameter(types: &Types<'_>, field: &Field, place: &str) -> Map {
    let required = place == "path" || field.presence == Presence::Required;
    let schema = schema::parameter(types, field);
    let schema = if place == "path" { with_some_text(schema) } else { schema };
    Map::new()
        .with("name", &field.name)
        .with("in", place)
        .with("required", required)
        // An empty value is treated as absent, even if the schema does not allow it.
        .with_flag("allowEmptyValue", place == "query" && !required)
        .and(schema::annotations(field))
        .with("schema", schema)
        .and(example(types, field))
}

/// Requires at least one character, because an empty segment leads to another path.
fn with_some_text(schema: Map) -> Map {
    if schema.get("minLength").is_some() || schema.get("type").is_some_and(|kind| *kind != "string".into()) {
        schema
    } else {
        schema.with("minLength", 1_i64)
    }
}

/// The documented example, under another key if the parameter does not accept it.
fn example(types: &Types<'_>, field: &Field) -> Map {
    let value = field.example.as_ref().map(|example| schema::example_node(field, &field.ty, example));
    let key = if schema::has_fitting_example(types, field) { "example" } else { "x-documented-example" };
    Map::new().with_some(key, value)
}
