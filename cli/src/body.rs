//! The JSON body of a request: from a file, flags, and a template to fill in.

use std::io::Read;

use clap::ArgMatches;
use serde_json::{Map, Value};

use crate::{
    argument::{self, first_text},
    catalog::{Field, Named, Type},
    failure::Failure,
};

/// Returns the body: the fields of `--body`, and the flags, which win.
pub(crate) fn read(fields: &[Field], matches: &ArgMatches) -> Result<Value, Failure> {
    let mut body = match matches.get_one::<String>("body") {
        Some(file) => read_file(file)?,
        None => Map::new(),
    };
    let set = fields.iter().filter_map(|field| Some((field.name().to_owned(), argument::value(field, matches)?)));
    body.extend(set);
    let mut wrong = Vec::new();
    check_object(&body, fields, "", &mut wrong);
    if wrong.is_empty() { Ok(Value::Object(body)) } else { Err(Failure::usage(wrong.join("; "))) }
}

/// Reads a JSON object from a file, or from stdin for `-`.
pub(crate) fn read_file(file: &str) -> Result<Map<String, Value>, Failure> {
    let failed = |error: std::io::Error| Failure::usage(format!("--body {file}: {error}"));
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
        Ok(_) => Err(Failure::usage(format!("--body {file}: expected a JSON object"))),
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            Err(Failure::usage(format!("--body {file}: not valid JSON in line {line}, column {column}")))
        }
    }
}

/// Collects the names that no field has, values of another type, and required fields below the top level that are absent. The library checks
/// the top level itself.
fn check_object(object: &Map<String, Value>, fields: &[Field], path: &str, wrong: &mut Vec<String>) {
    for (name, value) in object {
        match fields.iter().find(|field| field.name() == name) {
            Some(field) if field.is_as_string() || value.is_null() => {}
            Some(field) => check_value(value, &field.ty(), &format!("{path}{name}"), wrong),
            None => wrong.push(format!("{path}{name}: there is no such field")),
        }
    }
    let is_absent = |field: &&Field| field.is_required() && object.get(field.name()).is_none_or(Value::is_null);
    if !path.is_empty() {
        wrong.extend(fields.iter().filter(is_absent).map(|field| format!("{path}{}: is required", field.name())));
    }
}

fn check_value(value: &Value, ty: &Type, path: &str, wrong: &mut Vec<String>) {
    let expected = match (ty, value) {
        (Type::Json, _) => return,
        (Type::List(item), Value::Array(items)) => {
            for (index, value) in items.iter().enumerate() {
                check_value(value, item, &format!("{path}[{index}]"), wrong);
            }
            return;
        }
        (Type::Map(item), Value::Object(entries)) => {
            entries.iter().for_each(|(key, value)| check_value(value, item, &format!("{path}.{key}"), wrong));
            return;
        }
        (Type::Named(named), value) => match (&**named, value) {
            (Named::Object(fields), Value::Object(object)) => {
                return check_object(object, fields, &format!("{path}."), wrong);
            }
            (Named::Object(_), _) => "an object",
            (Named::Id(_), Value::String(_)) | (Named::Enum(_), Value::String(_) | Value::Number(_)) => return,
            (Named::Id(_), _) => "a string",
            (Named::Enum(_), _) => "a code",
        },
        (Type::Bool, Value::Bool(_))
        | (Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp | Type::Seconds, Value::Number(_))
        | (Type::Text | Type::Date, Value::String(_)) => return,
        (Type::List(_), _) => "a list",
        (Type::Map(_), _) => "an object",
        (Type::Bool, _) => "true or false",
        (Type::Text | Type::Date | Type::File, _) => "a string",
        (Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp | Type::Seconds, _) => "a number",
    };
    wrong.push(format!("{path}: expected {expected}"));
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
