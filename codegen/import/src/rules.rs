//! Finds rules across parameters in descriptions.

use crate::drafted::DraftField;

/// A rule that a description mentions.
pub(crate) struct MentionedRule {
    /// The notation of the schema, such as `at_least_one_of: [a, b]`.
    pub(crate) text: String,
    /// Whether the schema accepts it: all fields are optional.
    pub(crate) is_certain: bool,
}

/// Finds rules that descriptions mention.
pub(crate) fn find_rules(fields: &[DraftField]) -> Vec<MentionedRule> {
    let mut rules: Vec<MentionedRule> = Vec::new();
    for field in fields {
        for sentence in field.text.split(['。', '；', ';', '\n']) {
            let Some(kind) = rule_kind(sentence) else { continue };
            let mentioned = |other: &&DraftField| other.name == field.name || mentions(sentence, &other.name);
            let mentioned: Vec<&DraftField> = fields.iter().filter(mentioned).collect();
            let names: Vec<&str> = mentioned.iter().map(|field| field.name.as_str()).collect();
            let text = format!("{kind}: [{}]", names.join(", "));
            if names.len() > 1 && !rules.iter().any(|rule| rule.text == text) {
                rules.push(MentionedRule { text, is_certain: !mentioned.iter().any(|field| field.is_required) });
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
    if says(&["至少", "必填其一", "必传其一", "必须填写其一", "at least one"]) {
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
