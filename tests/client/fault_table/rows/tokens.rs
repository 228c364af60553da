//! The endpoint that gives tokens fails: the call itself is not sent, so that a write is tried again too.

use std::time::Duration;

use feishu_hire::{
    ErrorKind::{self, Api, Decode, Http, Timeout, Transport},
    mock::Fault,
};

use crate::fault_table::row::{
    Fate::{self, Again, Tell},
    Row, Trouble, fails,
};

/// Enough for a machine that has much else to do, and short to wait for.
const SHORT: Duration = Duration::from_millis(1500);

/// No test waits that long.
const LATE: Duration = Duration::from_secs(3600);

pub(super) fn rows() -> Vec<Row> {
    let status = Fault::status;
    vec![
        row("no token: HTTP 502, a page", status(502).body("<html>"), Again, Http, 502),
        row("no token: an internal error", Fault::api(200, 2200, "no"), Again, Api, 200).code(2200),
        row("no token: the rate limit", Fault::api(400, 99991400, "no"), Again, Api, 400).code(99991400),
        row("no token: cut", Fault::cut(), Again, Transport, None),
        row("no token: cut in the body", Fault::cut_after(20), Again, Transport, 200),
        row("no token: not in time", Fault::delay(LATE), Again, Timeout, None).attempt_timeout(SHORT),
        row("no token: not in the time of the call", Fault::delay(LATE), Tell, Timeout, None).timeout(SHORT),
        row("no token: an empty body", status(200), Again, Decode, 200),
        row("no token: the wrong secret", Fault::api(200, 10015, "wrong app secret"), Tell, Api, 200).code(10015),
        row("no token: not JSON", status(200).body("hello"), Again, Decode, 200),
        row("no token: a list", status(200).body("[]"), Again, Decode, 200),
        row("no token: a page of a firewall", status(403).body("<html>"), Again, Http, 403),
        row("no token: no UTF-8", status(200).body(&b"\xff"[..]), Again, Decode, 200),
        row(
            "no token: a number for an object",
            status(200).body(r#"{"code":0,"tenant_access_token":{}}"#),
            Tell,
            Decode,
            200,
        )
        .path("tenant_access_token"),
        row("no token in the answer", status(200).body(r#"{"code":0,"expire":7200}"#), Tell, Decode, 200),
        row(
            "a token that no header takes",
            status(200).body("{\"code\":0,\"tenant_access_token\":\"a\\nb\"}"),
            Tell,
            Decode,
            200,
        ),
    ]
}

fn row(name: &'static str, fault: Fault, fate: Fate, kind: ErrorKind, status: impl Into<Option<u16>>) -> Row {
    fails(name, Trouble::Token(fault), fate, kind, status)
}
