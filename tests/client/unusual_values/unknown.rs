//! Values of keys that the schema does not list. They are kept and serialized unchanged.

use super::{
    row::{Field::Unknown, UnusualValue, kept, open, rest},
    texts::nested,
};

pub(super) fn rows() -> Vec<UnusualValue> {
    [numbers(), values()].into_iter().flatten().collect()
}

fn numbers() -> Vec<UnusualValue> {
    vec![
        kept("unknown 1.0", "1.0"),
        kept("unknown 1e5", "1e5"),
        kept("unknown 1E5", "1E5"),
        kept("unknown 1e+5", "1e+5"),
        kept("unknown 1e05", "1e05"),
        kept("unknown 0.1000", "0.1000"),
        kept("unknown -0", "-0"),
        kept("unknown -0.0", "-0.0"),
        kept("unknown 0e0", "0e0"),
        kept("unknown 18446744073709551616", "18446744073709551616"),
        kept("unknown 12345678901234567890123", "12345678901234567890123"),
        kept("unknown -12345678901234567890123", "-12345678901234567890123"),
        kept("unknown fraction of 25 digits", "0.1234567890123456789012345"),
        kept("unknown 1e999", "1e999").unreadable(),
        kept("unknown -1e999", "-1e999").unreadable(),
        kept("unknown 1e-999", "1e-999"),
        kept("unknown number of 1,000 digits", "1".repeat(1000)).unreadable(),
        kept("unknown numbers in a list", "[1.0,[0.10],1e5]"),
        kept("unknown numbers in an object", r#"{"a":1.0,"b":{"c":-0}}"#),
        kept("unknown 1e999 two levels down", r#"{"a":[1e999]}"#).unreadable(),
    ]
}

fn values() -> Vec<UnusualValue> {
    vec![
        kept("an unknown null", "null"),
        kept("an unknown boolean", "true"),
        kept("an unknown empty text", r#""""#),
        kept("an unknown empty object", "{}"),
        kept("an unknown empty list", "[]"),
        kept("unknown keys in another order than the alphabet's", r#"{"b":1,"a":2}"#),
        kept("unknown key that looks like a number of arbitrary precision", r#"{"$serde_json::private::Number":"1"}"#),
        kept("unknown key that looks like a raw value", r#"{"$serde_json::private::RawValue":"1"}"#),
        kept("an unknown value 100 levels deep", nested(100)),
        kept("an unknown value 130 levels deep", nested(130)).unreadable(),
        kept("an unknown object 130 levels deep", r#"{"a":"#.repeat(130) + "1" + &"}".repeat(130)).unreadable(),
        rest("an unknown value 100,000 levels deep", Unknown, nested(100_000)).unreadable(),
        rest("unknown keys twice", Unknown, r#"{"a":1,"a":2}"#),
        rest("a lone surrogate in a key of an unknown object", Unknown, r#"{"\ud83d":1}"#).unreadable(),
        open("an unknown list that does not end", Unknown, "[1").broken(),
        open("100,000 lists that do not end", Unknown, "[".repeat(100_000)).broken(),
        open("an unknown value without quotes", Unknown, "pass").broken(),
    ]
}
