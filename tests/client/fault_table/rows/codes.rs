//! Errors of Feishu. The code determines the reaction, regardless of the HTTP status.

use feishu_hire::{ErrorKind::Api, mock::Fault};

use crate::fault_table::row::{
    Reaction::{self, Fail, ReplaceToken, Retry, RetryIfSafe},
    Row, fails,
};

pub(super) fn rows() -> Vec<Row> {
    vec![
        row("an invalid parameter, HTTP 400", 400, 1002002, Fail),
        row("an invalid parameter, HTTP 200", 200, 1002002, Fail),
        row("an invalid parameter, HTTP 500", 500, 99992402, Fail),
        row("a missing scope, HTTP 400", 400, 99991672, Fail),
        row("an IP address not allowed, HTTP 400", 400, 99991401, Fail),
        row("an unknown code, HTTP 400", 400, 7, Fail),
        row("an unknown code, HTTP 200", 200, 7, Fail),
        row("an unknown code, HTTP 500", 500, 7, RetryIfSafe),
        row("an internal error, HTTP 500", 500, 1002001, RetryIfSafe),
        row("an internal error or a parameter, HTTP 400", 400, 1002001, Fail),
        row("an internal error, HTTP 200", 200, 1002001, RetryIfSafe),
        row("an internal error of the gateway, HTTP 400", 400, 2200, RetryIfSafe),
        row("a business rule, HTTP 500", 500, 1002053, Fail),
        row("a business rule, HTTP 429", 429, 1002053, Fail),
        row("a busy object, HTTP 400", 400, 1002619, RetryIfSafe),
        row("no such object, HTTP 500", 500, 1002054, Fail),
        row("a rate limit exceeded, HTTP 429", 429, 99991400, Retry),
        row("a rate limit exceeded, HTTP 400", 400, 99991400, Retry),
        row("a rate limit exceeded, HTTP 200", 200, 99991400, Retry),
        row("an unknown code, HTTP 429", 429, 7, Retry),
        row("an invalid parameter, HTTP 429", 429, 1002002, Fail),
        row("the monthly quota exhausted, HTTP 429", 429, 99991403, Fail),
        row("a refused token, HTTP 400", 400, 99991663, ReplaceToken),
        row("a refused token, HTTP 200", 200, 99991663, ReplaceToken),
        row("a missing token, HTTP 400", 400, 99991661, Fail),
        row("a token of another kind, HTTP 401", 401, 99991668, Fail),
        row("an expired user token, HTTP 500", 500, 99991677, Fail),
        row("no such application, HTTP 400", 400, 1002201, Fail),
        row("no such object, HTTP 404", 404, 1002002, Fail),
        fails("a code as a string, HTTP 400", Fault::status(400).body(r#"{"code":"1002002"}"#), Fail, Api, 400)
            .code(1002002),
        fails(
            "a code next to data of the wrong type",
            Fault::status(200).body(r#"{"data":5,"code":1002002}"#),
            Fail,
            Api,
            200,
        )
        .code(1002002),
        fails(
            "a code whose message is an object",
            Fault::status(400).body(r#"{"code":7,"msg":{"a":[1]}}"#),
            Fail,
            Api,
            400,
        )
        .code(7),
    ]
}

fn row(name: &'static str, status: u16, code: i64, reaction: Reaction) -> Row {
    fails(name, Fault::api(status, code, "no"), reaction, Api, status).code(code)
}
