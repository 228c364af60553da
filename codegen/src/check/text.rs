//! Checks the syntax of names, descriptions, labels, dates and URLs.

use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Piece;

/// Checks that a description is an English sentence.
pub(crate) fn doc(text: Piece<'_>, report: &mut Report) -> String {
    let text = text.trim();
    if text.text.is_empty() {
        report.add(
            Diagnostic::new(Code::Empty, text.span, "the description is empty").help("write one English sentence"),
        );
    } else if text.text.chars().find(|c| c.is_alphabetic()).is_some_and(is_chinese) {
        report.add(
            Diagnostic::new(Code::NotASentence, text.span, "the description is not in English")
                .help("describe it in your own words, in English; the Chinese name goes under `zh`"),
        );
    } else if !text.text.ends_with(['.', '!', '?']) {
        report.add(
            Diagnostic::new(Code::NotASentence, text.span, "the description is not a sentence")
                .label("does not end with a period")
                .help("end it with `.`, `!` or `?`"),
        );
    }
    text.text.to_owned()
}

/// Checks that a description, which is not empty, is a Chinese sentence.
pub(crate) fn doc_zh(text: Piece<'_>, report: &mut Report) -> String {
    if !text.text.contains(is_chinese) {
        report.add(
            Diagnostic::new(Code::NotAChineseSentence, text.span, "the description is not in Chinese")
                .help("translate `doc`, or remove the key"),
        );
    } else if !text.text.ends_with(['。', '！', '？']) {
        report.add(
            Diagnostic::new(Code::NotAChineseSentence, text.span, "the description is not a Chinese sentence")
                .label("does not end with a full-width period")
                .help("end it with `。`, `！` or `？`"),
        );
    }
    text.text.to_owned()
}

fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Checks that a text is not empty.
pub(crate) fn label(text: Piece<'_>, what: &str, report: &mut Report) -> String {
    let text = text.trim();
    if text.text.is_empty() {
        report.add(Diagnostic::new(Code::Empty, text.span, format!("{what} is empty")));
    }
    text.text.to_owned()
}

/// Whether a text is a key of the schema: `[A-Za-z_][A-Za-z0-9_]*`.
#[must_use]
pub fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a text is in `snake_case`.
#[must_use]
pub fn is_snake_case(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !text.ends_with('_')
        && !text.contains("__")
}

/// Whether a text is in `PascalCase`.
pub(crate) fn is_pascal_case(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Whether a text is a day of the calendar, such as `2024-02-29`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    if [year.len(), month.len(), day.len()] != [4, 2, 2]
        || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        return false;
    }
    let (Ok(year), Ok(month), Ok(day)) = (year.parse::<u16>(), month.parse::<u8>(), day.parse::<u8>()) else {
        return false;
    };
    let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Whether a text is a URL: `https://…` or `http://…`, with a host and without whitespace.
#[must_use]
pub fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace))
}
