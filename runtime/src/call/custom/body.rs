//! Compares the top level of a JSON body, or a bare body, with the row of the operation.

use serde_json::Value;

use crate::{
    FieldViolation,
    call::measure::measure as measure_text,
    input,
    operation::{Kind, Location, Measure, Operation, Parameter},
};

/// Returns the violations of the parameters in the body. Rules across parameters are checked with the call.
#[inline]
pub(super) fn violations(operation: &Operation, body: &Value) -> Vec<FieldViolation> {
    let found = parameters(operation).filter_map(|parameter| {
        let description = match value_of(parameter, body) {
            Some(value) => violation(parameter, value),
            None => parameter.required.then(|| "is required".to_owned()),
        };
        Some(FieldViolation::new(parameter.name, description?))
    });
    found.collect()
}

/// Returns the parameters that the body has, with their values for rules: several for a list, none for an object.
#[inline]
pub(super) fn values(operation: &Operation, body: &Value) -> Vec<(&'static str, Vec<String>)> {
    let values = parameters(operation).filter_map(|parameter| Some((parameter.name, value_of(parameter, body)?)));
    values.map(|(name, value)| (name, items_of(value).iter().filter_map(text_of).collect())).collect()
}

/// Returns the parameters in the body.
#[inline]
pub(super) fn parameters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|it| matches!(it.location, Location::Body | Location::BareBody))
}

#[inline]
fn value_of<'a>(parameter: &Parameter, body: &'a Value) -> Option<&'a Value> {
    let value = if parameter.location == Location::BareBody { Some(body) } else { body.get(parameter.name) };
    value.filter(|value| !value.is_null())
}

#[inline]
fn violation(parameter: &Parameter, value: &Value) -> Option<String> {
    if parameter.required && value.as_str().is_some_and(input::is_empty) {
        return Some("must not be empty".to_owned());
    }
    if let Some(description) = value.as_str().filter(|_| parameter.kind == Kind::Id).and_then(input::id_violation) {
        return Some(description.to_owned());
    }
    let measure = measure(parameter.kind, value);
    parameter.limits.iter().find_map(|limit| limit.violation(measure))
}

#[inline]
fn measure(kind: Kind, value: &Value) -> Measure {
    match value {
        Value::Array(items) => Measure::Items(items.len()),
        Value::Object(entries) => Measure::Items(entries.len()),
        Value::String(text) => measure_text(kind, text),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => Measure::Number(integer),
            None => number.as_f64().map_or(Measure::Other, Measure::Float),
        },
        Value::Null | Value::Bool(_) => Measure::Other,
    }
}

#[inline]
fn items_of(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

#[inline]
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
