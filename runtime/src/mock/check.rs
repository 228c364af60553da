//! Parameters as Feishu would check them: what is missing, of the wrong type, not listed or beyond a limit.

use serde_json::{Value, json};

use super::given::{Given, GivenValue};
use crate::{
    FieldViolation,
    call::measure,
    operation::{Kind, Limit, Measure, Operation, Parameter},
};

/// One thing that is wrong with a request.
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

/// As it stands in `error.field_violations`.
impl From<Violation> for Value {
    fn from(violation: Violation) -> Self {
        json!({ "field": violation.field, "value": violation.value, "description": violation.description })
    }
}

/// Everything that is wrong with what a request gives.
pub(super) fn violations(operation: &Operation, given: &Given) -> Vec<Violation> {
    if let Some(why) = given.unreadable() {
        return vec![Violation::new("body", "", why)];
    }
    let parameters = operation.parameters.iter().filter_map(|parameter| parameter_violation(parameter, given));
    let broken = operation.rules.iter().filter(|rule| !rule.holds(|name| given.get(name).is_some()));
    let rules = broken.map(|rule| Violation::new(rule.parameters().join(", "), "", format!("the call takes {rule}")));
    parameters.chain(rules).collect()
}

fn parameter_violation(parameter: &Parameter, given: &Given) -> Option<Violation> {
    let values = given.values(parameter);
    if values.is_empty() {
        return parameter
            .required
            .then(|| Violation::new(parameter.name, "", format!("{} is required", parameter.name)));
    }
    let wrong = |value: &GivenValue<'_>| {
        let description = value_violation(parameter, *value)?;
        Some(Violation::new(parameter.name, value.text(), description))
    };
    values.iter().find_map(wrong).or_else(|| {
        let description = count_violation(parameter, values.len())?;
        Some(Violation::new(parameter.name, "", description))
    })
}

fn value_violation(parameter: &Parameter, value: GivenValue<'_>) -> Option<String> {
    if !is_of_kind(value, parameter.kind) {
        return Some(format!("must be {}", name_of(parameter.kind)));
    }
    if !is_listed(value, parameter.values) {
        return Some(format!("must be one of {}", parameter.values.join(", ")));
    }
    let measure = measure_of(value, parameter.kind);
    parameter.limits.iter().find_map(|limit| limit.violation(measure))
}

/// For a list in the query, whose items come one by one; a list in a body is measured as a whole.
fn count_violation(parameter: &Parameter, count: usize) -> Option<String> {
    let is_repeated = parameter.kind != Kind::List;
    let counts = parameter.limits.iter().filter(|limit| is_repeated && matches!(limit, Limit::Items(..)));
    counts.copied().find_map(|limit| limit.violation(Measure::Items(count)))
}

fn is_of_kind(value: GivenValue<'_>, kind: Kind) -> bool {
    match value {
        GivenValue::Text(text) => is_text_of_kind(text, kind),
        GivenValue::Json(value) => is_json_of_kind(value, kind),
        GivenValue::File => kind == Kind::File,
    }
}

fn is_text_of_kind(text: &str, kind: Kind) -> bool {
    match kind {
        Kind::Boolean => matches!(text, "true" | "false"),
        Kind::Integer | Kind::Timestamp => text.parse::<i64>().is_ok(),
        Kind::Float => text.parse::<f64>().is_ok_and(f64::is_finite),
        Kind::File => false,
        Kind::Text | Kind::List | Kind::Object | Kind::Json => true,
    }
}

fn is_json_of_kind(value: &Value, kind: Kind) -> bool {
    match kind {
        Kind::Boolean => value.is_boolean(),
        Kind::Integer => value.is_i64() || value.is_u64(),
        Kind::Float => value.is_number(),
        Kind::Text => value.is_string(),
        // Milliseconds travel as numbers in some bodies and as strings in others.
        Kind::Timestamp => value.is_i64() || value.as_str().is_some_and(|text| text.parse::<i64>().is_ok()),
        Kind::List => value.is_array(),
        Kind::Object => value.is_object(),
        Kind::Json => true,
        Kind::File => false,
    }
}

const fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "true or false",
        Kind::Integer => "an integer",
        Kind::Float => "a number",
        Kind::Text => "a string",
        Kind::Timestamp => "a time in milliseconds",
        Kind::List => "a list",
        Kind::Object => "an object",
        Kind::Json => "JSON",
        Kind::File => "a file",
    }
}

/// Whether a value, or each item of a list, is one of those that the parameter takes. Any is where the page lists none.
fn is_listed(value: GivenValue<'_>, listed: &[&str]) -> bool {
    match value {
        _ if listed.is_empty() => true,
        GivenValue::Json(Value::Array(items)) => items.iter().all(|item| is_listed(GivenValue::Json(item), listed)),
        _ => listed.contains(&value.text().as_str()),
    }
}

fn measure_of(value: GivenValue<'_>, kind: Kind) -> Measure {
    match value {
        GivenValue::Text(text) => measure(kind, text),
        GivenValue::Json(Value::String(text)) => measure(kind, text),
        GivenValue::Json(Value::Array(items)) => Measure::Items(items.len()),
        GivenValue::Json(value) => {
            let float = || value.as_f64().map_or(Measure::Other, Measure::Float);
            value.as_i64().map_or_else(float, Measure::Number)
        }
        GivenValue::File => Measure::Other,
    }
}
