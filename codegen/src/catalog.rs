//! Emits the catalog of the command line: the titles, descriptions and types that operation rows do not contain. Each line is a JSON object whose
//! first key identifies it, so that a reader parses only the lines that it needs.

use crate::{
    model::{
        Api, Deprecated, Deprecation, Enum, EnumValue, EnumValues, Event, Example, Field, Id, Limit, Literal, Object,
        Operation, Payload, Presence, RateLimit, Rule, Type,
    },
    names,
    node::{Map, Node, list},
    render::Rendered,
};

/// Returns the files of the catalog. The paths are relative to its folder.
#[must_use]
pub fn catalog(api: &Api) -> Vec<Rendered> {
    vec![
        file("resources.jsonl", resources(api)),
        file("operations.jsonl", api.operations.iter().map(|it| operation(api, it)).collect()),
        file("events.jsonl", api.events.iter().map(event).collect()),
        file("types.jsonl", types(api)),
    ]
}

fn file(path: &str, lines: Vec<Map>) -> Rendered {
    Rendered { path: path.to_owned(), text: lines.into_iter().map(|line| Node::from(line).to_line()).collect() }
}

/// The resources, by name.
fn resources(api: &Api) -> Vec<Map> {
    let mut resources: Vec<_> = api.groups.iter().flat_map(|group| &group.resources).collect();
    resources.sort_by_key(|resource| (&resource.name, &resource.service));
    let line = |resource: &&crate::model::Resource| {
        let id = format!("{}.{}", resource.service, resource.name);
        Map::new()
            .with("resource", id)
            .with("title", &resource.title)
            .with("zh", &resource.zh)
            .with("doc", &resource.doc)
            .with_some("doc_zh", resource.doc_zh.as_ref())
    };
    resources.iter().map(line).collect()
}

fn operation(api: &Api, operation: &Operation) -> Map {
    let payload = match operation.payload {
        Payload::Form(_) => "form",
        Payload::Json(_) | Payload::None => "body",
    };
    let fields = |fields: &[Field]| fields.iter().map(|it| field(api, it)).collect::<Vec<_>>();
    let parameters = |fields: &[Field]| fields.iter().map(|it| parameter(api, it)).collect::<Vec<_>>();
    Map::new()
        .with("operation", operation.id.to_string())
        .with("title", &operation.title)
        .with("zh", &operation.zh)
        .with("doc", &operation.doc)
        .with_some("doc_zh", operation.doc_zh.as_ref())
        .with_flag("special_limit", operation.limits == RateLimit::Special)
        .with_flag("replaces", operation.replaces_whole)
        .with_some("deprecated", operation.deprecated.as_ref().map(deprecation))
        .with_any("path", parameters(&operation.path_parameters))
        .with_any("query", parameters(&operation.query))
        .with_any(payload, parameters(operation.payload.fields()))
        .with_any("rules", operation.rules.iter().map(Rule::text))
        .with_any("rules_zh", operation.rules.iter().map(Rule::text_zh))
        .with_any("response", fields(&operation.response))
}

/// An event: the type of its payload.
fn event(event: &Event) -> Map {
    Map::new()
        .with("event", event.id.to_string())
        .with("title", &event.title)
        .with("zh", &event.zh)
        .with("type", &event.payload)
}

fn deprecation(deprecation: &Deprecation) -> Map {
    let instead = deprecation.use_instead.as_ref().map(ToString::to_string);
    Map::new().with_some("use", instead).with("doc", &deprecation.doc).with_some("doc_zh", deprecation.doc_zh.as_ref())
}

/// Ids, enums and objects, by name.
fn types(api: &Api) -> Vec<Map> {
    let ids = api.ids.iter().map(|it| (&it.name, id(it)));
    let enums = api.enums.iter().map(|it| (&it.name, enumeration(it)));
    let objects = api.objects.iter().map(|it| (&it.name, object(api, it)));
    let mut types: Vec<_> = ids.chain(enums).chain(objects).collect();
    types.sort_by_key(|(name, _)| *name);
    types.into_iter().map(|(_, line)| line).collect()
}

fn id(id: &Id) -> Map {
    Map::new().with("type", &id.name).with("kind", "id").with("zh", &id.zh).with("doc", &id.doc)
}

fn enumeration(item: &Enum) -> Map {
    let (kind, values): (_, Vec<_>) = match &item.values {
        EnumValues::Int(values) => ("integer", values.iter().map(value).collect()),
        EnumValues::Text(values) => ("text", values.iter().map(value).collect()),
    };
    Map::new()
        .with("type", &item.name)
        .with("kind", kind)
        .with_some("zh", item.zh.as_ref())
        .with("doc", &item.doc)
        .with("values", list(values))
}

fn value<C: Clone + Into<Node>>(value: &EnumValue<C>) -> Map {
    Map::new()
        .with("code", value.code.clone())
        .with("name", &value.name)
        .with("zh", &value.zh)
        .with("doc", &value.doc)
        .with_flag("deprecated", value.deprecated)
}

fn object(api: &Api, object: &Object) -> Map {
    Map::new()
        .with("type", &object.name)
        .with("kind", "object")
        .with_some("zh", object.zh.as_ref())
        .with("doc", &object.doc)
        .with("fields", list(object.fields.iter().map(|it| field(api, it))))
        .with_any("rules", object.rules.iter().map(Rule::text))
}

/// A field with its Chinese description, which the help of a command shows.
fn parameter(api: &Api, parameter: &Field) -> Map {
    field(api, parameter).with_some("doc_zh", api.translations.get(&parameter.doc).map(|it| &it.zh))
}

fn field(api: &Api, field: &Field) -> Map {
    let deprecated = field.deprecated.as_ref().map(|deprecated| match deprecated {
        Deprecated::Use(instead) => instead.as_str(),
        Deprecated::Nothing => "",
    });
    let values = if field.values.is_empty() { Vec::new() } else { api.listed(field) };
    let flag = Some(&field.rust_name).filter(|name| **name != names::field(&field.name));
    let fields = Map::new()
        .with("name", &field.name)
        .with_some("flag", flag)
        .with("type", type_name(&field.ty))
        .with("doc", &field.doc)
        .with_flag("required", field.presence == Presence::Required)
        .with_flag("as_string", field.as_string)
        .with_flag("sensitive", field.sensitive)
        .with_flag("bare", field.is_bare)
        .with_flag("replaces", field.replaces_whole)
        .with_some("default", field.default.as_ref().map(Literal::wire))
        .with_some("example", field.example.as_ref().map(example))
        .with_any("values", values)
        .with_some("deprecated", deprecated)
        .with_any("scopes", &field.scopes);
    field.limits.iter().fold(fields, |fields, limit| limited(fields, *limit))
}

/// Adds a limit: its name, with minimum and maximum.
fn limited(fields: Map, limit: Limit) -> Map {
    fn bounds<T: Into<Node>>(min: Option<T>, max: Option<T>) -> Node {
        list([min, max].map(|bound| bound.map_or(Node::Null, Into::into)))
    }
    match limit {
        Limit::Range(min, max) => fields.with("range", bounds(min, max)),
        Limit::Length(min, max) => fields.with("length", bounds(min, max)),
        Limit::Items(min, max) => fields.with("items", bounds(min, max)),
    }
}

/// The type as schema files write it. Names of ids, enums and objects refer to the file of types.
fn type_name(ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::Int32 => "int32".to_owned(),
        Type::Int64 => "int64".to_owned(),
        Type::Float => "float".to_owned(),
        Type::String => "string".to_owned(),
        Type::Timestamp => "timestamp".to_owned(),
        Type::Seconds => "seconds".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Url => "url".to_owned(),
        Type::Json => "json".to_owned(),
        Type::File => "file".to_owned(),
        Type::Id(name) | Type::IntEnum(name) | Type::TextEnum(name) | Type::Object(name) | Type::Boxed(name) => {
            name.clone()
        }
        Type::List(item) => format!("list of {}", type_name(item)),
        Type::Map(item) => format!("map of {}", type_name(item)),
    }
}

fn example(example: &Example) -> Node {
    match example {
        Example::One(literal) => literal.wire().into(),
        Example::List(items) => list(items.iter().map(self::example)),
    }
}
