//! Rules across parameters.

use super::keys::{self, Keys};
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Node, Piece};
use crate::model::{Field, Payload, Presence, Rule};

/// The constructor of a rule.
pub(super) type Constructor = fn(Vec<String>) -> Rule;

pub(super) const RULES: [(&str, Constructor); 3] =
    [("at_least_one_of", Rule::AtLeastOneOf), ("at_most_one_of", Rule::AtMostOneOf), ("all_or_none", Rule::AllOrNone)];

pub(crate) fn read_rules(
    keys: Keys<'_>,
    path: &[Field],
    query: &[Field],
    payload: &Payload,
    report: &mut Report,
) -> Vec<Rule> {
    let parameters: Vec<&Field> = path.iter().chain(query).chain(payload_fields(payload)).collect();
    let items = keys.list("rules", report).map_or(&[][..], |list| list.items.as_slice());
    items.iter().filter_map(|item| read_rule(item, &parameters, report)).collect()
}

fn read_rule(node: &Node, parameters: &[&Field], report: &mut Report) -> Option<Rule> {
    let entries = &keys::map(node, "a rule", report)?.entries;
    let [entry] = entries.as_slice() else {
        report.add(
            Diagnostic::new(Code::InvalidRule, node.span(), "expected a map with one key")
                .help("write `- at_least_one_of: [a, b]`"),
        );
        return None;
    };
    let constructor = RULES.iter().find(|(name, _)| *name == entry.key.text).map(|(_, constructor)| constructor);
    if constructor.is_none() {
        let names = RULES.map(|(name, _)| name);
        let diagnostic =
            Diagnostic::new(Code::InvalidRule, entry.key.span, format!("unknown rule `{}`", entry.key.text));
        report
            .add(diagnostic.help(format!("expected one of {}", names.join(", "))).did_you_mean(&entry.key.text, names));
    }
    let names = keys::texts(keys::list(&entry.value, "a rule", report)?, "a rule", report);
    if names.len() < 2 {
        report.add(
            Diagnostic::new(Code::InvalidRule, entry.value.span(), "a rule needs at least two parameters")
                .help("add a parameter, or remove the rule"),
        );
    }
    for name in &names {
        check_parameter(*name, parameters, report);
    }
    constructor.map(|constructor| constructor(names.into_iter().map(|name| name.text.to_owned()).collect()))
}

fn check_parameter(name: Piece<'_>, parameters: &[&Field], report: &mut Report) {
    match parameters.iter().find(|field| field.name == name.text) {
        None => {
            let diagnostic =
                Diagnostic::new(Code::UnknownField, name.span, format!("unknown parameter `{}`", name.text));
            report.add(diagnostic.did_you_mean(name.text, parameters.iter().map(|field| field.name.as_str())));
        }
        Some(field) if field.presence == Presence::Required => report.add(
            Diagnostic::new(Code::InvalidRule, name.span, format!("`{}` is always required", name.text))
                .label("rules apply only to optional parameters")
                .other(field.span, "defined here")
                .help("remove it from the rule"),
        ),
        Some(_) => {}
    }
}

/// The fields of a body or a form.
pub(crate) fn payload_fields(payload: &Payload) -> &[Field] {
    match payload {
        Payload::None => &[],
        Payload::Json(fields) | Payload::Form(fields) => fields,
    }
}
