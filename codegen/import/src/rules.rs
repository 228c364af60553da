//! Finds rules across parameters in descriptions.

use crate::drafted::{DraftField, Ty};

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
            let found = find_rule(sentence, field, fields).or_else(|| find_order(sentence, field, fields));
            rules.extend(found.filter(|found| !rules.iter().any(|rule| rule.text == found.text)));
        }
    }
    rules
}

/// Finds a rule on the presence of fields.
fn find_rule(sentence: &str, field: &DraftField, fields: &[DraftField]) -> Option<MentionedRule> {
    let kind = rule_kind(sentence)?;
    let mentioned = |other: &&DraftField| other.name == field.name || mentions(sentence, &other.name);
    let mentioned: Vec<&DraftField> = fields.iter().filter(mentioned).collect();
    let names: Vec<&str> = mentioned.iter().map(|field| field.name.as_str()).collect();
    let text = format!("{kind}: [{}]", names.join(", "));
    (names.len() > 1).then(|| MentionedRule { text, is_certain: !mentioned.iter().any(|field| field.is_required) })
}

/// Finds the order of two times, such as `需小于等于 end_time` in the description of `start_time`.
fn find_order(sentence: &str, field: &DraftField, fields: &[DraftField]) -> Option<MentionedRule> {
    let mut others = fields.iter().filter(|other| other.name != field.name && mentions(sentence, &other.name));
    let (other, None) = (others.next()?, others.next()) else { return None };
    let is_time = |field: &DraftField| matches!(field.ty, Ty::Plain(ty) | Ty::AsString(ty) if is_time_type(ty));
    if !(is_time(field) && field.ty == other.ty) {
        return None;
    }
    let says = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let (first, last) = if says(&["小于", "不大于", "不能大于", "不晚于", "不能晚于", "不得晚于"]) {
        (field, other)
    } else if says(&["大于", "不小于", "不能小于", "不早于", "不能早于", "不得早于", "晚于"]) {
        (other, field)
    } else if says(&["早于"]) {
        (field, other)
    } else {
        return None;
    };
    Some(MentionedRule { text: format!("not_after: [{}, {}]", first.name, last.name), is_certain: true })
}

fn is_time_type(ty: &str) -> bool {
    matches!(ty, "timestamp" | "seconds")
}

/// Whether the server uses this field to recognize repeated calls.
pub(crate) fn is_idempotency_key(field: &DraftField) -> bool {
    let text = field.text.to_lowercase();
    field.is_required && ["幂等", "是否为同一请求", "idempoten"].iter().any(|word| text.contains(word))
}

fn rule_kind(sentence: &str) -> Option<&'static str> {
    let lower = sentence.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if says(&["至少", "必填其一", "必传其一", "必须填写其一", "必传一个", "必填一个", "同时为空", "at least one"])
    {
        Some("at_least_one_of")
    } else if says(&["二选一", "at the same time", "only one of"])
        || says(&["同时"]) && says(&["不能", "不可", "不支持", "不允许"])
    {
        Some("at_most_one_of")
    } else {
        None
    }
}

/// Whether a sentence contains a name as a separate word.
pub(crate) fn mentions(sentence: &str, name: &str) -> bool {
    sentence.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).any(|word| word == name)
}
