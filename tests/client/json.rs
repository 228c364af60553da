//! Comparison of JSON values.

use serde_json::Value;

/// Compares two values. The numbers `1` and `1.0` are equal.
pub(crate) fn compare(path: &str, expected: &Value, found: &Value, differences: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(left), Value::Object(right)) => {
            for key in left.keys().chain(right.keys().filter(|key| !left.contains_key(*key))) {
                match (left.get(key), right.get(key)) {
                    (Some(left), Some(right)) => compare(&format!("{path}.{key}"), left, right, differences),
                    (left, right) => differences.push(format!("{path}.{key}: {left:?} became {right:?}")),
                }
            }
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            for (index, (left, right)) in left.iter().zip(right).enumerate() {
                compare(&format!("{path}[{index}]"), left, right, differences);
            }
        }
        (Value::Number(left), Value::Number(right)) if left.as_f64() == right.as_f64() => {}
        _ if expected == found => {}
        _ => differences.push(format!("{path}: {expected} became {found}")),
    }
}

#[test]
fn the_comparison_finds_differences() {
    let cases = [
        (r#"{"a":1}"#, r#"{"a":1.0}"#, 0),
        (r#"{"a":1}"#, r#"{"a":"1"}"#, 1),
        (r#"{"a":1,"b":2}"#, r#"{"a":1}"#, 1),
        (r#"{"a":1}"#, r#"{"a":1,"b":2}"#, 1),
        (r#"{"a":[1,2]}"#, r#"{"a":[1]}"#, 1),
        (r#"{"a":null}"#, r#"{}"#, 1),
    ];
    for (left, right, count) in cases {
        let parse = |text| serde_json::from_str::<Value>(text).expect("JSON");
        let mut differences = Vec::new();
        compare("", &parse(left), &parse(right), &mut differences);
        assert_eq!(differences.len(), count, "{left} {right}: {differences:?}");
    }
}
