//! The JSON body of a request: from a file, flags, and a template to fill in.

use std::io::Read;

use clap::ArgMatches;
use feishu_hire::{
    FieldViolation,
    mock::{Deviation, MOCK_OPERATIONS, deviations},
    operation::Operation as Row,
};
use serde_json::{Map, Value};

use crate::{
    argument::{self, first_text},
    catalog::{Field, Named, Type},
    chinese,
    failure::Failure,
    global::Global,
    text::Text,
};

/// Returns the body: the fields of `--body`, and the flags, which win. A bare body is the value of its field.
pub(crate) fn read(fields: &[Field], matches: &ArgMatches) -> Result<Value, Failure> {
    let mut body = match matches.get_one::<String>("body") {
        Some(file) => read_file(file)?,
        None => Map::new(),
    };
    let set = fields.iter().filter_map(|field| Some((field.name().to_owned(), argument::value(field, matches)?)));
    body.extend(set);
    Ok(match fields {
        [field] if field.is_bare() => body.remove(field.name()).unwrap_or_default(),
        _ => Value::Object(body),
    })
}

/// Reads a JSON object from a file, or from stdin for `-`.
pub(crate) fn read_file(file: &str) -> Result<Map<String, Value>, Failure> {
    let failed = |error: std::io::Error| Failure::Usage(Text::of_io(&error).about(format!("--body {file}")));
    let mut text = String::new();
    if file == "-" {
        std::io::stdin().read_to_string(&mut text).map_err(failed)?;
    } else {
        text = std::fs::read_to_string(file).map_err(failed)?;
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    // Without the cause, which may show a value.
    match serde_json::from_str(text) {
        Ok(Value::Object(body)) => Ok(body),
        Ok(_) => Err(Failure::usage(
            format!("--body {file}: expected a JSON object"),
            format!("--body {file}：应为 JSON 对象"),
        )),
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            Err(Failure::usage(
                format!("--body {file}: not valid JSON in line {line}, column {column}"),
                format!("--body {file}：第 {line} 行第 {column} 列不是有效的 JSON"),
            ))
        }
    }
}

/// Compares the body with the documentation, as the mock server does. Values that are not listed are noted, because Feishu may have added them.
pub(crate) fn check(row: &'static Row, body: &Value, global: &Global) -> Result<(), Failure> {
    let shape = MOCK_OPERATIONS.iter().find(|mocked| mocked.operation.id == row.id).and_then(|mocked| mocked.body);
    let Some(shape) = shape else { return Ok(()) };
    let mut wrong = Vec::new();
    for deviation in deviations(shape, body.to_string().as_bytes()) {
        match deviation {
            Deviation::Invalid(violation) | Deviation::UnknownField(violation) => wrong.push(violation),
            Deviation::Unlisted(violation) => note_unlisted(violation.field(), global),
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let all = |describe: fn(&FieldViolation) -> String, between: &str| {
        wrong.iter().map(describe).collect::<Vec<_>>().join(between)
    };
    Err(Failure::usage(all(describe, "; "), all(chinese::violation, "；")))
}

/// Notes that the documentation does not list a value. It is sent.
pub(crate) fn note_unlisted(field: &str, global: &Global) {
    global.note(&global.language.select(
        format!("{field}: the documentation does not list this value; it is sent as it is"),
        format!("{field}：文档未列出该值，将原样发送"),
    ));
}

fn describe(violation: &FieldViolation) -> String {
    let (field, description) = (violation.field(), violation.description());
    let name = field.rsplit('.').next().unwrap_or_default();
    // Some descriptions begin with the name of the field.
    format!("{field}: {}", description.strip_prefix(name).unwrap_or(description).trim_start())
}

/// Objects may contain themselves.
const DEPTH: usize = 6;

/// Returns a body with every field, to be filled in: documented examples, and names of types in place of those that have none.
pub(crate) fn template(fields: &[Field]) -> Value {
    object(fields, 0)
}

fn object(fields: &[Field], depth: usize) -> Value {
    let fields = fields.iter().filter(|field| !field.is_deprecated());
    Value::Object(fields.map(|field| (field.name().to_owned(), placeholder(field, &field.ty(), depth))).collect())
}

fn placeholder(field: &Field, ty: &Type, depth: usize) -> Value {
    let example = field.example().and_then(first_text).filter(|_| !field.is_sensitive());
    let number = |zero: Value| {
        let number = example.and_then(|example| serde_json::from_str(example).ok()).filter(Value::is_number);
        let number = number.unwrap_or(zero);
        if field.is_as_string() { Value::from(number.to_string()) } else { number }
    };
    match ty {
        Type::Bool => Value::from(example == Some("true")),
        Type::Float => number(Value::from(0.0)),
        Type::Int32 | Type::Int64 | Type::Timestamp | Type::Seconds => number(Value::from(0)),
        Type::Text => Value::from(example.unwrap_or("TEXT")),
        Type::Url => Value::from(example.unwrap_or("https://example.com")),
        Type::File => Value::from("FILE"),
        Type::Date => Value::from(example.unwrap_or("2026-11-01")),
        Type::Json => Value::Null,
        Type::List(item) => Value::Array(vec![placeholder(field, item, depth)]),
        Type::Map(item) => Value::Object([("KEY".to_owned(), placeholder(field, item, depth))].into_iter().collect()),
        Type::Named(named) => match &**named {
            Named::Object(_) if depth >= DEPTH => Value::Object(Map::new()),
            Named::Object(fields) if field.is_as_string() => Value::from(object(fields, depth + 1).to_string()),
            Named::Object(fields) => object(fields, depth + 1),
            Named::Id(_) => Value::from(example.unwrap_or("ID")),
            Named::Enum(values) => {
                let documented = values.iter().find(|value| Some(value.code_text().as_str()) == example);
                documented.or_else(|| values.first()).map(|value| value.code.clone()).unwrap_or_default()
            }
        },
    }
}
