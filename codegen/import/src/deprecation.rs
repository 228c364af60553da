//! Finds deprecated fields in descriptions, and the fields that replace them.

use crate::drafted::DraftField;

/// Phrases that declare the described field deprecated.
const PHRASES: [&str; 12] = [
    "废弃",
    "弃用",
    "即将下线",
    "已下线",
    "无效字段",
    "字段无效",
    "无效参数",
    "参数无效",
    "请勿使用",
    "请忽略",
    "deprecated",
    "no longer used",
];

/// Phrases before the name of the replacement.
const INSTEAD: [&str; 4] = ["使用", "改用", "替代", "use "];

/// Adds the key `deprecated` to the fields of one level whose description declares them deprecated, unless the glossary has the key.
pub(crate) fn mark(fields: &mut [DraftField]) {
    let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    let is_unmarked = |field: &&mut DraftField| !field.keys.iter().any(|(key, _)| *key == "deprecated");
    for field in fields.iter_mut().filter(|field| field.shared.is_none()).filter(is_unmarked) {
        if let Some(instead) = find(&field.text, &field.name, &names) {
            field.keys.push(("deprecated", instead.unwrap_or("nothing").to_owned()));
        }
    }
}

/// Returns the replacement of a field among `names` if the text says that the field is deprecated.
fn find<'n>(text: &str, name: &str, names: &'n [String]) -> Option<Option<&'n str>> {
    let lower = text.to_lowercase();
    let is_said = PHRASES.iter().any(|phrase| {
        // The clause may be about another field: `children 字段无效`.
        let before = lower.find(phrase).and_then(|at| lower.get(..at));
        before.is_some_and(|before| last_word(before).is_none_or(|word| word == name))
    });
    let replaced = INSTEAD.iter().find_map(|phrase| {
        let after = lower.get(lower.find(phrase)? + phrase.len()..)?;
        let word = after.split(|c: char| !is_word(c)).find(|word| !word.is_empty())?;
        names.iter().map(String::as_str).find(|other| *other == word && *other != name)
    });
    is_said.then_some(replaced)
}

/// Returns the identifier at the end of a text.
fn last_word(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let start = text
        .rfind(|c| !is_word(c))
        .map_or(0, |at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    text.get(start..).filter(|word| word.contains('_') || word.len() > 3)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_deprecated_fields_and_their_replacements() {
        let names = ["old_time", "new_time", "children"].map(str::to_owned);
        let of = |text: &str| find(text, "old_time", &names);
        assert_eq!(of("时间，此字段已废弃，请使用new_time"), Some(Some("new_time")));
        assert_eq!(of("时间，该字段即将下线，请使用「new_time」字段"), Some(Some("new_time")));
        assert_eq!(of("ID，无效字段，请勿使用"), Some(None));
        assert_eq!(of("列表 注意：children 字段无效，请参考示例"), None);
        assert_eq!(of("创建时间"), None);
    }
}
