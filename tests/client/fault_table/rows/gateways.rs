//! HTTP statuses without an error code, as sent by gateways and proxies.

use feishu_hire::{
    ErrorKind::{Decode, Http},
    mock::Fault,
};

use crate::fault_table::row::{
    Reaction::{Fail, Retry, RetryIfSafe},
    Row, fails,
};

const PAGE: &str = "<html>\n<head><title>502 Bad Gateway</title></head></html>";

pub(super) fn rows() -> Vec<Row> {
    let status = Fault::status;
    vec![
        fails("HTTP 302", status(302).header("location", "https://example.com"), Fail, Http, 302),
        fails("HTTP 400", status(400), Fail, Http, 400),
        fails("HTTP 401", status(401), Fail, Http, 401),
        fails("HTTP 403", status(403).body("forbidden"), Fail, Http, 403),
        fails("HTTP 404", status(404).body("404 page not found"), Fail, Http, 404),
        fails("HTTP 429", status(429), Retry, Http, 429),
        fails(
            "HTTP 429 with the time until the limit resets",
            status(429).header("x-ogw-ratelimit-reset", "1"),
            Retry,
            Http,
            429,
        ),
        fails("HTTP 429 with Retry-After", status(429).header("retry-after", "1"), Retry, Http, 429),
        fails("HTTP 503 with Retry-After", status(503).header("retry-after", "1"), RetryIfSafe, Http, 503),
        fails("HTTP 500", status(500), RetryIfSafe, Http, 500),
        fails("HTTP 500 with data and no code", status(500).body(r#"{"data":{}}"#), RetryIfSafe, Http, 500),
        fails("HTTP 500 with code 0", status(500).body(r#"{"code":0,"data":{}}"#), RetryIfSafe, Decode, 500),
        fails("HTTP 502, a page", status(502).body(PAGE), RetryIfSafe, Http, 502),
        fails("HTTP 503", status(503), RetryIfSafe, Http, 503),
        fails("HTTP 504, a page that is not UTF-8", status(504).body(&b"<html>\xff"[..]), RetryIfSafe, Http, 504),
    ]
}
