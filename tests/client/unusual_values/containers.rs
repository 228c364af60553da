//! Unusual objects, lists and maps.

use super::row::{
    Field::{ListOfObjects, ListOfText, MapOfText, Object},
    UnusualValue, absent, mismatch, open, partly, reads,
};

pub(super) fn rows() -> Vec<UnusualValue> {
    [objects(), lists(), maps()].into_iter().flatten().collect()
}

fn objects() -> Vec<UnusualValue> {
    vec![
        mismatch("a text for an object", Object, r#""初试""#),
        mismatch("an empty text for an object", Object, r#""""#),
        mismatch("JSON in a text for an object", Object, r#""{\"id\":\"1\"}""#),
        mismatch("a number for an object", Object, "7"),
        mismatch("a boolean for an object", Object, "false"),
        mismatch("an empty list for an object", Object, "[]"),
        mismatch("a list of one object for an object", Object, r#"[{"id":"1"}]"#),
        mismatch("a lone surrogate for an object", Object, r#""\ud83d""#).unreadable(),
        absent("null for an object", Object, "null"),
        reads("an empty object", Object, "{}", "{}"),
        partly(
            "an unusual id in an object",
            Object,
            r#"{"id":{},"name":{"zh_cn":"初试"}}"#,
            r#"{"name":{"zh_cn":"初试"}}"#,
            &[".id"],
        ),
        partly("an unusual name in an object", Object, r#"{"id":"1","name":"初试"}"#, r#"{"id":"1"}"#, &[".name"]),
        partly("two unusual fields in an object", Object, r#"{"id":[],"name":""}"#, "{}", &[".id", ".name"]),
        partly(
            "an unusual text two levels down",
            Object,
            r#"{"id":"1","name":{"zh_cn":{}}}"#,
            r#"{"id":"1","name":{}}"#,
            &[".name.zh_cn"],
        ),
        open("a trailing comma in an object", Object, r#"{"id":"1",}"#).broken(),
        open("a key without quotes", Object, r#"{id:"1"}"#).broken(),
    ]
}

/// Items that do not fit are left out.
fn lists() -> Vec<UnusualValue> {
    vec![
        mismatch("an empty text for a list", ListOfObjects, r#""""#),
        mismatch("N/A for a list", ListOfObjects, r#""N/A""#),
        mismatch("0 for a list", ListOfObjects, "0"),
        mismatch("false for a list", ListOfObjects, "false"),
        mismatch("an empty object for a list", ListOfObjects, "{}"),
        mismatch("an object for a list of objects", ListOfObjects, r#"{"id":"1"}"#),
        mismatch("an object with numbered keys for a list", ListOfObjects, r#"{"0":{"id":"1"}}"#),
        absent("null for a list", ListOfObjects, "null"),
        partly(
            "a text among objects",
            ListOfObjects,
            r#"[{"id":"1"},"2",{"id":"3"}]"#,
            r#"[{"id":"1"},{"id":"3"}]"#,
            &["[1]"],
        ),
        partly("a list among objects", ListOfObjects, r#"[[],{"id":"2"}]"#, r#"[{"id":"2"}]"#, &["[0]"]),
        partly("only texts in a list of objects", ListOfObjects, r#"["1","2"]"#, "[]", &["[0]", "[1]"]),
        partly(
            "an unusual id in a list of objects",
            ListOfObjects,
            r#"[{"id":{}},{"id":"2"}]"#,
            r#"[{},{"id":"2"}]"#,
            &["[0].id"],
        ),
        mismatch("an empty text for a list of texts", ListOfText, r#""""#),
        mismatch("a text for a list of texts", ListOfText, r#""a,b""#),
        mismatch("an empty object for a list of texts", ListOfText, "{}"),
        partly("an object among texts", ListOfText, r#"["a",{},"b"]"#, r#"["a","b"]"#, &["[1]"]),
        partly("a list among texts", ListOfText, r#"["a",["b"]]"#, r#"["a"]"#, &["[1]"]),
        reads("numbers and booleans among texts", ListOfText, r#"[1,true,"b"]"#, r#"["1","true","b"]"#),
        partly("a lone surrogate among texts", ListOfText, r#"["a","\ud83d"]"#, "[\"a\",\"\u{fffd}\"]", &["[1]"])
            .unreadable(),
        open("a trailing comma in a list", ListOfText, r#"["a",]"#).broken(),
        open("a missing comma in a list", ListOfText, r#"["a" "b"]"#).broken(),
    ]
}

fn maps() -> Vec<UnusualValue> {
    vec![
        mismatch("an empty list for a map", MapOfText, "[]"),
        mismatch("an empty text for a map", MapOfText, r#""""#),
        mismatch("a number for a map", MapOfText, "0"),
        absent("null for a map", MapOfText, "null"),
        partly("an unusual value in a map", MapOfText, r#"{"a":{},"b":"x"}"#, r#"{"b":"x"}"#, &[".a"]),
    ]
}
