//! Validates parameters as Feishu does: required parameters, types, listed values and limits.

use std::str::FromStr;

use serde_json::{Value, json};

use super::parameters::{ParameterValue, RequestParameters};
use crate::{
    Date, FieldViolation,
    call::measure,
    operation::{Kind, Limit, Measure, Operation, Parameter},
};

/// An invalid parameter of a request.
#[derive(Debug)]
pub(super) struct Violation {
    field: String,
    value: String,
    description: String,
}

impl Violation {
    pub(super) fn new(field: impl Into<String>, value: impl Into<String>, description: impl Into<String>) -> Self {
        Self { field: field.into(), value: value.into(), description: description.into() }
    }
}

impl From<&FieldViolation> for Violation {
    fn from(found: &FieldViolation) -> Self {
        Self::new(found.field(), found.value(), found.description())
    }
}

/// An entry of `error.field_violations`.
impl From<Violation> for Value {
    fn from(violation: Violation) -> Self {
        json!({ "field": violation.field, "value": violation.value, "description": violation.description })
    }
}

/// Returns all violations of a request.
pub(super) fn violations(operation: &Operation, request: &RequestParameters) -> Vec<Violation> {
    if let Some(why) = request.unreadable() {
        return vec![Violation::new("body", "", why)];
    }
    let parameters = operation.parameters.iter().filter_map(|parameter| parameter_violation(parameter, request));
    let broken = operation.rules.iter().filter(|rule| !rule.is_satisfied(&|name| request.texts(name)));
    let rules = broken.map(|rule| Violation::new(rule.names().join(", "), "", rule.to_string()));
    parameters.chain(rules).collect()
}

fn parameter_violation(parameter: &Parameter, request: &RequestParameters) -> Option<Violation> {
    let values = request.values(parameter);
    if values.is_empty() {
        return parameter
            .required
            .then(|| Violation::new(parameter.name, "", format!("{} is required", parameter.name)));
    }
    let wrong = |value: &ParameterValue<'_>| {
        let description = value_violation(parameter, *value)?;
        Some(Violation::new(parameter.name, value.text(), description))
    };
    values.iter().find_map(wrong).or_else(|| {
        let description = count_violation(parameter, values.len())?;
        Some(Violation::new(parameter.name, "", description))
    })
}

fn value_violation(parameter: &Parameter, value: ParameterValue<'_>) -> Option<String> {
    if !is_of_kind(value, parameter.kind) {
        return Some(format!("must be {}", name_of(parameter.kind)));
    }
    if !is_listed(value, parameter.values) {
        return Some(not_listed(parameter.values));
    }
    let measure = measure_of(value, parameter.kind);
    parameter.limits.iter().find_map(|limit| limit.violation(measure))
}

/// Checks the number of items of a list in the query, where each item is a separate parameter. A list in a body is checked as one value.
fn count_violation(parameter: &Parameter, count: usize) -> Option<String> {
    let is_repeated = parameter.kind != Kind::List;
    let counts = parameter.limits.iter().filter(|limit| is_repeated && matches!(limit, Limit::Items(..)));
    counts.copied().find_map(|limit| limit.violation(Measure::Items(count)))
}

fn is_of_kind(value: ParameterValue<'_>, kind: Kind) -> bool {
    match value {
        ParameterValue::Text(text) => is_text_of_kind(text, kind),
        ParameterValue::Json(value) => is_json_of_kind(value, kind),
        ParameterValue::File => kind == Kind::File,
    }
}

pub(super) fn is_text_of_kind(text: &str, kind: Kind) -> bool {
    match kind {
        Kind::Boolean => matches!(text, "true" | "false"),
        Kind::Integer | Kind::Timestamp => is_integer::<i64>(text),
        Kind::Integer32 => is_integer::<i32>(text),
        Kind::Float => text.parse::<f64>().is_ok_and(f64::is_finite),
        Kind::Date => text.parse::<Date>().is_ok(),
        Kind::Url => url::Url::parse(text).is_ok(),
        Kind::File => false,
        Kind::Text | Kind::Id | Kind::List | Kind::Object | Kind::Json => true,
    }
}

/// Whether a JSON string contains a value of another type. Numbers have decimal digits only.
pub(super) fn is_string_of_kind(text: &str, kind: Kind) -> bool {
    let is_number = matches!(kind, Kind::Integer | Kind::Integer32 | Kind::Timestamp | Kind::Float);
    let is_decimal = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.');
    is_text_of_kind(text, kind) && (!is_number || text.chars().all(is_decimal))
}

/// Whether a text is an integer. Unlike Rust, Feishu does not accept a leading `+`.
fn is_integer<T: FromStr>(text: &str) -> bool {
    !text.starts_with('+') && text.parse::<T>().is_ok()
}

pub(super) fn is_json_of_kind(value: &Value, kind: Kind) -> bool {
    match kind {
        Kind::Boolean => value.is_boolean(),
        Kind::Integer => integer(value).is_some(),
        Kind::Integer32 => integer(value).is_some_and(|number| i32::try_from(number).is_ok()),
        Kind::Float => value.is_number(),
        Kind::Text | Kind::Id => value.is_string(),
        Kind::Date | Kind::Url => value.as_str().is_some_and(|text| is_text_of_kind(text, kind)),
        // Some bodies contain milliseconds as numbers, others as strings.
        Kind::Timestamp => integer(value).is_some() || value.as_str().is_some_and(|text| text.parse::<i64>().is_ok()),
        Kind::List => value.is_array(),
        Kind::Object => value.is_object(),
        Kind::Json => true,
        Kind::File => false,
    }
}

/// Returns the integer value of a number, including floats such as `1.0`.
fn integer(value: &Value) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation)]
    let of_float = |float: f64| (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i64);
    value.as_i64().or_else(|| value.as_f64().and_then(of_float))
}

pub(super) const fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "true or false",
        Kind::Integer => "an integer",
        Kind::Integer32 => "an integer of 32 bits",
        Kind::Float => "a number",
        Kind::Text | Kind::Id => "a string",
        Kind::Date => "a date such as 2024-01-31",
        Kind::Url => "a URL",
        Kind::Timestamp => "a time in milliseconds",
        Kind::List => "a list",
        Kind::Object => "an object",
        Kind::Json => "JSON",
        Kind::File => "a file",
    }
}

pub(super) fn not_listed(values: &[&str]) -> String {
    format!("must be one of {}", values.join(", "))
}

/// Whether a value, or each item of a list, is one of the listed values. If none are listed, any value is accepted.
pub(super) fn is_listed(value: ParameterValue<'_>, listed: &[&str]) -> bool {
    match value {
        _ if listed.is_empty() => true,
        ParameterValue::Json(Value::Array(items)) => {
            items.iter().all(|item| is_listed(ParameterValue::Json(item), listed))
        }
        ParameterValue::Json(value)
            if integer(value).is_some_and(|code| listed.contains(&code.to_string().as_str())) =>
        {
            true
        }
        _ => listed.contains(&value.text().as_str()),
    }
}

pub(super) fn measure_of(value: ParameterValue<'_>, kind: Kind) -> Measure {
    match value {
        ParameterValue::Text(text) => measure(kind, text),
        ParameterValue::Json(Value::String(text)) => measure(kind, text),
        ParameterValue::Json(Value::Array(items)) => Measure::Items(items.len()),
        ParameterValue::Json(value) => {
            let float = || value.as_f64().map_or(Measure::Other, Measure::Float);
            value.as_i64().map_or_else(float, Measure::Number)
        }
        ParameterValue::File => Measure::Other,
    }
}
