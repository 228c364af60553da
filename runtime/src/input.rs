//! Checks for typical copy-and-paste mistakes in the values that callers pass: whitespace, invisible characters, quotes, lists, rounded numbers.
//!
//! No message contains the value, which may be a secret or personal data.

const BLANK_AT_AN_END: &str = "must not start or end with whitespace or an invisible character";
const BLANK_INSIDE: &str = "must not contain whitespace or an invisible character";
const QUOTED: &str = "must not be in quotes";

/// Removes whitespace, control characters and invisible characters at both ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// Whether a text has no visible character.
pub(crate) fn is_empty(text: &str) -> bool {
    text.chars().all(is_blank)
}

/// Describes what is wrong with a trimmed app id, secret, token or ticket, if anything.
pub(crate) fn credential_violation(text: &str) -> Option<&'static str> {
    let first_word = text.split(is_blank).next().unwrap_or_default();
    if text.is_empty() {
        Some("must not be empty")
    } else if text.starts_with(is_quote) {
        Some(QUOTED)
    } else if text.starts_with(['{', '[', '<']) {
        Some("must be the value alone, without the JSON or markup around it")
    } else if first_word.eq_ignore_ascii_case("bearer") {
        Some("must be given without `Bearer`")
    } else if text.contains(is_blank) {
        Some(BLANK_INSIDE)
    } else if text.contains([',', ';']) {
        Some("must be one value, not a list")
    } else if !text.is_ascii() {
        Some("must have ASCII characters only")
    } else {
        None
    }
}

/// Describes what is wrong with an id, if anything. An empty id is valid here, because it may mean that there is none.
pub(crate) fn id_violation(id: &str) -> Option<&'static str> {
    if trim(id).len() != id.len() {
        Some(BLANK_AT_AN_END)
    } else if id.contains(is_blank) {
        Some(BLANK_INSIDE)
    } else if id.starts_with(is_quote) {
        Some(QUOTED)
    } else if id.contains([',', '，', '、', ';', '；']) {
        Some("must be one id, not a list")
    } else if id.contains(|character| matches!(character, '０'..='９')) {
        Some("must not contain full-width digits")
    } else if is_scientific(id) {
        Some("is a number that a spreadsheet has rounded; use the original id, as text")
    } else {
        None
    }
}

/// Describes why a value cannot be a segment of a path, if it cannot. Servers resolve `.` and `..` as the current and the parent folder, even if
/// the dots are percent-encoded.
pub(crate) fn segment_violation(value: &str) -> Option<&'static str> {
    match value {
        _ if is_empty(value) => Some("must not be empty"),
        "." | ".." => Some("must not be `.` or `..`"),
        _ if trim(value).len() != value.len() => Some(BLANK_AT_AN_END),
        _ if value.contains(|character: char| character.is_control() || is_invisible(character)) => {
            Some("must not contain a control character or an invisible character")
        }
        _ => None,
    }
}

/// Whether the name of a parameter suggests that it contains ids.
pub(crate) fn is_name_of_id(name: &str) -> bool {
    name == "id" || name.ends_with("_id")
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character.is_control() || is_invisible(character)
}

/// Whether this is a soft hyphen, a zero-width character, a mark of the writing direction, or the byte order mark.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}

const fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '「' | '」' | '＂')
}

/// Whether an id is a number in scientific notation, such as `6.9498E+18`.
fn is_scientific(id: &str) -> bool {
    let Some((number, exponent)) = id.split_once(['e', 'E']) else { return false };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = exponent.strip_prefix('+');
    number.split('.').all(is_digits) && exponent.is_some_and(is_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_refused_with_the_reason() {
        let rounded = Some("is a number that a spreadsheet has rounded; use the original id, as text");
        let list = Some("must be one id, not a list");
        for (id, violation) in [
            ("", None),
            ("6949805467799537964", None),
            ("ou_f476cb099ac9227c9bae09ce46112579", None),
            ("20e5+a=", None),
            ("1e5", None),
            (" 1", Some(BLANK_AT_AN_END)),
            ("1\n", Some(BLANK_AT_AN_END)),
            ("1\t", Some(BLANK_AT_AN_END)),
            ("\u{feff}1", Some(BLANK_AT_AN_END)),
            ("1\0", Some(BLANK_AT_AN_END)),
            ("1\u{200d}1", Some(BLANK_INSIDE)),
            ("1\u{0}1", Some(BLANK_INSIDE)),
            ("1 2", Some(BLANK_INSIDE)),
            ("\"1\"", Some(QUOTED)),
            ("1,2", list),
            ("1，2", list),
            ("１２", Some("must not contain full-width digits")),
            ("6.9498E+18", rounded),
            ("6e+18", rounded),
        ] {
            assert_eq!(id_violation(id), violation, "{id:?}");
        }
    }

    #[test]
    fn segments_of_a_path_are_visible() {
        for (value, is_refused) in [
            ("a b", false),
            ("中", false),
            ("...", false),
            ("", true),
            (" ", true),
            ("\u{feff}", true),
            (".", true),
            ("..", true),
            (" a", true),
            ("a\n", true),
            ("a\0b", true),
            ("a\u{200b}b", true),
        ] {
            assert_eq!(segment_violation(value).is_some(), is_refused, "{value:?}");
        }
    }
}
