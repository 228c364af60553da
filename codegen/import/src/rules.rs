//! Finds rules across parameters in descriptions.

use crate::drafted::DraftField;

/// Suggests rules that descriptions mention, such as `at_least_one_of: [a, b]`.
pub(crate) fn suggest_rules(fields: &[DraftField]) -> Vec<String> {
    let mut rules: Vec<String> = Vec::new();
    for field in fields {
        for sentence in field.text.split(['。', '；', ';', '\n']) {
            let Some(kind) = rule_kind(sentence) else { continue };
            let mentioned = fields.iter().filter(|other| other.name == field.name || mentions(sentence, &other.name));
            let names: Vec<&str> = mentioned.map(|field| field.name.as_str()).collect();
            let rule = format!("{kind}: [{}]", names.join(", "));
            if names.len() > 1 && !rules.contains(&rule) {
                rules.push(rule);
            }
        }
    }
    rules
}

/// Whether the server uses this field to recognize repeated calls.
pub(crate) fn is_idempotency_key(field: &DraftField) -> bool {
    let text = field.text.to_lowercase();
    field.is_required && ["幂等", "是否为同一请求", "idempoten"].iter().any(|word| text.contains(word))
}

fn rule_kind(sentence: &str) -> Option<&'static str> {
    let lower = sentence.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if says(&["至少", "at least one"]) {
        Some("at_least_one_of")
    } else if says(&["不能同时", "不可同时", "不支持同时", "二选一", "at the same time", "only one of"])
    {
        Some("at_most_one_of")
    } else {
        None
    }
}

/// Whether a sentence contains a name as a separate word.
fn mentions(sentence: &str, name: &str) -> bool {
    sentence.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).any(|word| word == name)
}
