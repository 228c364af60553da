//! Reads rules across parameters, and across the fields of an object.

use super::keys::{self, Keys};
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Node, Piece};
use crate::model::{Field, Payload, Presence, Rule, Type};
use crate::source::Span;

/// The constructor of a rule.
pub(super) type Constructor = fn(Vec<String>) -> Rule;

pub(super) const RULES: [(&str, Constructor); 3] =
    [("at_least_one_of", Rule::AtLeastOneOf), ("at_most_one_of", Rule::AtMostOneOf), ("all_or_none", Rule::AllOrNone)];

/// The rule that compares two times.
pub(super) const NOT_AFTER: &str = "not_after";

/// Reads the rules across fields, and adds the conditions of the fields.
pub(crate) fn read_rules(keys: Keys<'_>, fields: &[&Field], report: &mut Report) -> Vec<Rule> {
    let items = keys.list("rules", report).map_or(&[][..], |list| list.items.as_slice());
    let rules = items.iter().filter_map(|item| read_rule(item, fields, report)).collect::<Vec<_>>();
    let conditions =
        fields.iter().filter_map(|field| Some(Rule::RequiredIf(field.name.clone(), field.required_if.clone()?)));
    rules.into_iter().chain(conditions).collect()
}

fn read_rule(node: &Node, fields: &[&Field], report: &mut Report) -> Option<Rule> {
    let entries = &keys::map(node, "a rule", report)?.entries;
    let [entry] = entries.as_slice() else {
        report.add(
            Diagnostic::new(Code::InvalidRule, node.span(), "expected a map with one key")
                .help("write `- at_least_one_of: [a, b]`"),
        );
        return None;
    };
    let constructor = RULES.iter().find(|(name, _)| *name == entry.key.text).map(|(_, constructor)| constructor);
    let is_order = entry.key.text == NOT_AFTER;
    if constructor.is_none() && !is_order {
        let names: Vec<&str> = RULES.iter().map(|(name, _)| *name).chain([NOT_AFTER]).collect();
        let diagnostic =
            Diagnostic::new(Code::InvalidRule, entry.key.span, format!("unknown rule `{}`", entry.key.text));
        report
            .add(diagnostic.help(format!("expected one of {}", names.join(", "))).did_you_mean(&entry.key.text, names));
    }
    let names = keys::texts(keys::list(&entry.value, "a rule", report)?, "a rule", report);
    if names.len() < 2 {
        report.add(
            Diagnostic::new(Code::InvalidRule, entry.value.span(), "a rule needs at least two fields")
                .help("add a field, or remove the rule"),
        );
    }
    let found: Vec<_> = names.iter().filter_map(|name| Some((name, find_field(*name, fields, report)?))).collect();
    if is_order {
        let fields: Vec<&Field> = found.iter().map(|(_, field)| *field).collect();
        return read_order(&fields, entry.value.span(), report);
    }
    for (name, field) in found.iter().filter(|(_, field)| field.presence == Presence::Required) {
        report.add(
            Diagnostic::new(Code::InvalidRule, name.span, format!("`{}` is always required", name.text))
                .label("rules apply only to optional fields")
                .other(field.span, "defined here")
                .help("remove it from the rule"),
        );
    }
    constructor.map(|constructor| constructor(names.into_iter().map(|name| name.text.to_owned()).collect()))
}

/// Reads the two times of `not_after`, which must be of the same type.
fn read_order(fields: &[&Field], span: Span, report: &mut Report) -> Option<Rule> {
    let [earlier, later] = fields else {
        if fields.len() > 2 {
            let diagnostic = Diagnostic::new(Code::InvalidRule, span, format!("`{NOT_AFTER}` compares two fields"));
            report.add(diagnostic.help("write `- not_after: [start_time, end_time]`"));
        }
        return None;
    };
    if earlier.ty != later.ty || !matches!(earlier.ty, Type::Timestamp | Type::Seconds) {
        let diagnostic = Diagnostic::new(Code::InvalidRule, span, format!("`{NOT_AFTER}` compares two times"));
        report.add(diagnostic.help("use it with two fields of type `timestamp` or two of type `seconds`"));
    }
    Some(Rule::NotAfter(earlier.name.clone(), later.name.clone()))
}

fn find_field<'f>(name: Piece<'_>, fields: &[&'f Field], report: &mut Report) -> Option<&'f Field> {
    let found = fields.iter().find(|field| field.name == name.text).copied();
    if found.is_none() {
        let diagnostic = Diagnostic::new(Code::UnknownField, name.span, format!("unknown field `{}`", name.text));
        report.add(diagnostic.did_you_mean(name.text, fields.iter().map(|field| field.name.as_str())));
    }
    found
}

/// The fields of a body or a form.
pub(crate) fn payload_fields(payload: &Payload) -> &[Field] {
    match payload {
        Payload::None => &[],
        Payload::Json(fields) | Payload::Form(fields) => fields,
    }
}
