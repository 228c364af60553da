//! Reads from descriptions under which condition a field is required.

use crate::drafted::DraftField;
use crate::rules::mentions;

/// A value of an enum or a `bool`: its code, its name in the schema and its label.
pub(crate) struct NamedValue {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) label: String,
}

/// Adds the key `required_if` to the fields of one level whose description states such a condition. `values` returns the values of a field.
pub(crate) fn mark_conditional_fields(fields: &mut [DraftField], values: impl Fn(&DraftField) -> Vec<NamedValue>) {
    let found: Vec<(usize, String)> =
        (0..fields.len()).filter_map(|at| Some((at, find_condition(fields, at, &values)?))).collect();
    for (at, condition) in found {
        let free = fields.get_mut(at).filter(|field| field.shared.is_none() && !field.is_required);
        free.into_iter().for_each(|field| field.keys.push(("required_if", condition.clone())));
    }
}

/// Returns the condition of a field: `other`, or `{ other: [value] }`.
fn find_condition(fields: &[DraftField], at: usize, values: impl Fn(&DraftField) -> Vec<NamedValue>) -> Option<String> {
    let field = fields.get(at)?;
    for sentence in field.text.split(['。', '；', ';']).filter(|sentence| is_condition(sentence)) {
        let mut others = fields.iter().filter(|other| other.name != field.name && mentions(sentence, &other.name));
        let (Some(other), None) = (others.next(), others.next()) else { continue };
        let end = ["必填", "必传"].iter().filter_map(|word| sentence.find(word)).min();
        let clause = sentence.get(..end?)?;
        let (_, condition) = clause.split_once(&other.name)?;
        let names = find_values(condition, &values(other));
        if !names.is_empty() {
            return Some(format!("{{ {}: [{}] }}", other.name, names.join(", ")));
        }
        if ["若传", "在传", "若填写了"].iter().any(|word| clause.contains(word)) && !clause.contains("该字段")
        {
            return Some(other.name.clone());
        }
    }
    None
}

/// Whether a sentence states a single condition under which a field is required.
fn is_condition(sentence: &str) -> bool {
    let says = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    says(&["必填", "必传"])
        && says(&["当", "若", "在传", "时必填", "时必传"])
        && !says(&["未", "不为", "非必填", "同时满足"])
}

/// Returns the names of the values that a text contains, by code or by label. A label that is part of a longer label is ignored.
fn find_values(text: &str, values: &[NamedValue]) -> Vec<String> {
    let labels: Vec<&str> = values.iter().map(|value| value.label.as_str()).filter(|it| !it.is_empty()).collect();
    let has_label = |label: &str| {
        let longer = labels.iter().filter(|other| other.len() > label.len() && other.contains(label));
        let rest = longer.fold(text.to_owned(), |rest, longer| rest.replace(longer, ""));
        !label.is_empty() && rest.contains(label)
    };
    let is_meant = |value: &&NamedValue| mentions(text, &value.code) || has_label(&value.label);
    values.iter().filter(is_meant).map(|value| value.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drafted::Ty;

    fn field(name: &str, text: &str) -> DraftField {
        DraftField::with_text(name, Ty::Plain("string"), text)
    }

    #[test]
    fn conditions_of_required_fields_are_found() {
        let value = |code: &str, name: &str, label: &str| NamedValue {
            code: code.to_owned(),
            name: name.to_owned(),
            label: label.to_owned(),
        };
        let values = |field: &DraftField| match field.name.as_str() {
            "option" => vec![value("1", "block", "屏蔽"), value("2", "unblock", "取消屏蔽"), value("4", "other", "")],
            _ => Vec::new(),
        };
        let of = |text: &str| {
            let mut fields = [field("option", "操作"), field("mobile", "电话"), field("reason", text)];
            mark_conditional_fields(&mut fields, values);
            fields[2].keys.first().map(|(_, value)| value.clone())
        };
        assert_eq!(of("原因，当option为1时必填").as_deref(), Some("{ option: [block] }"));
        assert_eq!(of("原因，仅当 option 为取消屏蔽 时，该字段必填").as_deref(), Some("{ option: [unblock] }"));
        assert_eq!(of("信息，操作option为屏蔽时必填").as_deref(), Some("{ option: [block] }"));
        assert_eq!(of("号码，在传 mobile 参数的情况下必传").as_deref(), Some("mobile"));
        assert_eq!(of("若未传入mobile，该参数必填"), None);
        assert_eq!(of("当同时满足以下两个条件时必填：option 为 1"), None);
        assert_eq!(of("当option为3时必填"), None);
        assert_eq!(of("若填写了该字段，电话（mobile）字段必填"), None);
        assert_eq!(of("原因"), None);
    }
}
