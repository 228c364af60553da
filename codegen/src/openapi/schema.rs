//! Types and fields as JSON Schema.

use super::types::{Direction, Types};
use crate::{
    model::{Deprecated, Example, Field, Limit, Literal, Presence, REPLACES, Type},
    node::{Map, Node, list},
};

/// A reference to a component.
pub(super) fn reference(name: &str) -> Map {
    Map::new().with("$ref", format!("#/components/schemas/{name}"))
}

/// Fields as an object.
pub(super) fn object(types: &Types<'_>, fields: &[Field], direction: Direction) -> Map {
    if let [field] = fields
        && field.is_bare
    {
        return property(types, field, direction);
    }
    let properties =
        fields.iter().fold(Map::new(), |map, field| map.with(&field.name, property(types, field, direction)));
    let required = fields.iter().filter(|field| is_always_present(field, direction)).map(|field| &field.name);
    let properties = Some(properties).filter(|properties| !properties.is_empty());
    Map::new().with("type", "object").with_some("properties", properties).with_any("required", required)
}

fn is_always_present(field: &Field, direction: Direction) -> bool {
    field.presence
        == match direction {
            Direction::Sent => Presence::Required,
            Direction::Received => Presence::Always,
        }
}

/// The schema of a field of a JSON object. An optional field may be null as well.
fn property(types: &Types<'_>, field: &Field, direction: Direction) -> Map {
    let context = ValueContext { direction, as_string: field.as_string, in_text: false };
    let schema = constrained(types, field, context);
    let schema = if is_always_present(field, direction) { schema } else { nullable(schema) };
    let example = field.example.as_ref().map(|example| list([example_node(field, &field.ty, example)]));
    let key = if has_fitting_example(types, field) { "examples" } else { "x-documented-examples" };
    schema.and(annotations(field)).with_some("default", default(field)).with_some(key, example)
}

/// The schema of a parameter, which is always sent as text.
pub(super) fn parameter(types: &Types<'_>, field: &Field) -> Map {
    let schema =
        constrained(types, field, ValueContext { direction: Direction::Sent, as_string: false, in_text: true });
    schema.with_some("default", default(field))
}

/// The annotations of a field or a parameter.
pub(super) fn annotations(field: &Field) -> Map {
    let instead = match &field.deprecated {
        Some(Deprecated::Use(sibling)) => Some(sibling),
        _ => None,
    };
    Map::new()
        .with("description", description(field))
        .with_flag("deprecated", field.deprecated.is_some())
        .with_some("x-use-instead", instead)
        .with_flag("x-sensitive", field.sensitive)
        .with_some("x-replaces", field.replaces_whole.then_some("whole"))
        .with_any("x-scopes", &field.scopes)
}

/// The description, with the effect and the condition of the field.
fn description(field: &Field) -> String {
    let replaces = field.replaces_whole.then(|| REPLACES.to_owned());
    let condition = field.required_if.as_ref().map(|condition| format!("Required if {}.", condition.text()));
    if replaces.is_none() && condition.is_none() {
        return field.doc.clone();
    }
    let parts = [Some(field.doc.trim_end().to_owned()), replaces, condition];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The context of a value, on which its schema depends.
#[derive(Clone, Copy)]
struct ValueContext {
    direction: Direction,
    /// Whether the value is encoded as a string although its type is not a string.
    as_string: bool,
    /// Whether the value is in a path, a query or a form, where an empty text is not a value.
    in_text: bool,
}

fn constrained(types: &Types<'_>, field: &Field, context: ValueContext) -> Map {
    let mut schema = schema(types, &field.ty, context);
    if context.in_text && field.presence == Presence::Required && is_text(&field.ty) {
        schema.put("minLength", 1_i64);
    }
    let listed = types.api.listed(field);
    let target = if matches!(field.ty, Type::List(_)) { schema.map_at("items") } else { Some(&mut schema) };
    if let (Some(target), false, Direction::Sent) = (target, listed.is_empty(), context.direction) {
        target.put("enum", list(listed.iter().map(|wire| written(&field.ty, context.as_string, wire))));
    } else if !field.values.is_empty() {
        schema.put("x-values", list(field.values.iter().map(Literal::wire)));
    }
    field.limits.iter().fold(schema, |schema, limit| limited(schema, *limit, context.as_string))
}

const fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Date | Type::Url | Type::Id(_) | Type::TextEnum(_))
}

/// Adds a limit. JSON Schema has no ranges for strings of digits, so there the limit is only documented.
fn limited(schema: Map, limit: Limit, as_string: bool) -> Map {
    match limit {
        Limit::Range(min, max) if as_string => schema.with_some("x-minimum", min).with_some("x-maximum", max),
        Limit::Range(min, max) => schema.with_some("minimum", min).with_some("maximum", max),
        Limit::Length(min, max) => schema.with_some("minLength", min).with_some("maxLength", max),
        Limit::Items(min, max) => schema.with_some("minItems", min).with_some("maxItems", max),
    }
}

fn schema(types: &Types<'_>, ty: &Type, context: ValueContext) -> Map {
    let inner = ValueContext { as_string: false, ..context };
    match ty {
        Type::Json | Type::Object(_) | Type::Boxed(_) if context.as_string => {
            typed("string").with("contentMediaType", "application/json").with("contentSchema", schema(types, ty, inner))
        }
        Type::Bool => typed("boolean"),
        Type::Int32 => integer("int32", context),
        Type::Int64 => integer("int64", context),
        Type::Float => number(context),
        Type::Timestamp => integer("int64", context).with("x-unit", "milliseconds"),
        Type::Seconds => integer("int64", context).with("x-unit", "seconds"),
        Type::String => typed("string"),
        Type::Date => typed("string").with("format", "date"),
        Type::Url => typed("string").with("format", "uri"),
        Type::Json => Map::new(),
        Type::File => typed("string").with("format", "binary").with("contentMediaType", "application/octet-stream"),
        Type::Id(name) | Type::TextEnum(name) => reference(name),
        Type::IntEnum(_) if context.as_string => integer("int64", context),
        Type::IntEnum(name) => reference(name),
        Type::Object(name) | Type::Boxed(name) => reference(&types.schema_name(name, context.direction)),
        Type::List(item) => typed("array").with("items", schema(types, item, inner)),
        Type::Map(item) => typed("object").with("additionalProperties", schema(types, item, inner)),
    }
}

fn typed(name: &str) -> Map {
    Map::new().with("type", name)
}

/// An integer with the bounds of its format, which JSON Schema does not check.
fn integer(format: &str, context: ValueContext) -> Map {
    if context.as_string {
        // Some responses have an empty string for a time in the future.
        let pattern = if context.direction == Direction::Sent { "^-?[0-9]{1,18}$" } else { "^(-?[0-9]+)?$" };
        return typed("string").with("format", format).with("pattern", pattern);
    }
    let bounds = match (context.direction, format) {
        (Direction::Received, _) => None,
        (Direction::Sent, "int32") => Some((i64::from(i32::MIN), i64::from(i32::MAX))),
        (Direction::Sent, _) => Some((i64::MIN, i64::MAX)),
    };
    let schema = typed("integer").with("format", format);
    match bounds {
        Some((min, max)) => schema.with("minimum", min).with("maximum", max),
        None => schema,
    }
}

fn number(context: ValueContext) -> Map {
    if context.as_string {
        let pattern = if context.direction == Direction::Sent { "^-?[0-9]+(\\.[0-9]+)?$" } else { "" };
        let pattern = Some(pattern).filter(|pattern| !pattern.is_empty());
        return typed("string").with("format", "double").with_some("pattern", pattern);
    }
    typed("number").with("format", "double")
}

/// The schema, or null.
pub(super) fn nullable(mut schema: Map) -> Map {
    match schema.get("type") {
        Some(Node::Text(name)) => {
            let name = name.clone();
            schema.put("type", list([name.as_str(), "null"]));
            if let Some(Node::List(values)) = schema.get_mut("enum") {
                values.push(Node::Null);
            }
            schema
        }
        _ if schema.is_empty() => schema,
        _ => Map::new().with("anyOf", list([schema, typed("null")])),
    }
}

/// An example of a field, or of its items, as a JSON value.
pub(super) fn example_node(field: &Field, ty: &Type, example: &Example) -> Node {
    match (ty, example) {
        (Type::List(item), Example::List(items)) => {
            Node::List(items.iter().map(|example| example_node(field, item, example)).collect())
        }
        (_, Example::One(literal)) => written(ty, field.as_string, literal.wire()),
        (_, Example::List(_)) => Node::Null,
    }
}

/// A value of a field, or of the items of a list.
pub(super) fn item(field: &Field, literal: &Literal) -> Node {
    let ty = if let Type::List(item) = &field.ty { item } else { &field.ty };
    written(ty, field.as_string, literal.wire())
}

/// The default, unless it is outside of the range. For example, the default 0 of a page size means an absent value and cannot be sent.
fn default(field: &Field) -> Option<Node> {
    let default = field.default.as_ref()?.wire();
    let is_within = |limit: &Limit| match (limit, default.parse::<i64>()) {
        (Limit::Range(min, max), Ok(value)) => min.is_none_or(|min| min <= value) && max.is_none_or(|max| value <= max),
        _ => true,
    };
    field.limits.iter().all(is_within).then(|| written(&field.ty, field.as_string, default))
}

/// Whether the field accepts the documented example. If it does not, the schema has a quirk.
pub(super) fn has_fitting_example(types: &Types<'_>, field: &Field) -> bool {
    let Some(example) = &field.example else { return false };
    let listed = types.api.listed(field);
    listed.is_empty() || example.leaves().iter().all(|value| listed.iter().any(|code| code == value.wire()))
}

fn written(ty: &Type, as_string: bool, wire: &str) -> Node {
    match ty {
        _ if as_string => Node::from(wire),
        Type::Bool => Node::Bool(wire == "true"),
        Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp | Type::Seconds | Type::IntEnum(_) => {
            Node::Number(wire.to_owned())
        }
        Type::Json | Type::Object(_) | Type::Boxed(_) | Type::Map(_) | Type::List(_) => {
            super::sample::value(wire).unwrap_or_else(|| Node::from(wire))
        }
        Type::String | Type::Date | Type::Url | Type::File | Type::Id(_) | Type::TextEnum(_) => Node::from(wire),
    }
}
