//! The faults that the mock server injects. The client retries after each of them if that is safe.

use std::time::Duration;

use feishu_hire::mock::Fault;

/// How much more often each common fault occurs than the rare one, which blocks all calls of an operation for a second.
const WEIGHT: usize = 12;

pub(super) fn faults() -> Vec<Fault> {
    let common = [
        Fault::status(500),
        Fault::api(500, 1002001, "system error"),
        Fault::api(200, 1002001, "system error"),
        Fault::status(502).body("<html>Bad Gateway</html>"),
        Fault::status(503),
        Fault::status(504).body("<html>").dripped(2, Duration::from_millis(1)),
        Fault::status(200),
        Fault::status(200).body(r#"{"code":0,"data":{"it"#),
        Fault::disconnect(),
        Fault::disconnect_after(0),
        Fault::disconnect_after(30),
        Fault::broken_gzip(),
        Fault::truncated_gzip(),
        Fault::default().content_length(1_000_000),
        Fault::delay(Duration::from_millis(20)),
        Fault::drip(500, Duration::from_millis(1)),
    ];
    let rare = Fault::api(429, 99991400, "request trigger frequency limit").header("x-ogw-ratelimit-reset", "1");
    std::iter::repeat_n(common, WEIGHT).flatten().chain([rare]).collect()
}
