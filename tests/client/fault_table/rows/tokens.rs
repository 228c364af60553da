//! The token endpoint fails. The call itself is not sent, so writes are retried too.

use std::time::Duration;

use feishu_hire::{
    ErrorKind::{self, Api, Decode, Http, Timeout, Transport},
    mock::Fault,
};

use crate::fault_table::row::{
    Injection,
    Reaction::{self, Fail, Retry},
    Row, SHORT, fails,
};

/// Longer than any test waits.
const LATE: Duration = Duration::from_secs(3600);

pub(super) fn rows() -> Vec<Row> {
    let status = Fault::status;
    vec![
        row("no token: HTTP 502, a page", status(502).body("<html>"), Retry, Http, 502),
        row("no token: an internal error", Fault::api(200, 2200, "no"), Retry, Api, 200).code(2200),
        row("no token: a rate limit exceeded", Fault::api(400, 99991400, "no"), Retry, Api, 400).code(99991400),
        row("no token: cut after the request", Fault::disconnect(), Retry, Transport, None),
        row("no token: cut in the body", Fault::disconnect_after(20), Retry, Transport, 200),
        row("no token: the attempt timeout", Fault::delay(LATE), Retry, Timeout, None).attempt_timeout(SHORT),
        row("no token: the timeout", Fault::delay(LATE), Fail, Timeout, None).timeout(SHORT),
        row("no token: an empty body", status(200), Retry, Decode, 200),
        row("no token: a wrong app secret", Fault::api(200, 10015, "wrong app secret"), Fail, Api, 200).code(10015),
        row("no token: not JSON", status(200).body("hello"), Retry, Decode, 200),
        row("no token: a list", status(200).body("[]"), Retry, Decode, 200),
        row("no token: the page of a firewall", status(403).body("<html>"), Retry, Http, 403),
        row("no token: a body that is not UTF-8", status(200).body(&b"\xff"[..]), Retry, Decode, 200),
        row(
            "no token: an object instead of a string",
            status(200).body(r#"{"code":0,"tenant_access_token":{}}"#),
            Fail,
            Decode,
            200,
        )
        .path("tenant_access_token"),
        row("no token: a response without a token", status(200).body(r#"{"code":0,"expire":7200}"#), Fail, Decode, 200),
        row(
            "a token that is not a valid header value",
            status(200).body("{\"code\":0,\"tenant_access_token\":\"a\\nb\"}"),
            Fail,
            Decode,
            200,
        ),
    ]
}

fn row(name: &'static str, fault: Fault, reaction: Reaction, kind: ErrorKind, status: impl Into<Option<u16>>) -> Row {
    fails(name, Injection::Token(fault), reaction, kind, status)
}
