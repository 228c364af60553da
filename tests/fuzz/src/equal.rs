//! Equality of JSON by value.

use serde_json::Value;

/// Which scalars count as equal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Strings are equal if their texts are equal.
    Exact,
    /// Strings are also equal if they contain the same number: `"1.10"` and `"1.1"`.
    OfNumbers,
}

/// Returns the first difference between two values. Numbers are compared by value; null equals absent.
pub(crate) fn difference(left: &Value, right: &Value, spelling: Spelling) -> Option<String> {
    match (left, right) {
        (Value::Object(first), Value::Object(second)) => {
            let keys = first.keys().chain(second.keys().filter(|key| !first.contains_key(*key)));
            let value = |object: &serde_json::Map<String, Value>, key| object.get(key).cloned().unwrap_or_default();
            keys.into_iter().find_map(|key| {
                difference(&value(first, key), &value(second, key), spelling).map(|it| format!(".{key}{it}"))
            })
        }
        (Value::Array(first), Value::Array(second)) if first.len() == second.len() => {
            let mut pairs = first.iter().zip(second).enumerate();
            pairs
                .find_map(|(index, (left, right))| difference(left, right, spelling).map(|it| format!("[{index}]{it}")))
        }
        (Value::Number(first), Value::Number(second)) if first.as_f64() == second.as_f64() => None,
        (Value::String(first), Value::String(second))
            if spelling == Spelling::OfNumbers && is_same_number(first, second) =>
        {
            None
        }
        _ if left == right => None,
        _ => Some(format!(": {left} became {right}")),
    }
}

/// Whether two texts represent the same number.
pub(crate) fn is_same_number(left: &str, right: &str) -> bool {
    matches!((left.trim().parse::<f64>(), right.trim().parse::<f64>()), (Ok(left), Ok(right)) if left == right)
}
