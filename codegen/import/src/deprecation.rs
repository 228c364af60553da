//! Finds deprecated fields in descriptions, and the fields that replace them.

use crate::drafted::DraftField;

/// Phrases that declare the described field deprecated.
const PHRASES: [&str; 16] = [
    "废弃",
    "弃用",
    "不推荐使用",
    "不建议使用",
    "不再使用",
    "不再维护",
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

/// Adds the key `deprecated` to the fields of one level whose description declares them deprecated. If the glossary has the key, its replacement
/// must be a field of the level.
pub(crate) fn mark_deprecated_fields(fields: &mut [DraftField]) {
    let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    for field in fields.iter_mut().filter(|field| field.shared.is_none()) {
        match field.keys.iter_mut().find(|(key, _)| *key == "deprecated") {
            Some((_, instead)) if !names.contains(instead) => "nothing".clone_into(instead),
            Some(_) => {}
            None => {
                let found = find(&field.text, &field.name, &names);
                field.keys.extend(found.map(|instead| ("deprecated", instead.unwrap_or("nothing").to_owned())));
            }
        }
    }
}

/// Returns the replacement of a field among `names` if the text says that the field is deprecated.
fn find<'n>(text: &str, name: &str, names: &'n [String]) -> Option<Option<&'n str>> {
    let lower = text.to_lowercase();
    let is_said = PHRASES.iter().any(|phrase| {
        // The clause may be about another field: `children 字段无效`, `不建议使用 children`.
        let around = lower.split_once(phrase);
        let others = around.map(|(before, after)| [last_word(before), first_word(after)].into_iter().flatten());
        others.is_some_and(|mut others| others.all(|word| word == name))
    });
    let field = |word: &str| names.iter().map(String::as_str).find(|other| *other == word && *other != name);
    let replaced = INSTEAD.iter().flat_map(|phrase| lower.split(phrase).skip(1)).find_map(|after| {
        let word = after.split(|c: char| !is_word(c)).find(|word| !word.is_empty())?;
        field(word)
    });
    // A text that ends with the replacement needs no other words: `到期日期，请使用 expiry_timestamp`.
    let instead = lower.trim_end_matches(['。', '.', ' ']).trim_end_matches("字段").rsplit_once("请使用");
    let is_replaced = instead.is_some_and(|(_, word)| field(word.trim_matches([' ', '`', '「', '」'])).is_some());
    (is_said || is_replaced).then_some(replaced)
}

/// Returns the identifier at the start of a text.
fn first_word(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', '`', '「']);
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    text.get(..end).filter(|word| word.contains('_') || word.len() > 3)
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
        assert_eq!(of("已不推荐使用，请使用 new_time 字段的用户数据"), Some(Some("new_time")));
        assert_eq!(of("即将下线字段，不建议使用，推荐使用「new_time」字段"), Some(Some("new_time")));
        assert_eq!(of("时间 请使用new_time"), Some(Some("new_time")));
        assert_eq!(of("时间，不建议使用 children，请使用示例"), None);
        assert_eq!(of("时间，请使用 new_time 查询"), None);
        assert_eq!(of("创建时间"), None);
    }
}
