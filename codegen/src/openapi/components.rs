//! The components of the document: ids, enums, objects, and shared parts of responses.

use super::{
    response, rules, schema,
    types::{Direction, Types},
    webhook,
};
use crate::{
    model::{Enum, EnumValue, EnumValues, Id, Operation, Payload},
    names,
    node::{Map, Node, list},
};

pub(super) fn components(types: &Types<'_>) -> Map {
    Map::new()
        .with("schemas", schemas(types))
        .with("responses", response::shared(types.api))
        .with("headers", response::headers())
        .with("securitySchemes", security_schemes())
}

/// The schemas, sorted by name. Bodies and responses have the names of their Rust types.
fn schemas(types: &Types<'_>) -> Map {
    let api = types.api;
    let ids = api.ids.iter().map(|item| (item.name.clone(), id(item)));
    let enums = api.enums.iter().map(|item| (item.name.clone(), open_enum(item)));
    let objects = types.objects().map(|(object, direction)| {
        let schema = schema::object(types, &object.fields, direction);
        let schema = described(schema, &object.doc, object.zh.as_deref());
        let schema = if direction == Direction::Sent { schema.and(rules::of_object(object)) } else { schema };
        (types.schema_name(&object.name, direction), schema)
    });
    let messages = api.operations.iter().flat_map(|operation| messages(types, operation));
    let shared = response::schemas().into_iter().chain(webhook::schemas(types));
    let mut all: Vec<(String, Map)> = ids.chain(enums).chain(objects).chain(messages).chain(shared).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    all.into_iter().fold(Map::new(), |map, (name, schema)| map.with(name, schema))
}

/// The schemas of the body and of the response data.
fn messages(types: &Types<'_>, operation: &Operation) -> Vec<(String, Map)> {
    let mut all = Vec::new();
    if let Payload::Json(fields) | Payload::Form(fields) = &operation.payload {
        let schema = described(
            schema::object(types, fields, Direction::Sent),
            &format!("Request body of `{}`.", operation.id),
            None,
        );
        all.push((names::body(&operation.id), schema.and(rules::of_body(operation))));
    }
    let response = schema::object(types, &operation.response, Direction::Received);
    all.push((
        names::response(&operation.id),
        described(response, &format!("Response data of `{}`.", operation.id), None),
    ));
    all
}

fn described(schema: Map, doc: &str, zh: Option<&str>) -> Map {
    schema.with("description", doc).with_some("x-zh", zh)
}

fn id(id: &Id) -> Map {
    described(Map::new().with("type", "string"), &id.doc, Some(&id.zh)).with("x-id", &id.name)
}

/// The schema of an enum. It has no `enum`, because Feishu may add values. A parameter that accepts only listed values has one.
fn open_enum(item: &Enum) -> Map {
    let (kind, values) = match &item.values {
        EnumValues::Int(values) => ("integer", list(values.iter().map(|value| enum_value(value, value.code.into())))),
        EnumValues::Text(values) => {
            ("string", list(values.iter().map(|value| enum_value(value, (&value.code).into()))))
        }
    };
    described(Map::new().with("type", kind), &item.doc, item.zh.as_deref())
        .with("x-open-enum", true)
        .with("x-enum-values", values)
}

fn enum_value<C>(value: &EnumValue<C>, code: Node) -> Map {
    Map::new()
        .with("value", code)
        .with("name", &value.name)
        .with("x-zh", &value.zh)
        .with("description", &value.doc)
        .with_flag("deprecated", value.deprecated)
}

fn security_schemes() -> Map {
    let bearer = |doc: &str, form: &str| {
        Map::new().with("type", "http").with("scheme", "bearer").with("bearerFormat", form).with("description", doc)
    };
    Map::new()
        .with("tenantAccessToken", bearer("The app in a tenant: `POST /open-apis/auth/v3/tenant_access_token/internal` gives one to a custom app.", "t-…"))
        .with("userAccessToken", bearer("A user of the tenant.", "u-…"))
}
