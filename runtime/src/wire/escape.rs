//! Escapes characters in JSON strings.

use std::fmt::Write as _;

/// Appends a character of a string, escaped if JSON requires it.
pub(super) fn push_escaped(character: char, out: &mut String) {
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\0'..' ' => drop(write!(out, "\\u{:04x}", u32::from(character))),
        _ => out.push(character),
    }
}
