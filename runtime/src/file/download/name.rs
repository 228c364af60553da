//! File names that every common system accepts, and that stay in the folder to which they are joined.

/// Maximum length in bytes of a file name in common file systems.
const MAX_NAME: usize = 255;

/// Maximum length in bytes of an extension with its dot. A longer text after the last dot is not an extension and may be cut off.
const MAX_EXTENSION: usize = 32;

/// Returns a name that is safe to create; `None` if nothing remains of it.
#[inline]
pub(super) fn safe_name(name: &str) -> Option<String> {
    let name: String = name.chars().map(|letter| if is_unsafe(letter) { '_' } else { letter }).collect();
    // Windows ignores dots and spaces at the end, so the name could refer to another file.
    let name = name.trim_start().trim_end_matches(|letter: char| letter == '.' || letter.is_whitespace());
    let prefix = if is_device(name) { "_" } else { "" };
    Some(fitting(&format!("{prefix}{name}"), "")).filter(|name| !name.is_empty())
}

/// Returns the name with a number before its extension: `简历 (1).pdf`.
#[inline]
pub(super) fn numbered(name: &str, number: u32) -> String {
    fitting(name, &format!(" ({number})"))
}

/// Returns the longest beginning of `text` that fits into `bytes` and ends between two characters.
#[inline]
pub(super) fn beginning(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let beginning = text.get(..end).unwrap_or_default();
    // A zero-width joiner must not remain without the emoji that it joins.
    if end < text.len() { beginning.trim_end_matches('\u{200d}') } else { beginning }
}

/// Inserts `suffix` before the extension, and shortens the stem if the name would be too long.
#[inline]
fn fitting(name: &str, suffix: &str) -> String {
    let (stem, extension) = split_extension(name);
    let stem = beginning(stem, MAX_NAME.saturating_sub(suffix.len() + extension.len()));
    let name = format!("{stem}{suffix}{extension}");
    name.trim_end_matches(['.', ' ']).to_owned()
}

/// Splits a name before the dot of its extension. Without an extension, the second part is empty.
#[inline]
fn split_extension(name: &str) -> (&str, &str) {
    let split = name.rfind('.').filter(|dot| *dot > 0 && name.len() - dot <= MAX_EXTENSION);
    split.and_then(|dot| name.split_at_checked(dot)).unwrap_or((name, ""))
}

/// Whether the character is a path separator, is forbidden on Windows, or makes the name look different.
#[inline]
fn is_unsafe(letter: char) -> bool {
    let forbidden = matches!(letter, '/' | '\\' | ':' | '<' | '>' | '"' | '|' | '?' | '*');
    // These characters change the direction of text: `fdp.exe` is displayed as `exe.pdf`.
    let turns_text =
        matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let invisible = matches!(letter, '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}' | '\u{feff}');
    forbidden || turns_text || invisible || letter.is_control()
}

/// Whether Windows interprets the name as a device, regardless of its extension.
#[inline]
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let port = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let is_port = port.is_some_and(|port| {
        let mut letters = port.chars();
        letters.next().is_some_and(|it| matches!(it, '0'..='9' | '¹' | '²' | '³')) && letters.next().is_none()
    });
    is_port || matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_to_create() {
        for (name, safe) in [
            ("简历.pdf", Some("简历.pdf")),
            (" 张三 👩‍💻.pdf ", Some("张三 👩‍💻.pdf")),
            (".gitignore", Some(".gitignore")),
            ("../../.ssh/authorized_keys", Some(".._.._.ssh_authorized_keys")),
            ("C:\\a\0b", Some("C__a_b")),
            ("a<b>|c\"*?.pdf", Some("a_b__c___.pdf")),
            ("a\tb\r\nc\u{7f}\u{85}.pdf", Some("a_b__c__.pdf")),
            ("简历\u{202e}fdp.exe", Some("简历_fdp.exe")),
            ("a\u{2066}\u{200f}\u{feff}b", Some("a___b")),
            ("a.pdf.", Some("a.pdf")),
            ("a.pdf. . ", Some("a.pdf")),
            ("a.pdf\u{3000}", Some("a.pdf")),
            ("CON", Some("_CON")),
            ("con.pdf", Some("_con.pdf")),
            ("Aux .tar.gz", Some("_Aux .tar.gz")),
            ("NUL.", Some("_NUL")),
            ("COM1.pdf", Some("_COM1.pdf")),
            ("lpt².pdf", Some("_lpt².pdf")),
            ("CONIN$", Some("_CONIN$")),
            ("COM10.pdf", Some("COM10.pdf")),
            ("CONTRACT.pdf", Some("CONTRACT.pdf")),
            ("..", None),
            ("...", None),
            (". .", None),
            (" ", None),
            ("", None),
        ] {
            assert_eq!(safe_name(name).as_deref(), safe, "{name:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_between_characters_and_keeps_its_extension() {
        let emoji = "👩‍💻".repeat(40);
        for (name, shortened) in [
            ("长".repeat(100) + ".pdf", "长".repeat(83) + ".pdf"),
            ("长".repeat(85), "长".repeat(85)),
            ("长".repeat(86), "长".repeat(85)),
            ("a".repeat(251) + ".pdf", "a".repeat(251) + ".pdf"),
            ("a".repeat(252) + ".pdf", "a".repeat(251) + ".pdf"),
            (format!("{emoji}.pdf"), "👩‍💻".repeat(22) + "👩.pdf"),
            ("a".repeat(10) + "." + &"b".repeat(300), "a".repeat(10) + "." + &"b".repeat(244)),
            ("a".repeat(254) + ".." + &"b".repeat(300), "a".repeat(254)),
        ] {
            assert_eq!(safe_name(&name), Some(shortened.clone()), "{name}");
            assert!(shortened.len() <= MAX_NAME);
        }
    }

    #[test]
    fn a_number_is_inserted_before_the_extension() {
        for (name, number, expected) in [
            ("简历.pdf", 1, "简历 (1).pdf".to_owned()),
            ("简历", 12, "简历 (12)".to_owned()),
            (".gitignore", 1, ".gitignore (1)".to_owned()),
            (&("长".repeat(83) + ".pdf"), 1, "长".repeat(82) + " (1).pdf"),
            (&"a".repeat(255), u32::MAX, "a".repeat(242) + " (4294967295)"),
        ] {
            assert_eq!(numbered(name, number), expected);
        }
    }
}
