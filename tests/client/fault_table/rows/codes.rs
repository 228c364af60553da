//! Feishu's own errors. The code decides, whatever the HTTP status says.

use feishu_hire::{ErrorKind::Api, mock::Fault};

use crate::fault_table::row::{
    Fate::{self, Again, AgainIfSafe, OtherToken, Tell},
    Row, fails,
};

pub(super) fn rows() -> Vec<Row> {
    vec![
        row("a parameter, HTTP 400", 400, 1002002, Tell),
        row("a parameter, HTTP 200", 200, 1002002, Tell),
        row("a parameter, HTTP 500", 500, 99992402, Tell),
        row("a missing scope, HTTP 400", 400, 99991672, Tell),
        row("an address not allowed, HTTP 400", 400, 99991401, Tell),
        row("an unknown code, HTTP 400", 400, 7, Tell),
        row("an unknown code, HTTP 200", 200, 7, Tell),
        row("an unknown code, HTTP 500", 500, 7, AgainIfSafe),
        row("an internal error, HTTP 500", 500, 1002001, AgainIfSafe),
        row("an internal error or a parameter, HTTP 400", 400, 1002001, Tell),
        row("an internal error, HTTP 200", 200, 1002001, AgainIfSafe),
        row("an internal error of the gateway, HTTP 400", 400, 2200, AgainIfSafe),
        row("a business refusal, HTTP 500", 500, 1002053, Tell),
        row("a business refusal, HTTP 429", 429, 1002053, Tell),
        row("a busy object, HTTP 400", 400, 1002619, AgainIfSafe),
        row("no such object, HTTP 500", 500, 1002054, Tell),
        row("the rate limit, HTTP 429", 429, 99991400, Again),
        row("the rate limit, HTTP 400", 400, 99991400, Again),
        row("the rate limit, HTTP 200", 200, 99991400, Again),
        row("an unknown code, HTTP 429", 429, 7, Again),
        row("a parameter, HTTP 429", 429, 1002002, Tell),
        row("the month's quota, HTTP 429", 429, 99991403, Tell),
        row("the token refused, HTTP 400", 400, 99991663, OtherToken),
        row("the token refused, HTTP 200", 200, 99991663, OtherToken),
        row("a missing token, HTTP 400", 400, 99991661, Tell),
        row("a token of another kind, HTTP 401", 401, 99991668, Tell),
        row("an expired user token, HTTP 500", 500, 99991677, Tell),
        row("no such application, HTTP 400", 400, 1002201, Tell),
        row("no such object, HTTP 404", 404, 1002002, Tell),
        fails("a code as a string, HTTP 400", Fault::status(400).body(r#"{"code":"1002002"}"#), Tell, Api, 400)
            .code(1002002),
        fails(
            "a code beside data of another shape",
            Fault::status(200).body(r#"{"data":5,"code":1002002}"#),
            Tell,
            Api,
            200,
        )
        .code(1002002),
        fails(
            "a code whose message is an object",
            Fault::status(400).body(r#"{"code":7,"msg":{"a":[1]}}"#),
            Tell,
            Api,
            400,
        )
        .code(7),
    ]
}

fn row(name: &'static str, status: u16, code: i64, fate: Fate) -> Row {
    fails(name, Fault::api(status, code, "no"), fate, Api, status).code(code)
}
