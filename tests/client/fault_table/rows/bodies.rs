//! Bodies that are not valid responses.

use std::io::{self, Write};

use feishu_hire::{
    ErrorKind::{Decode, Transport},
    mock::Fault,
};
use flate2::{Compression, write::GzEncoder};

use crate::fault_table::row::{
    ALL,
    Reaction::{self, Fail, RetryIfSafe},
    Row, Setting, fails, reads,
};

/// One byte more than the maximum size of a response.
const TOO_LONG: usize = 64 * 1024 * 1024 + 1;

const READS: &[Setting] = &[Setting::Once, Setting::Always];

pub(super) fn rows() -> Vec<Row> {
    vec![
        row("an empty body", b"", RetryIfSafe),
        row("whitespace", b" \r\n", RetryIfSafe),
        row("not JSON", b"hello", RetryIfSafe),
        row("an HTML page with HTTP 200", b"<html></html>", RetryIfSafe),
        row("a string", br#""hello""#, RetryIfSafe),
        row("null", b"null", RetryIfSafe),
        row("a list", b"[]", RetryIfSafe),
        row("an object without a code", b"{}", RetryIfSafe),
        row("a code that is null", br#"{"code":null,"data":{}}"#, RetryIfSafe),
        row("a code that is an object", br#"{"code":{},"data":{}}"#, Fail).path("code"),
        row("a code beyond 64 bits", br#"{"code":99999999999999999999}"#, Fail).path("code"),
        row("truncated JSON", br#"{"code":0,"data":{"i"#, RetryIfSafe).path("data.i"),
        row("text after the JSON", br#"{"code":0,"data":{}}}"#, Fail),
        row("two responses", br#"{"code":0,"data":{}}{"code":0}"#, Fail),
        reads("a body that is not UTF-8", b"{\"code\":0,\"msg\":\"\xff\"}", "[]"),
        reads("half of a surrogate pair", br#"{"code":0,"msg":"\ud800"}"#, "[]"),
        row("data that is a number", br#"{"code":0,"data":5}"#, Fail).path("data"),
        row("data that is a list", br#"{"code":0,"data":[]}"#, Fail).path("data"),
        reads("items that are a number", br#"{"code":0,"data":{"items":5}}"#, "[]").under(READS),
        reads("an item that is a string", br#"{"code":0,"data":{"items":[{},"1"]}}"#, "[{}]").under(READS),
        reads("a time that is an object", br#"{"code":0,"data":{"items":[{"begin_time":{}}]}}"#, "[{}]").under(READS),
        fails("a body that exceeds the size limit", long(), Fail, Decode, 200),
        fails("a compressed body over the size limit", gzip_bomb(), Fail, Decode, 200).under(&[Setting::Once]),
        fails("a body wrongly declared as gzip", Fault::broken_gzip(), RetryIfSafe, Transport, 200),
        fails("truncated gzip", Fault::truncated_gzip(), RetryIfSafe, Transport, 200),
    ]
}

fn row(name: &'static str, body: &'static [u8], reaction: Reaction) -> Row {
    fails(name, Fault::status(200).body(body), reaction, Decode, 200).under(ALL)
}

fn long() -> Fault {
    Fault::status(200).body(vec![b' '; TOO_LONG])
}

/// A small body that exceeds the size limit when it is decompressed. Writing to memory does not fail; an empty body would fail the row.
fn gzip_bomb() -> Fault {
    Fault::status(200).header("content-encoding", "gzip").body(zipped().unwrap_or_default())
}

fn zipped() -> io::Result<Vec<u8>> {
    let piece = vec![b' '; 1024 * 1024];
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..TOO_LONG.div_ceil(piece.len()) {
        gzip.write_all(&piece)?;
    }
    gzip.finish()
}
