//! Lists the items of an API.

use super::{Item, text};
use crate::{
    model::{
        Api, DataLocation, Enum, EnumValue, EnumValues, Event, Field, FileFields, Object, Operation, Paging, Payload,
        Presence, Rule,
    },
    names, words,
};

/// Returns all items of an API, in the order of their files.
#[must_use]
pub fn items(api: &Api) -> Vec<Item> {
    let mut items = Vec::new();
    api.operations.iter().for_each(|it| operation(api, it, &mut items));
    items.extend(api.events.iter().map(event));
    items.extend(api.ids.iter().map(|id| plain(&id.name, "id", format!("{} {}", id.doc, id.zh))));
    api.objects.iter().for_each(|it| object(it, &mut items));
    api.enums.iter().for_each(|it| enumeration(it, &mut items));
    items.extend(api.errors.iter().map(|error| Item {
        key: format!("error_code::{}", names::constant(&error.name)),
        within: None,
        rust: error.code.to_string(),
        wire: vec![format!("HTTP {}", error.status)],
        docs: format!("{} {}", error.doc, error.zh),
    }));
    items
}

fn plain(key: &str, rust: &str, docs: String) -> Item {
    Item { key: key.to_owned(), within: None, rust: rust.to_owned(), wire: Vec::new(), docs }
}

fn operation(api: &Api, operation: &Operation, items: &mut Vec<Item>) {
    let id = operation.id.to_string();
    items.push(Item {
        key: id.clone(),
        within: None,
        rust: signature(operation),
        wire: operation_properties(api, operation),
        docs: format!(
            "{} {} {} {:?} {} {} {:?} {:?}",
            operation.title,
            operation.zh,
            operation.doc,
            operation.doc_zh,
            operation.page,
            operation.updated,
            operation.deprecated,
            operation.quirks
        ),
    });
    let places = [("path", operation.path_parameters.as_slice()), ("query", &operation.query)];
    let payload = match &operation.payload {
        Payload::None => None,
        Payload::Json(fields) => Some(("body", fields.as_slice())),
        Payload::Form(fields) => Some(("form", fields.as_slice())),
    };
    for (place, fields) in places.into_iter().chain(payload) {
        items.extend(fields.iter().map(|field| parameter(&id, place, field)));
    }
    let response = names::response(&operation.id);
    items.extend(operation.response.iter().map(|field| of_type(&response, &id, field)));
    items.extend(operation.file.as_ref().map(|file| download(&response, &id, file)));
}

/// Describes an event. The fields of its payload are items of the type.
fn event(event: &Event) -> Item {
    let mut wire: Vec<String> = event.apps.iter().map(|app| text::app(*app).to_owned()).collect();
    wire.extend(event.delivery.iter().map(|delivery| format!("by {}", words::delivery(*delivery))));
    wire.extend(scopes(&event.scopes, &event.field_scopes));
    Item {
        key: event.id.to_string(),
        within: None,
        rust: format!("Event::{}({})", names::event_variant(&event.id), event.payload),
        wire,
        docs: format!(
            "{} {} {} {:?} {} {} {:?} {:?}",
            event.title, event.zh, event.doc, event.doc_zh, event.page, event.updated, event.follow_up, event.quirks
        ),
    }
}

fn scopes(any: &[String], of_fields: &[String]) -> impl Iterator<Item = String> {
    let of_fields = (!of_fields.is_empty()).then(|| format!("field scopes {}", of_fields.join(", ")));
    std::iter::once(format!("scopes {}", any.join(", "))).chain(of_fields)
}

fn download(name: &str, within: &str, file: &FileFields) -> Item {
    let fields = [Some(&file.url), file.name.as_ref(), file.mime.as_ref()];
    let fields: Vec<&str> = fields.into_iter().flatten().map(String::as_str).collect();
    Item {
        key: format!("{name}.download()"),
        within: Some(within.to_owned()),
        rust: "(&Client) -> Download".to_owned(),
        wire: vec![format!("by {}", fields.join(", "))],
        docs: String::new(),
    }
}

/// Returns the signature of an operation, such as `v1().interview().list() -> ListInterviewResponse, pages of Interview`.
fn signature(operation: &Operation) -> String {
    let id = &operation.id;
    let required = operation.parameters().filter(|field| field.presence == Presence::Required);
    let arguments: Vec<_> = required.map(|field| format!("{}: {}", field.rust_name, text::value(&field.ty))).collect();
    let pages = operation.page_items().map(|item| format!(", pages of {}", text::value(item))).unwrap_or_default();
    let deprecated = operation.deprecated.as_ref().map_or("", |_| ", deprecated");
    let arguments = arguments.join(", ");
    let response = names::response(id);
    let version = names::accessors(id);
    format!(
        "{}.{}().{}({arguments}) -> {response}{pages}{deprecated}",
        version.trim_start_matches('.'),
        id.resource,
        id.method
    )
}

fn operation_properties(api: &Api, operation: &Operation) -> Vec<String> {
    let mut properties =
        vec![format!("{} {}", operation.method.as_str(), operation.path), text::rate_limit(&operation.limits)];
    properties.extend(operation.tokens.iter().map(|token| text::token(*token).to_owned()));
    properties.extend(operation.apps.iter().map(|app| text::app(*app).to_owned()));
    properties.extend(scopes(&operation.scopes, &operation.field_scopes));
    if operation.replaces_whole {
        properties.push("replaces stored values".to_owned());
    }
    if operation.data == DataLocation::TopLevel {
        properties.push("data at the top level".to_owned());
    }
    if operation.idempotent {
        properties.push("idempotent".to_owned());
    }
    if let Some(Paging { size, token, next, more, .. }) = &operation.paging {
        properties.push(format!("pages by {size}, {token}; {next} while {more}"));
    }
    properties.extend(rules(&operation.rules));
    let errors: Vec<_> = operation
        .errors
        .iter()
        .map(|error| match api.error(error.code) {
            Some(known) if known.status != error.status => format!("{}: {}", error.code, error.status),
            _ => error.code.to_string(),
        })
        .collect();
    properties.push(format!("errors {}", errors.join(", ")));
    properties
}

fn rules(rules: &[Rule]) -> Vec<String> {
    rules.iter().map(|rule| rule.text().replace('`', "").trim_end_matches('.').to_owned()).collect()
}

/// Describes a parameter. A required parameter is an argument in the signature of the operation; an optional one is a setter.
fn parameter(operation: &str, place: &str, field: &Field) -> Item {
    let (key, name) = (format!("{operation}?{}", field.name), &field.rust_name);
    let ty = text::value(&field.ty);
    let rust = match field.presence {
        Presence::Required => format!("argument {name}: {ty}"),
        Presence::Optional | Presence::Always => format!(".{}({ty})", names::setter(&field.rust_name)),
    };
    let wire = std::iter::once(place.to_owned()).chain(text::properties(field)).collect();
    let rust = text::with_deprecation(rust, field.deprecated.as_ref());
    Item { key, within: Some(operation.to_owned()), rust, wire, docs: docs(field) }
}

fn object(object: &Object, items: &mut Vec<Item>) {
    let required = object.fields.iter().filter(|field| field.presence == Presence::Required);
    let arguments: Vec<_> = required.map(|field| field.rust_name.as_str()).collect();
    let rust = "struct".to_owned();
    let rust = if object.sent { format!("{rust}, new({})", arguments.join(", ")) } else { rust };
    let docs = format!("{} {}", object.doc, object.zh.as_deref().unwrap_or_default());
    items.push(Item { wire: rules(&object.rules), ..plain(&object.name, &rust, docs) });
    items.extend(object.fields.iter().map(|field| of_type(&object.name, &object.name, field)));
    items.extend(object.file.as_ref().map(|file| download(&object.name, &object.name, file)));
}

fn of_type(name: &str, within: &str, field: &Field) -> Item {
    let key = format!("{name}.{}", field.rust_name);
    let mut wire = text::properties(field);
    if field.rust_name != field.name {
        wire.insert(0, format!("as {}", field.name));
    }
    Item { key, within: Some(within.to_owned()), rust: text::field(field), wire, docs: docs(field) }
}

fn docs(field: &Field) -> String {
    format!("{} {:?}", field.doc, field.example)
}

fn enumeration(item: &Enum, items: &mut Vec<Item>) {
    let docs = format!("{} {}", item.doc, item.zh.as_deref().unwrap_or_default());
    match &item.values {
        EnumValues::Int(values) => {
            items.push(plain(&item.name, "open enum of integers", docs));
            items.extend(values.iter().map(|it| value(&item.name, it, &it.code.to_string())));
        }
        EnumValues::Text(values) => {
            items.push(plain(&item.name, "open enum of texts", docs));
            items.extend(values.iter().map(|it| value(&item.name, it, &format!("{:?}", it.code))));
        }
    }
}

fn value<C>(name: &str, value: &EnumValue<C>, code: &str) -> Item {
    let key = format!("{name}::{}", names::variant(&value.name));
    let deprecated = if value.deprecated { ", deprecated" } else { "" };
    Item {
        within: Some(name.to_owned()),
        ..plain(&key, &format!("{code}{deprecated}"), format!("{} {}", value.doc, value.zh))
    }
}
