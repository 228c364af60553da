//! Unusual numbers, booleans, timestamps and codes.

use super::row::{
    Field::{Bool, Float, Int32, Int64, IntEnum, Timestamp},
    UnusualValue, absent, mismatch, open, reads,
};

pub(super) fn rows() -> Vec<UnusualValue> {
    [int32(), int64(), float(), boolean(), timestamp(), int_enum()].into_iter().flatten().collect()
}

fn int32() -> Vec<UnusualValue> {
    vec![
        mismatch("N/A for an int32", Int32, r#""N/A""#),
        mismatch("Chinese digits for an int32", Int32, r#""三""#),
        mismatch("a dash for an int32", Int32, r#""-""#),
        mismatch("a text with half of a surrogate pair for an int32", Int32, r#""x\ud83d""#).unreadable(),
        mismatch("a hexadecimal text for an int32", Int32, r#""0x10""#),
        mismatch("a text with a thousands separator for an int32", Int32, r#""1,000""#),
        mismatch("1.5 for an int32", Int32, "1.5"),
        mismatch("1.5 as a text for an int32", Int32, r#""1.5""#),
        mismatch("3e9 for an int32", Int32, "3e9"),
        mismatch("an int32 that is one too large", Int32, "2147483648"),
        mismatch("an int32 that is one too small", Int32, "-2147483649"),
        mismatch("an int32 of 23 digits", Int32, "12345678901234567890123"),
        mismatch("1e999 for an int32", Int32, "1e999").unreadable(),
        mismatch("1e-999 for an int32", Int32, "1e-999"),
        mismatch("true for an int32", Int32, "true"),
        mismatch("an object for an int32", Int32, r#"{"value":1}"#),
        mismatch("an empty list for an int32", Int32, "[]"),
        absent("an empty text for an int32", Int32, r#""""#),
        absent("null for an int32", Int32, "null"),
        reads("the largest int32 as a text", Int32, r#""2147483647""#, "2147483647"),
        reads("the smallest int32", Int32, "-2147483648", "-2147483648"),
        reads("1.0 for an int32", Int32, "1.0", "1"),
        reads("1.0 as a text for an int32", Int32, r#""1.0""#, "1"),
        reads("1e2 for an int32", Int32, "1e2", "100"),
        reads("0.1e1 for an int32", Int32, "0.1e1", "1"),
        reads("-0 for an int32", Int32, "-0", "0"),
        reads("-0.0 for an int32", Int32, "-0.0", "0"),
        reads("0e999 for an int32", Int32, "0e999", "0"),
        open("a leading zero", Int32, "01").broken(),
        open("a plus sign", Int32, "+1").broken(),
        open("no digit after the point", Int32, "1.").broken(),
        open("no digit in the exponent", Int32, "1e").broken(),
        open("NaN without quotes", Int32, "NaN").broken(),
        open("None without quotes", Int32, "None").broken(),
        open("no value at all", Int32, "").broken(),
    ]
}

fn int64() -> Vec<UnusualValue> {
    vec![
        mismatch("an int64 that is one too large", Int64, "9223372036854775808"),
        mismatch("an int64 that is one too large, as a text", Int64, r#""9223372036854775808""#),
        mismatch("1e19 for an int64", Int64, "1e19"),
        mismatch("a fraction for an int64", Int64, "9007199254740993.5"),
        mismatch("an object for an int64", Int64, "{}"),
        reads("3e9 for an int64", Int64, "3e9", "3000000000"),
        reads("the largest int64", Int64, "9223372036854775807", "9223372036854775807"),
        reads("an integer that no float holds", Int64, "9007199254740993", "9007199254740993"),
        reads("an integer that no float holds, with .0", Int64, "9007199254740993.0", "9007199254740993"),
    ]
}

fn float() -> Vec<UnusualValue> {
    vec![
        mismatch("N/A for a float", Float, r#""N/A""#),
        mismatch("NaN as a text for a float", Float, r#""NaN""#),
        mismatch("Infinity as a text for a float", Float, r#""Infinity""#),
        mismatch("a percentage for a float", Float, r#""85%""#),
        mismatch("1e999 for a float", Float, "1e999").unreadable(),
        mismatch("1e999 as a text for a float", Float, r#""1e999""#),
        mismatch("true for a float", Float, "true"),
        mismatch("an empty object for a float", Float, "{}"),
        mismatch("an empty list for a float", Float, "[]"),
        absent("an empty text for a float", Float, r#""""#),
        reads("a text for a float", Float, r#""1.5""#, "1.5"),
        reads("an integer for a float", Float, "1", "1.0"),
        reads("a float of 26 digits", Float, "0.1234567890123456789012345", "0.12345678901234568"),
        reads("1e-999 for a float", Float, "1e-999", "0.0"),
    ]
}

fn boolean() -> Vec<UnusualValue> {
    vec![
        mismatch("2 for a boolean", Bool, "2"),
        mismatch("0.5 for a boolean", Bool, "0.5"),
        mismatch("yes for a boolean", Bool, r#""yes""#),
        mismatch("N/A for a boolean", Bool, r#""N/A""#),
        mismatch("an empty object for a boolean", Bool, "{}"),
        mismatch("an empty list for a boolean", Bool, "[]"),
        absent("an empty text for a boolean", Bool, r#""""#),
        reads("1 for a boolean", Bool, "1", "true"),
        reads("a text for a boolean", Bool, r#""false""#, "false"),
        open("True without quotes", Bool, "True").broken(),
    ]
}

fn timestamp() -> Vec<UnusualValue> {
    vec![
        mismatch("a date for a timestamp", Timestamp, r#""2021-04-20""#),
        mismatch("a date and a time for a timestamp", Timestamp, r#""2021-04-20 14:16:16""#),
        mismatch("RFC 3339 for a timestamp", Timestamp, r#""2021-04-20T06:16:16.474Z""#),
        mismatch("N/A for a timestamp", Timestamp, r#""N/A""#),
        mismatch("half a millisecond", Timestamp, "1618899376474.5"),
        mismatch("half a millisecond as a text", Timestamp, r#""1618899376474.5""#),
        mismatch("a timestamp of 20 digits", Timestamp, "99999999999999999999"),
        mismatch("1e999 for a timestamp", Timestamp, "1e999").unreadable(),
        mismatch("true for a timestamp", Timestamp, "true"),
        mismatch("an empty object for a timestamp", Timestamp, "{}"),
        mismatch("an empty list for a timestamp", Timestamp, "[]"),
        absent("an empty text for a timestamp", Timestamp, r#""""#),
        reads("a timestamp with .0", Timestamp, "1618899376474.0", "1618899376474"),
        reads("a timestamp with .0 as a text", Timestamp, r#""1618899376474.0""#, "1618899376474"),
        reads("a timestamp with .000 as a text", Timestamp, r#""1618899376474.000""#, "1618899376474"),
        reads("a timestamp with an exponent", Timestamp, "1.618899376474e12", "1618899376474"),
        reads("0 as a text for a timestamp", Timestamp, r#""0""#, "0"),
        reads("a timestamp before 1970", Timestamp, "-1", "-1"),
    ]
}

fn int_enum() -> Vec<UnusualValue> {
    vec![
        mismatch("N/A for an integer enum", IntEnum, r#""N/A""#),
        mismatch("a name for an integer enum", IntEnum, r#""pass""#),
        mismatch("true for an integer enum", IntEnum, "true"),
        mismatch("false for an integer enum", IntEnum, "false"),
        mismatch("1.5 for an integer enum", IntEnum, "1.5"),
        mismatch("a code beyond 64 bits", IntEnum, "9223372036854775808"),
        mismatch("an object for an integer enum", IntEnum, r#"{"code":1}"#),
        mismatch("an empty list for an integer enum", IntEnum, "[]"),
        absent("an empty text for an integer enum", IntEnum, r#""""#),
        reads("a text for an integer enum", IntEnum, r#""3""#, "3"),
        reads("3.0 for an integer enum", IntEnum, "3.0", "3"),
        reads("an unlisted code", IntEnum, "77", "77"),
        reads("an unlisted code beyond 32 bits", IntEnum, "3000000000", "3000000000"),
    ]
}
