//! Responses that deviate from the documentation but are readable.

use crate::fault_table::row::{Row, reads};

pub(super) fn rows() -> Vec<Row> {
    vec![
        reads("no data", r#"{"code":0,"msg":"ok"}"#, "[]"),
        reads("data that is null", r#"{"code":0,"data":null}"#, "[]"),
        reads("a list that is null", r#"{"code":0,"data":{"items":null}}"#, "[]"),
        reads("an item that is null", r#"{"code":0,"data":{"items":[null,{"id":"1"}]}}"#, r#"[{},{"id":"1"}]"#),
        reads(
            "numbers as strings",
            item(r#""begin_time":"1618899376474","round":"0""#),
            r#"[{"begin_time":1618899376474,"round":0}]"#,
        ),
        reads("strings as numbers", item(r#""id":6949805467799537964"#), r#"[{"id":"6949805467799537964"}]"#),
        reads("a code as a string", r#"{"code":"0","data":{"items":[{"id":"1"}]}}"#, r#"[{"id":"1"}]"#),
        reads("an unknown enum value", item(r#""interview_type":99"#), r#"[{"interview_type":99}]"#),
        reads("unknown keys", item(r#""id":"1","new":{"a":[1]}"#), r#"[{"id":"1","new":{"a":[1]}}]"#),
        reads("the same key twice", item(r#""id":"1","id":"2""#), r#"[{"id":"2"}]"#),
        reads("a message that is a list", r#"{"code":0,"msg":[],"data":{}}"#, "[]"),
        reads("data before the code", r#"{"data":{"items":[{"id":"1"}]},"code":0}"#, r#"[{"id":"1"}]"#),
        reads("100 levels deep", nested(100), "[]"),
        reads("200 levels deep", nested(200), "[]"),
        reads("1,000,000 levels deep", nested(1_000_000), "[]"),
    ]
}

fn item(fields: &str) -> String {
    format!(r#"{{"code":0,"data":{{"items":[{{{fields}}}]}}}}"#)
}

fn nested(levels: usize) -> String {
    format!(r#"{{"code":0,"data":{{"deep":{}{}}}}}"#, "[".repeat(levels), "]".repeat(levels))
}
