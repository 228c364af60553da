//! Every documented sample survives a round trip with the features `arbitrary_precision` and `preserve_order` of serde_json, with the reader of
//! the client and with serde.

#![cfg(test)]

use feishu_hire::mock::{ROUND_TRIPS, RoundTrip};
use serde_json::{Map, Value, json};

/// An integer of more than 64 bits. With serde it becomes a string, because few formats support such integers.
const LARGEST: &str = "123456789012345678901234567890";

#[test]
fn the_features_are_enabled() {
    let text = format!(r#"{{"b":1.10,"a":{LARGEST}}}"#);
    assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON").to_string(), text);
}

#[test]
fn every_sample_survives_a_round_trip() {
    assert!(ROUND_TRIPS.len() >= 13, "only {} samples", ROUND_TRIPS.len());
    for round_trip in ROUND_TRIPS {
        assert_round_trip(round_trip);
    }
}

fn assert_round_trip(round_trip: &RoundTrip) {
    let RoundTrip { file, .. } = round_trip;
    let data = round_trip.well_typed_data().expect("samples are JSON");
    let json = changed(&data, &given).to_string();
    let expected = changed(&data, &|object| extended(object, LARGEST.parse().expect("a number")));
    let through_serde = changed(&data, &|object| extended(object, LARGEST.into()));

    let came_back = (round_trip.run)(&round_trip.body(&json)).unwrap_or_else(|error| panic!("{file}: {error}"));
    assert!(came_back.is_stable, "{file}: the value changes when it is read again");
    assert_equal(file, &expected, &parsed(&came_back.json));

    let came_back = (round_trip.compare_with_serde)(&json);
    assert_equal(file, &expected, &parsed(&came_back.own.unwrap_or_else(|error| panic!("{file}: {error}"))));
    let text = came_back.text.unwrap_or_else(|error| panic!("{file}, from text: {error}"));
    assert_equal(file, &through_serde, &parsed(&text));
    let value = came_back.value.unwrap_or_else(|error| panic!("{file}, from a value: {error}"));
    assert_equal(file, &through_serde, &value);
    assert_eq!(value.to_string(), text, "{file}: the order of the keys differs");
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).expect("the serialized value is JSON")
}

/// Returns the value with a change applied to every object, inner objects first.
fn changed(value: &Value, change: &dyn Fn(&mut Map<String, Value>)) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| changed(item, change)).collect(),
        Value::Object(fields) => {
            let mut fields = fields.iter().map(|(key, value)| (key.clone(), changed(value, change))).collect();
            change(&mut fields);
            Value::Object(fields)
        }
        scalar => scalar.clone(),
    }
}

/// Changes ids and times to numbers, and adds unknown keys.
fn given(object: &mut Map<String, Value>) {
    for value in object.values_mut() {
        let digits = value.as_str().filter(|text| text.len() > 9 && text.bytes().all(|byte| byte.is_ascii_digit()));
        if let Some(number) = digits.and_then(|digits| digits.parse().ok()) {
            *value = Value::Number(number);
        }
    }
    extended(object, LARGEST.parse().expect("a number"));
}

/// Adds unknown keys to an object.
fn extended(object: &mut Map<String, Value>, largest: Value) {
    let unknown = json!({
        "zz_decimal": 0.1,
        "zz_negative": -1234.5678,
        "zz_beyond_f64": 9_007_199_254_740_993_i64,
        "zz_unsigned": u64::MAX,
        "zz_nested": [{ "number": 1.5, "text": "1.5" }, -7],
        "zz_largest": largest,
        "aa_not_last": null,
    });
    object.extend(unknown.as_object().cloned().unwrap_or_default());
}

/// Compares two values. Integers are compared exactly: `1` equals `1.0`, but `9007199254740993` does not equal `9007199254740992`.
fn assert_equal(path: &str, expected: &Value, found: &Value) {
    match (expected, found) {
        (Value::Object(left), Value::Object(right)) => {
            for (key, left) in left {
                assert_equal(&format!("{path}.{key}"), left, right.get(key).unwrap_or(&Value::Null));
            }
            assert_eq!(left.len(), right.len(), "{path}: {expected} became {found}");
        }
        (Value::Array(left), Value::Array(right)) => {
            assert_eq!(left.len(), right.len(), "{path}: {expected} became {found}");
            left.iter().zip(right).for_each(|(left, right)| assert_equal(path, left, right));
        }
        (Value::Number(left), Value::Number(right)) => {
            let has_decimals = |number: &dyn ToString| number.to_string().contains(['.', 'e', 'E']);
            let is_equal =
                left == right || ((has_decimals(left) || has_decimals(right)) && left.as_f64() == right.as_f64());
            assert!(is_equal, "{path}: {expected} became {found}");
        }
        _ => assert_eq!(expected, found, "{path}"),
    }
}
