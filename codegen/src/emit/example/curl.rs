//! Emits the example as a `curl` command.

use super::layout::{Layout, MAX_WIDTH, Style};
use super::value::{FILE, items, select_fields, select_parameters, wire};
use crate::model::{Api, Example, Field, Method, Operation, Payload, Type};

/// Returns the command in a fenced code block.
pub(super) fn format_command(api: &Api, operation: &Operation) -> String {
    let given = select_parameters(api, operation);
    let is_given = |field: &&Field| given.iter().any(|it| it.name == field.name);
    let mut path = operation.path.clone();
    for field in &operation.path_parameters {
        path = path.replace(&format!(":{}", field.name), &encode(&wire(api, &field.ty, field.example.as_ref())));
    }
    let query = operation.query.iter().filter(is_given).flat_map(|field| {
        collect_texts(api, field)
            .into_iter()
            .map(|text| format!("{}={}", field.name, encode(&text)))
            .collect::<Vec<_>>()
    });
    let query = query.collect::<Vec<_>>().join("&");
    let query = if query.is_empty() { query } else { format!("?{query}") };
    let method =
        if operation.method == Method::Get { String::new() } else { format!("-X {} ", operation.method.as_str()) };
    let url = format!("https://open.feishu.cn{path}{query}");
    let body = match &operation.payload {
        Payload::None => String::new(),
        Payload::Json(fields) => {
            let body = match fields.as_slice() {
                [field] if field.is_bare => lay_out_field(api, field),
                fields => lay_out_object(api, fields.iter().filter(is_given)),
            };
            let body = body.lay_out(STYLE, 0, DATA.len() + 1);
            let body = body.replace('\'', "'\\''");
            format!(" \\\n  -H 'Content-Type: application/json; charset=utf-8' \\\n{DATA}{body}'")
        }
        Payload::Form(fields) => fields.iter().filter(is_given).map(|field| format_parts(api, field)).collect(),
    };
    format!("```sh\ncurl {method}'{url}' \\\n  -H \"Authorization: Bearer $FEISHU_TOKEN\"{body}\n```")
}

/// The option before the body.
const DATA: &str = "  --data-raw '";

const STYLE: Style = Style { width: MAX_WIDTH, step: 2, trailing: "" };

/// Returns the texts that are sent for a parameter: one for each item of a list.
fn collect_texts(api: &Api, field: &Field) -> Vec<String> {
    let example = field.example.as_ref();
    match &field.ty {
        Type::List(item) => items(example).into_iter().map(|example| wire(api, item, example)).collect(),
        ty => vec![wire(api, ty, example)],
    }
}

fn format_parts(api: &Api, field: &Field) -> String {
    let values = if field.ty == Type::File { vec![format!("@{FILE}")] } else { collect_texts(api, field) };
    let part = |value: &String| format!(" \\\n  -F '{}={}'", field.name, value.replace('\'', "'\\''"));
    values.iter().map(part).collect()
}

fn lay_out_object<'a>(api: &Api, fields: impl Iterator<Item = &'a Field>) -> Layout {
    let pairs = fields.map(|field| lay_out_field(api, field).after(&format!("\"{}\": ", field.name)));
    Layout::group("{", pairs.collect(), "}")
}

fn lay_out_field(api: &Api, field: &Field) -> Layout {
    let value = lay_out_value(api, &field.ty, field.as_string, field.example.as_ref());
    let is_json_text = field.as_string && matches!(field.ty, Type::Json | Type::Object(_) | Type::Boxed(_));
    if is_json_text { Layout::Text(format!("{:?}", value.line())) } else { value }
}

fn lay_out_value(api: &Api, ty: &Type, as_string: bool, example: Option<&Example>) -> Layout {
    match ty {
        Type::Object(name) | Type::Boxed(name) => lay_out_object(
            api,
            api.object(name).map(|object| select_fields(api, object)).unwrap_or_default().into_iter(),
        ),
        Type::List(item) => {
            let items = items(example).into_iter().map(|example| lay_out_value(api, item, as_string, example));
            Layout::group("[", items.collect(), "]")
        }
        Type::Json | Type::Map(_) => Layout::Text("{}".to_owned()),
        Type::Bool | Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp | Type::Seconds | Type::IntEnum(_)
            if !as_string =>
        {
            Layout::Text(wire(api, ty, example))
        }
        _ => Layout::Text(format!("{:?}", wire(api, ty, example))),
    }
}

/// Percent-encodes everything except letters, digits and `-._~`, like the client.
fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
