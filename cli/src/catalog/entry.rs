//! An entry of the emitted catalog: a line with one JSON object.

use serde_json::Value;

use super::name::with_commands;
use crate::language::Language;

/// Returns the entry with this key, the first of its line.
pub(super) fn find(lines: &str, key: &str, name: &str) -> Option<Value> {
    let start = format!("{{ \"{key}\": \"{name}\"");
    serde_json::from_str(lines.lines().find(|line| line.starts_with(&start))?).ok()
}

pub(super) fn text<'a>(entry: &'a Value, key: &str) -> &'a str {
    entry.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Returns the description in a language, or in English if the schema has no other.
pub(super) fn doc(entry: &Value, language: Language) -> String {
    let chinese = entry.get("doc_zh").and_then(Value::as_str);
    with_commands(language.select(None, chinese).unwrap_or_else(|| text(entry, "doc")))
}

pub(super) fn flag(entry: &Value, key: &str) -> bool {
    entry.get(key).and_then(Value::as_bool).unwrap_or_default()
}

pub(super) fn texts<'a>(entry: &'a Value, key: &str) -> Vec<&'a str> {
    entry.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_description_without_translation_is_english() {
        let translated = json!({ "doc": "See `hire.v1.note.get`.", "doc_zh": "参见 `hire.v1.note.get`。" });
        assert_eq!(doc(&translated, Language::English), "See `note get`.");
        assert_eq!(doc(&translated, Language::Chinese), "参见 `note get`。");
        assert_eq!(doc(&json!({ "doc": "A note." }), Language::Chinese), "A note.");
    }
}
