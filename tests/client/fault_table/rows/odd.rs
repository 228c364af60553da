//! Answers that are not quite as documented, and are read all the same; and those that go too far.

use feishu_hire::{ErrorKind::Decode, mock::Fault};

use crate::fault_table::row::{Fate::Tell, Row, fails, reads};

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
        reads("an enum value that nobody knows", item(r#""interview_type":99"#), r#"[{"interview_type":99}]"#),
        reads("keys that nobody knows", item(r#""id":"1","new":{"a":[1]}"#), r#"[{"id":"1","new":{"a":[1]}}]"#),
        reads("the same key twice", item(r#""id":"1","id":"2""#), r#"[{"id":"2"}]"#),
        reads("a message that is a list", r#"{"code":0,"msg":[],"data":{}}"#, "[]"),
        reads("data before the code", r#"{"data":{"items":[{"id":"1"}]},"code":0}"#, r#"[{"id":"1"}]"#),
        reads("100 levels deep", nested(100), "[]"),
        fails("200 levels deep", Fault::status(200).body(nested(200)), Tell, Decode, 200).path(deepest()),
        fails("1,000,000 levels deep", Fault::status(200).body(nested(1_000_000)), Tell, Decode, 200).path(deepest()),
    ]
}

/// Where the reader has had enough.
fn deepest() -> String {
    format!("…{}", "[0]".repeat(32))
}

fn item(fields: &str) -> String {
    format!(r#"{{"code":0,"data":{{"items":[{{{fields}}}]}}}}"#)
}

fn nested(levels: usize) -> String {
    format!(r#"{{"code":0,"data":{{"deep":{}{}}}}}"#, "[".repeat(levels), "]".repeat(levels))
}
