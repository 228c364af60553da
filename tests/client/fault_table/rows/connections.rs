//! Connections that fail, and answers that come too late.

use std::time::Duration;

use feishu_hire::{
    ErrorKind::{Connect, Decode, Http, Timeout, Transport},
    mock::Fault,
};

use crate::fault_table::row::{
    Fate::{Again, AgainIfSafe, Tell},
    Row, Trouble, fails,
};

/// Enough for a machine that has much else to do, and short to wait for.
const SHORT: Duration = Duration::from_millis(1500);

/// No test waits that long.
const LATE: Duration = Duration::from_secs(3600);

pub(super) fn rows() -> Vec<Row> {
    let drip = || Fault::drip(8, SHORT / 10).body("a long body ".repeat(100));
    vec![
        fails("connection refused", Trouble::Refused, Again, Connect, None),
        fails("reset before the request is read", Trouble::Reset, AgainIfSafe, Transport, None),
        fails("cut after the request", Fault::cut(), AgainIfSafe, Transport, None),
        fails("cut before the body", Fault::cut_after(0), AgainIfSafe, Transport, 200),
        fails("cut in the middle of the body", Fault::cut_after(20), AgainIfSafe, Transport, 200),
        fails(
            "cut in the middle of a gateway's page",
            Fault::status(502).body("<html>").cut_body_after(3),
            AgainIfSafe,
            Transport,
            502,
        ),
        fails("a body longer than it gets", Fault::default().announces(100_000), AgainIfSafe, Transport, 200),
        fails(
            "a body shorter than it is",
            Fault::status(200).body(r#"{"code":0,"data":{}}"#).announces(17),
            AgainIfSafe,
            Decode,
            200,
        )
        .path("data"),
        fails("no answer in time", Fault::delay(LATE), AgainIfSafe, Timeout, None).attempt_timeout(SHORT),
        fails("a body that drips for too long", drip(), AgainIfSafe, Timeout, 200).attempt_timeout(SHORT),
        fails("no answer in the time of the call", Fault::delay(LATE), Tell, Timeout, None).timeout(SHORT),
        fails("a refusal that lasts longer than the call", refusal(), Tell, Http, 429).timeout(5 * SHORT),
    ]
}

fn refusal() -> Fault {
    Fault::status(429).header("x-ogw-ratelimit-reset", "30")
}
