//! Whole responses of `hire.v1.interview.list` that are unusual outside a single value: envelope, paging, keys, start and end.

use super::{
    row::{Form, form_of},
    texts::nested,
};

/// An unusual response body with its expected outcome.
#[derive(Debug)]
pub(crate) struct UnusualBody {
    pub(crate) name: &'static str,
    pub(crate) body: Vec<u8>,
    pub(crate) form: Form,
    pub(crate) outcome: BodyOutcome,
}

#[derive(Debug)]
pub(crate) enum BodyOutcome {
    /// The interviews are delivered.
    Items {
        /// The items, serialized again.
        items: &'static str,
        /// The paths of the mismatches; `None` if they are not fixed.
        mismatches: Option<&'static [&'static str]>,
    },
    /// The code is readable and not 0. The client handles it like the same code in a well-formed response.
    Code(i64),
    /// The response cannot be read. The error is a decode error.
    Fails,
    /// No requirement, except that nothing panics and nothing hangs.
    Open,
}

use BodyOutcome::{Code, Fails, Items, Open};

/// The code of a token that is no longer valid: the client replaces the token and retries the request.
const TOKEN: i64 = 99991663;
/// The code of a request over the rate limit: the client waits and retries the request.
const RATE: i64 = 99991400;

pub(crate) fn rows() -> Vec<UnusualBody> {
    [edges(), codes(), envelopes(), pages(), keys()].into_iter().flatten().collect()
}

fn row(name: &'static str, body: impl AsRef<[u8]>, outcome: BodyOutcome) -> UnusualBody {
    UnusualBody { name, body: body.as_ref().to_vec(), form: Form::Readable, outcome }
}

impl UnusualBody {
    fn unreadable(self) -> Self {
        Self { form: Form::Unreadable, ..self }
    }

    fn broken(self) -> Self {
        Self { form: Form::Broken, ..self }
    }

    pub(super) fn has_its_form(&self) -> bool {
        form_of(&self.body) == self.form
    }
}

const ONE: &str = r#"[{"id":"1"}]"#;
const GOOD: &str = r#"{"code":0,"msg":"ok","data":{"items":[{"id":"1"}],"has_more":false}}"#;

fn one() -> BodyOutcome {
    Items { items: ONE, mismatches: Some(&[]) }
}

fn with(items: &'static str, mismatches: &'static [&'static str]) -> BodyOutcome {
    Items { items, mismatches: Some(mismatches) }
}

/// Text before and after the response.
fn edges() -> Vec<UnusualBody> {
    let utf16: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        row("a byte order mark", format!("\u{feff}{GOOD}"), one()).broken(),
        row("a byte order mark and a newline", format!("\u{feff}\n{GOOD}"), one()).broken(),
        row("a byte order mark before a refused token", "\u{feff}{\"code\":99991663}", Code(TOKEN)).broken(),
        row("whitespace around", format!(" \r\n\t{GOOD}\r\n "), one()),
        row("two byte order marks", format!("\u{feff}\u{feff}{GOOD}"), Open).broken(),
        row("half a byte order mark", [b"\xef\xbb", GOOD.as_bytes()].concat(), Open).broken(),
        row("trailing text", format!("{GOOD} ok"), Fails).broken(),
        row("a second response", GOOD.repeat(2), Fails).broken(),
        row("a trailing comma", format!("{GOOD},"), Fails).broken(),
        row("a closing brace too many", format!("{GOOD}}}"), Fails).broken(),
        row("a trailing NUL", format!("{GOOD}\0"), Fails).broken(),
        row("the end is missing", GOOD.trim_end_matches('}'), Fails).broken(),
        row("cut within a text", r#"{"code":0,"data":{"items":[{"id":"1"#, Fails).broken(),
        row("cut after an escape", r#"{"code":0,"data":{"items":[{"id":"\ud83d"#, Fails).broken(),
        row("a comma too many", r#"{"code":0,"data":{"items":[{"id":"1"},]}}"#, Fails).broken(),
        row("UTF-16", utf16, Fails).broken(),
        row("a byte order mark alone", "\u{feff}", Fails).broken(),
        row("nothing", "", Fails).broken(),
        row("a list", "[]", Fails),
        row("a lone surrogate alone", r#""\ud83d""#, Fails).unreadable(),
        row("nothing but 100,000 opening brackets", "[".repeat(100_000), Fails).broken(),
    ]
}

/// The code is readable, regardless of the rest.
fn codes() -> Vec<UnusualBody> {
    let deep = |code: i64| format!(r#"{{"code":{code},"msg":"x","error":{}}}"#, nested(100_000));
    vec![
        row("a refused token, a lone surrogate in msg", r#"{"code":99991663,"msg":"x\ud83d"}"#, Code(TOKEN))
            .unreadable(),
        row("a lone surrogate in msg, then a refused token", r#"{"msg":"x\ud83d","code":99991663}"#, Code(TOKEN))
            .unreadable(),
        row("a refused token, a raw control character in msg", "{\"code\":99991663,\"msg\":\"x\u{1}\"}", Code(TOKEN))
            .broken(),
        row("a refused token, invalid UTF-8 in msg", b"{\"code\":99991663,\"msg\":\"\xe4\xb8\"}", Code(TOKEN)).broken(),
        row("invalid UTF-8 in msg, then a refused token", b"{\"msg\":\"\xe4\xb8\",\"code\":99991663}", Code(TOKEN))
            .broken(),
        row("a refused token, msg is an object", r#"{"code":99991663,"msg":{"zh":"x"}}"#, Code(TOKEN)),
        row("a refused token, 1e999 in error", r#"{"code":99991663,"error":{"n":1e999}}"#, Code(TOKEN)).unreadable(),
        row("a refused token, 100,000 levels in error", deep(TOKEN), Code(TOKEN)).unreadable(),
        row("a refused token, error is a text", r#"{"code":99991663,"error":"x\ud83d"}"#, Code(TOKEN)).unreadable(),
        row("a refused token, data is a text", r#"{"code":99991663,"data":""}"#, Code(TOKEN)),
        row("a refused token, unusual items", r#"{"code":99991663,"data":{"items":[{"id":{}}]}}"#, Code(TOKEN)),
        row("a refused token, cut within msg", r#"{"code":99991663,"msg":"x"#, Code(TOKEN)).broken(),
        row("a refused token, trailing text", r#"{"code":99991663,"msg":"x"} ok"#, Code(TOKEN)).broken(),
        row("a refused token, a trailing comma", r#"{"code":99991663,"msg":"x",}"#, Code(TOKEN)).broken(),
        row("a refused token, an unknown escape in msg", r#"{"code":99991663,"msg":"\x41"}"#, Code(TOKEN)).broken(),
        row("a refused token as a text", r#"{"code":"99991663","msg":"x"}"#, Code(TOKEN)),
        row("a refused token with .0", r#"{"code":99991663.0,"msg":"x"}"#, Code(TOKEN)),
        row("a refused token with an escaped key", r#"{"c\u006fde":99991663,"msg":"x"}"#, Code(TOKEN)),
        row("too many requests, a lone surrogate in msg", r#"{"code":99991400,"msg":"x\ud83d"}"#, Code(RATE))
            .unreadable(),
        row("too many requests, a raw newline in msg", "{\"code\":99991400,\"msg\":\"x\n\"}", Code(RATE)).broken(),
        row("too many requests, 100,000 levels in error", deep(RATE), Code(RATE)).unreadable(),
        row("another code, a lone surrogate in msg", r#"{"code":1002001,"msg":"x\ud83d"}"#, Code(1002001)).unreadable(),
        row("another code, 1e999 in an unknown key", r#"{"code":1002001,"new":1e999}"#, Code(1002001)).unreadable(),
        row("a code that is a text", r#"{"code":"N/A","data":{"items":[]}}"#, Fails),
        row("a code that is an object", r#"{"code":{},"data":{"items":[]}}"#, Fails),
        row("a code that is a boolean", r#"{"code":false,"data":{"items":[]}}"#, Fails),
        row("a code of 1e999", r#"{"code":1e999,"data":{"items":[]}}"#, Fails).unreadable(),
        row("two codes", r#"{"code":0,"data":{"items":[]},"code":99991663}"#, Open),
    ]
}

/// Data with the code 0, and an unusual field next to it.
fn envelopes() -> Vec<UnusualBody> {
    let deep = format!(r#"{{"code":0,"new":{},"data":{{"items":{ONE}}}}}"#, nested(100_000));
    let any = || Items { items: ONE, mismatches: None };
    vec![
        row("success, a lone surrogate in msg", r#"{"code":0,"msg":"x\ud83d","data":{"items":[{"id":"1"}]}}"#, any())
            .unreadable(),
        row("success, msg is a list", r#"{"code":0,"msg":[],"data":{"items":[{"id":"1"}]}}"#, any()),
        row("success, 1e999 in error", r#"{"code":0,"error":1e999,"data":{"items":[{"id":"1"}]}}"#, any()).unreadable(),
        row("success, 1e999 in an unknown key", r#"{"code":0,"new":1e999,"data":{"items":[{"id":"1"}]}}"#, any())
            .unreadable(),
        row("success, 100,000 levels in an unknown key", deep, any()).unreadable(),
        row(
            "unusual data before the code",
            r#"{"data":{"items":[{"id":"1","round":"N/A"}]},"code":0}"#,
            with(ONE, &["data.items[0].round"]),
        ),
        row("a data key twice", r#"{"code":0,"data":{},"data":{"items":[]}}"#, Open),
    ]
}

/// The fields of the page itself.
fn pages() -> Vec<UnusualBody> {
    vec![
        row("data is an empty text", r#"{"code":0,"data":""}"#, Fails),
        row("data is an empty list", r#"{"code":0,"data":[]}"#, Fails),
        row("data is null", r#"{"code":0,"data":null}"#, with("[]", &[])),
        row("items is an empty text", r#"{"code":0,"data":{"items":""}}"#, with("[]", &["data.items"])),
        row("items is an object", r#"{"code":0,"data":{"items":{}}}"#, with("[]", &["data.items"])),
        row("an item is a text", r#"{"code":0,"data":{"items":["1",{"id":"1"}]}}"#, with(ONE, &["data.items[0]"])),
        row(
            "has_more is N/A",
            r#"{"code":0,"data":{"items":[{"id":"1"}],"has_more":"N/A"}}"#,
            with(ONE, &["data.has_more"]),
        ),
        row(
            "page_token is an object",
            r#"{"code":0,"data":{"items":[{"id":"1"}],"page_token":{}}}"#,
            with(ONE, &["data.page_token"]),
        ),
        row(
            "unusual values in two items",
            r#"{"code":0,"data":{"items":[{"round":1.5},{"id":"2","stage":""}]}}"#,
            with(r#"[{},{"id":"2"}]"#, &["data.items[0].round", "data.items[1].stage"]),
        ),
    ]
}

/// Keys of an item.
fn keys() -> Vec<UnusualBody> {
    let item = |fields: &str| format!(r#"{{"code":0,"data":{{"items":[{{{fields}}}]}}}}"#);
    let any = |items| Items { items, mismatches: None };
    let invalid = [br#"{"code":0,"data":{"items":[{"id":"1",""#.as_slice(), b"\xff", br#"":2}]}}"#].concat();
    vec![
        row("a known key twice", item(r#""id":"1","id":"2""#), with(r#"[{"id":"2"}]"#, &[])),
        row("a known key twice, first unusual", item(r#""id":{},"id":"2""#), any(r#"[{"id":"2"}]"#)),
        row("an unknown key twice", item(r#""new":1,"new":2"#), with(r#"[{"new":2}]"#, &[])),
        row("an escaped key", item(r#""\u0069d":"1""#), with(ONE, &[])),
        row("a known key in capitals", item(r#""ID":"1""#), with(r#"[{"ID":"1"}]"#, &[])),
        row("an empty key", item(r#""":"1""#), with(r#"[{"":"1"}]"#, &[])),
        row("a key with a dot and a bracket", item(r#""a.b[0]":1"#), with(r#"[{"a.b[0]":1}]"#, &[])),
        row("a lone surrogate in a key", item(r#""id":"1","\ud83d":2"#), any("[{\"id\":\"1\",\"\u{fffd}\":2}]"))
            .unreadable(),
        row("a raw newline in a key", item("\"id\":\"1\",\"a\nb\":2"), any(r#"[{"id":"1","a\nb":2}]"#)).broken(),
        row("invalid UTF-8 in a key", invalid, any("[{\"id\":\"1\",\"\u{fffd}\":2}]")).broken(),
    ]
}
