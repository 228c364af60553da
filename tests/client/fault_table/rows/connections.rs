//! Connections that fail, and responses that arrive too late.

use std::time::Duration;

use feishu_hire::{
    ErrorKind::{Connect, Decode, Http, Timeout, Transport},
    mock::Fault,
};

use crate::fault_table::row::{
    Injection,
    Reaction::{Fail, Retry, RetryIfSafe},
    Row, SHORT, fails,
};

/// Longer than any test waits.
const LATE: Duration = Duration::from_secs(3600);

pub(super) fn rows() -> Vec<Row> {
    let drip = || Fault::drip(8, SHORT / 10).body("a long body ".repeat(100));
    vec![
        fails("connection refused", Injection::Refused, Retry, Connect, None),
        fails("reset before the request is read", Injection::Reset, RetryIfSafe, Transport, None),
        fails("cut after the request", Fault::disconnect(), RetryIfSafe, Transport, None),
        fails("cut before the body", Fault::disconnect_after(0), RetryIfSafe, Transport, 200),
        fails("cut in the middle of the body", Fault::disconnect_after(20), RetryIfSafe, Transport, 200),
        fails(
            "cut in the middle of a gateway's page",
            Fault::status(502).body("<html>").disconnected_after(3),
            RetryIfSafe,
            Transport,
            502,
        ),
        fails(
            "a body shorter than its content-length",
            Fault::default().content_length(100_000),
            RetryIfSafe,
            Transport,
            200,
        ),
        fails(
            "a body longer than its content-length",
            Fault::status(200).body(r#"{"code":0,"data":{}}"#).content_length(17),
            RetryIfSafe,
            Decode,
            200,
        )
        .path("data"),
        fails("no response within the attempt timeout", Fault::delay(LATE), RetryIfSafe, Timeout, None)
            .attempt_timeout(SHORT),
        fails("a slow body, beyond the attempt timeout", drip(), RetryIfSafe, Timeout, 200).attempt_timeout(SHORT),
        fails("no response within the timeout", Fault::delay(LATE), Fail, Timeout, None).timeout(SHORT),
        fails("a retry delay that exceeds the timeout", refusal(), Fail, Http, 429).timeout(5 * SHORT),
    ]
}

fn refusal() -> Fault {
    Fault::status(429).header("x-ogw-ratelimit-reset", "30")
}
