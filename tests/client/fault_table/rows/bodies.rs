//! Bodies that are no answer.

use std::io::{self, Write};

use feishu_hire::{
    ErrorKind::{Decode, Transport},
    mock::Fault,
};
use flate2::{Compression, write::GzEncoder};

use crate::fault_table::row::{
    ALL,
    Fate::{self, AgainIfSafe, Tell},
    Row, Setting, fails, reads,
};

/// What the client takes at most, and one more.
const TOO_LONG: usize = 64 * 1024 * 1024 + 1;

const READS: &[Setting] = &[Setting::Once, Setting::ForEver];

pub(super) fn rows() -> Vec<Row> {
    vec![
        row("an empty body", b"", AgainIfSafe),
        row("white space", b" \r\n", AgainIfSafe),
        row("not JSON", b"hello", AgainIfSafe),
        row("a page under HTTP 200", b"<html></html>", AgainIfSafe),
        row("a string", br#""hello""#, AgainIfSafe),
        row("null", b"null", AgainIfSafe),
        row("a list", b"[]", AgainIfSafe),
        row("an object of no meaning", b"{}", AgainIfSafe),
        row("a code that is null", br#"{"code":null,"data":{}}"#, AgainIfSafe),
        row("a code that is no number", br#"{"code":{},"data":{}}"#, Tell).path("code"),
        row("a code beyond all numbers", br#"{"code":99999999999999999999}"#, Tell).path("code"),
        row("JSON that ends early", br#"{"code":0,"data":{"i"#, AgainIfSafe).path("data.i"),
        row("more than JSON", br#"{"code":0,"data":{}}}"#, Tell),
        row("two answers", br#"{"code":0,"data":{}}{"code":0}"#, Tell),
        reads("no UTF-8", b"{\"code\":0,\"msg\":\"\xff\"}", "[]"),
        reads("half of a surrogate", br#"{"code":0,"msg":"\ud800"}"#, "[]"),
        row("data that is a number", br#"{"code":0,"data":5}"#, Tell).path("data"),
        row("data that is a list", br#"{"code":0,"data":[]}"#, Tell).path("data"),
        reads("items that are a number", br#"{"code":0,"data":{"items":5}}"#, "[]").under(READS),
        reads("an item that is a text", br#"{"code":0,"data":{"items":[{},"1"]}}"#, "[{}]").under(READS),
        reads("a time that is an object", br#"{"code":0,"data":{"items":[{"begin_time":{}}]}}"#, "[{}]").under(READS),
        fails("longer than the client takes", long(), Tell, Decode, 200),
        fails("longer than the client takes, zipped", bomb(), Tell, Decode, 200).under(&[Setting::Once]),
        fails("gzip that is none", Fault::gzip_broken(), AgainIfSafe, Transport, 200),
        fails("gzip that ends early", Fault::gzip_truncated(), AgainIfSafe, Transport, 200),
    ]
}

fn row(name: &'static str, body: &'static [u8], fate: Fate) -> Row {
    fails(name, Fault::status(200).body(body), fate, Decode, 200).under(ALL)
}

fn long() -> Fault {
    Fault::status(200).body(vec![b' '; TOO_LONG])
}

/// Little, and unpacked more than the client takes. Memory takes all that is written; were it not so, the empty body would fail the row.
fn bomb() -> Fault {
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
