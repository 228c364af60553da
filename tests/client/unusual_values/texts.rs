//! Unusual texts: other types, lone surrogates, raw control characters, bytes that are not UTF-8.

use super::row::{
    Field::{Date, Id, Text, TextEnum, Unknown, Url},
    UnusualValue, absent, kept, mismatch, open, reads, replaced,
};

pub(super) fn rows() -> Vec<UnusualValue> {
    [other_types(), surrogates(), control_characters(), not_utf8(), escapes()].into_iter().flatten().collect()
}

fn other_types() -> Vec<UnusualValue> {
    vec![
        mismatch("an empty object for a text", Text, "{}"),
        mismatch("an empty list for a text", Text, "[]"),
        mismatch("an object for a text", Text, r#"{"zh_cn":"备注","en_us":"remark"}"#),
        mismatch("a list for a text", Text, r#"["a"]"#),
        mismatch("100,000 levels for a text", Text, nested(100_000)).unreadable(),
        absent("null for a text", Text, "null"),
        reads("an empty text", Text, r#""""#, r#""""#),
        reads("an integer for a text", Text, "5", r#""5""#),
        reads("a boolean for a text", Text, "true", r#""true""#),
        reads("an integer of 23 digits for a text", Text, "12345678901234567890123", r#""12345678901234567890123""#),
        mismatch("an empty object for an id", Id, "{}"),
        mismatch("an empty list for an id", Id, "[]"),
        mismatch("an object with an id for an id", Id, r#"{"id":"6949805467799537964"}"#),
        reads("an integer for an id", Id, "6949805467799537964", r#""6949805467799537964""#),
        reads("an unsigned integer of 64 bits for an id", Id, "18446744073709551615", r#""18446744073709551615""#),
        reads("an integer of 65 bits for an id", Id, "18446744073709551616", r#""18446744073709551616""#),
        reads("an integer of 23 digits for an id", Id, "12345678901234567890123", r#""12345678901234567890123""#),
        reads(
            "a negative integer of 23 digits for an id",
            Id,
            "-12345678901234567890123",
            r#""-12345678901234567890123""#,
        ),
        reads("a small negative integer for an id", Id, "-1", r#""-1""#),
        mismatch("an empty object for a date", Date, "{}"),
        mismatch("an empty list for a date", Date, "[]"),
        reads("a number for a date", Date, "20240131", r#""20240131""#),
        reads("a date with slashes", Date, r#""2024/01/31""#, r#""2024/01/31""#),
        mismatch("an empty object for a URL", Url, "{}"),
        mismatch("an empty list for a URL", Url, "[]"),
        mismatch("a list of URLs for a URL", Url, r#"["https://example.com/a"]"#),
        mismatch("an empty object for a text enum", TextEnum, "{}"),
        mismatch("an empty list for a text enum", TextEnum, "[]"),
        reads("a number for a text enum", TextEnum, "5", r#""5""#),
        reads("an unlisted value of a text enum", TextEnum, r#""lark_id""#, r#""lark_id""#),
    ]
}

fn surrogates() -> Vec<UnusualValue> {
    vec![
        replaced("a lone high surrogate at the end", Text, r#""x\ud83d""#, "\"x\u{fffd}\"").unreadable(),
        replaced("a lone high surrogate alone", Text, r#""\ud83d""#, "\"\u{fffd}\"").unreadable(),
        replaced("a high surrogate before a letter", Text, r#""\ud83dx""#, "\"\u{fffd}x\"").unreadable(),
        replaced("a high surrogate before an escaped letter", Text, r#""\ud83d\u0041""#, "\"\u{fffd}A\"").unreadable(),
        replaced("a high surrogate before an escaped newline", Text, r#""\ud83d\n""#, "\"\u{fffd}\\n\"").unreadable(),
        replaced("a high surrogate before an escaped quote", Text, r#""\ud83d\"""#, "\"\u{fffd}\\\"\"").unreadable(),
        replaced("a high surrogate before Chinese text", Text, r#""\ud83d通过""#, "\"\u{fffd}通过\"").unreadable(),
        replaced("a low surrogate", Text, r#""\ude00x""#, "\"\u{fffd}x\"").unreadable(),
        replaced("a reversed pair", Text, r#""\ude00\ud83d""#, "\"\u{fffd}\u{fffd}\"").unreadable(),
        replaced("two high surrogates", Text, r#""\ud83d\ud83d""#, "\"\u{fffd}\u{fffd}\"").unreadable(),
        replaced("a high surrogate before a pair", Text, r#""\ud83d\ud83d\ude00""#, "\"\u{fffd}😀\"").unreadable(),
        replaced("a pair before a low surrogate", Text, r#""\ud83d\ude00\ude00""#, "\"😀\u{fffd}\"").unreadable(),
        reads("a pair", Text, r#""\uD83D\uDE00""#, "\"😀\""),
        reads("an escaped backslash before a surrogate's letters", Text, r#""\\ud83d""#, r#""\\ud83d""#),
        replaced("a lone surrogate in an id", Id, r#""x\ud83d""#, "\"x\u{fffd}\"").unreadable(),
        replaced(
            "a lone surrogate in a URL",
            Url,
            r#""https://example.com/\ud83d""#,
            "\"https://example.com/\u{fffd}\"",
        )
        .unreadable(),
        kept("a lone surrogate in an unknown text", r#""x\ud83d""#).unreadable(),
        kept("a reversed pair in an unknown text", r#""\ude00\ud83d""#).unreadable(),
    ]
}

/// The character is delivered, because it is valid Unicode. Only JSON requires that it is escaped.
fn control_characters() -> Vec<UnusualValue> {
    vec![
        replaced("a raw U+0001", Text, "\"a\u{1}b\"", r#""a\u0001b""#).broken(),
        replaced("a raw newline", Text, "\"a\nb\"", r#""a\nb""#).broken(),
        replaced("a raw carriage return and newline", Text, "\"a\r\nb\"", r#""a\r\nb""#).broken(),
        replaced("a raw tab", Text, "\"a\tb\"", r#""a\tb""#).broken(),
        replaced("a raw NUL", Text, "\"a\0b\"", r#""a\u0000b""#).broken(),
        replaced("a raw U+001F at the end", Text, "\"a\u{1f}\"", r#""a\u001f""#).broken(),
        replaced("a raw newline in an id", Id, "\"1\n\"", r#""1\n""#).broken(),
        replaced("a raw newline in an unknown text", Unknown, "\"a\nb\"", r#""a\nb""#).broken(),
        replaced("a raw NUL in an unknown text", Unknown, "\"a\0b\"", r#""a\u0000b""#).broken(),
        open("a raw control character outside a text", Text, "\u{1}\"a\"").broken(),
        reads("a raw U+007F", Text, "\"a\u{7f}b\"", "\"a\u{7f}b\""),
        reads("a raw U+2028", Text, "\"a\u{2028}b\"", "\"a\u{2028}b\""),
        reads("a byte order mark within a text", Text, "\"\u{feff}a\"", "\"\u{feff}a\""),
        reads("an escaped NUL", Text, r#""a\u0000b""#, r#""a\u0000b""#),
    ]
}

/// There are as many replacement characters as with `String::from_utf8_lossy`.
fn not_utf8() -> Vec<UnusualValue> {
    vec![
        replaced("a sequence truncated by the end of the text", Text, b"\"a\xe4\xb8\"", "\"a\u{fffd}\"").broken(),
        replaced("a sequence truncated by a letter", Text, b"\"\xf0\x9f\x98x\"", "\"\u{fffd}x\"").broken(),
        replaced("an overlong slash", Text, b"\"\xc0\xaf\"", "\"\u{fffd}\u{fffd}\"").broken(),
        replaced("an overlong NUL", Text, b"\"\xe0\x80\x80\"", "\"\u{fffd}\u{fffd}\u{fffd}\"").broken(),
        replaced("a surrogate in three bytes", Text, b"\"\xed\xa0\xbd\"", "\"\u{fffd}\u{fffd}\u{fffd}\"").broken(),
        replaced("a pair of surrogates in six bytes", Text, b"\"\xed\xa0\xbd\xed\xb8\x80\"", &lost(6)).broken(),
        replaced("a character beyond U+10FFFF", Text, b"\"\xf4\x90\x80\x80\"", &lost(4)).broken(),
        replaced("a lone continuation byte", Text, b"\"a\x81b\"", "\"a\u{fffd}b\"").broken(),
        replaced("a byte that UTF-8 never has", Text, b"\"\xff\"", "\"\u{fffd}\"").broken(),
        replaced("Latin-1", Text, b"\"caf\xe9\"", "\"caf\u{fffd}\"").broken(),
        replaced("GBK", Text, b"\"\xcd\xa8\xb9\xfd\"", "\"\u{368}\u{fffd}\u{fffd}\"").broken(),
        replaced("invalid UTF-8 in an id", Id, b"\"1\xff\"", "\"1\u{fffd}\"").broken(),
        replaced("invalid UTF-8 in an unknown text", Unknown, b"\"a\xe4\xb8\"", "\"a\u{fffd}\"").broken(),
        open("invalid UTF-8 outside a text", Text, b"\xff").broken(),
    ]
}

fn lost(count: usize) -> String {
    format!("\"{}\"", "\u{fffd}".repeat(count))
}

/// Escapes that JSON does not define may have any result, but the end of the text must be found.
fn escapes() -> Vec<UnusualValue> {
    vec![
        open("an escape of no digits", Text, r#""x\u""#).broken(),
        open("a truncated escape", Text, r#""x\ud8""#).broken(),
        open("a truncated escape after a high surrogate", Text, r#""x\ud83d\ude""#).broken(),
        open("a high surrogate before a lone escape", Text, r#""x\ud83d\u""#).broken(),
        open("an escape of other letters", Text, r#""\u00zz""#).broken(),
        open("an unknown escape", Text, r#""\x41""#).broken(),
        open("a truncated escape in an unknown text", Unknown, r#""x\ud8""#).broken(),
        open("a backslash before the closing quote", Text, r#""x\""#).broken(),
        open("single quotes", Text, "'x'").broken(),
    ]
}

pub(super) fn nested(levels: usize) -> String {
    "[".repeat(levels) + &"]".repeat(levels)
}
