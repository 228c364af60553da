//! Emits the example as a `curl` command.

use super::value::{given, shown, wire};
use crate::model::{Api, Field, Method, Operation, Payload, Type};

/// Returns the command in a fenced code block.
pub(super) fn line(api: &Api, operation: &Operation) -> String {
    let given = given(operation);
    let is_given = |field: &&Field| given.iter().any(|it| it.name == field.name);
    let mut path = operation.path.clone();
    for field in &operation.path_parameters {
        path = path.replace(&format!(":{}", field.name), &encoded(&wire(api, &field.ty, field)));
    }
    let query = operation.query.iter().filter(is_given).map(|field| {
        let ty = if let Type::List(item) = &field.ty { item } else { &field.ty };
        format!("{}={}", field.name, encoded(&wire(api, ty, field)))
    });
    let query = query.collect::<Vec<_>>().join("&");
    let query = if query.is_empty() { query } else { format!("?{query}") };
    let method =
        if operation.method == Method::Get { String::new() } else { format!("-X {} ", operation.method.as_str()) };
    let url = format!("https://open.feishu.cn{path}{query}");
    let body = match &operation.payload {
        Payload::None => String::new(),
        Payload::Json(fields) => {
            let body = object(api, fields.iter().filter(is_given)).replace('\'', "'\\''");
            format!(" \\\n  -H 'Content-Type: application/json; charset=utf-8' \\\n  --data-raw '{body}'")
        }
        Payload::Form(fields) => fields.iter().filter(is_given).map(|field| part(api, field)).collect(),
    };
    format!("```sh\ncurl {method}'{url}' \\\n  -H \"Authorization: Bearer $FEISHU_TOKEN\"{body}\n```")
}

fn part(api: &Api, field: &Field) -> String {
    let value = if field.ty == Type::File { "@cv.pdf".to_owned() } else { wire(api, &field.ty, field) };
    format!(" \\\n  -F '{}={}'", field.name, value.replace('\'', "'\\''"))
}

fn object<'a>(api: &Api, fields: impl Iterator<Item = &'a Field>) -> String {
    let pairs: Vec<_> = fields.map(|field| format!("\"{}\": {}", field.name, value(api, &field.ty, field))).collect();
    format!("{{{}}}", pairs.join(", "))
}

fn value(api: &Api, ty: &Type, field: &Field) -> String {
    if field.as_string && matches!(ty, Type::Json | Type::Object(_) | Type::Boxed(_)) {
        return format!("{:?}", json(api, ty, field));
    }
    json(api, ty, field)
}

fn json(api: &Api, ty: &Type, field: &Field) -> String {
    match ty {
        Type::Object(name) | Type::Boxed(name) => {
            let fields = api.object(name).map(|object| object.fields.as_slice());
            object(api, fields.unwrap_or_default().iter().filter(|field| shown(field)))
        }
        Type::List(item) => format!("[{}]", value(api, item, field)),
        Type::Json | Type::Map(_) => "{}".to_owned(),
        Type::Bool | Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp | Type::Seconds | Type::IntEnum(_)
            if !field.as_string =>
        {
            wire(api, ty, field)
        }
        _ => format!("{:?}", wire(api, ty, field)),
    }
}

/// Percent-encodes everything except letters, digits and `-._~`, like the client.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
