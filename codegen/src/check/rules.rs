//! Rules across parameters.

use super::keys::{self, Keys};
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Node, Piece};
use crate::model::{Field, Payload, Presence, Rule};

/// How a rule is made of its names.
pub(super) type Make = fn(Vec<String>) -> Rule;

pub(super) const RULES: [(&str, Make); 3] =
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
            Diagnostic::new(Code::Rule, node.span(), "a rule has one key").help("write `- at_least_one_of: [a, b]`"),
        );
        return None;
    };
    let make = RULES.iter().find(|(name, _)| *name == entry.key.text).map(|(_, make)| make);
    if make.is_none() {
        let names = RULES.map(|(name, _)| name);
        let mistake = Diagnostic::new(Code::Rule, entry.key.span, format!("`{}` is no rule", entry.key.text));
        report.add(mistake.help(format!("rules are {}", names.join(", "))).did_you_mean(&entry.key.text, names));
    }
    let names = keys::texts(keys::list(&entry.value, "a rule", report)?, "a rule", report);
    if names.len() < 2 {
        report.add(Diagnostic::new(Code::Rule, entry.value.span(), "a rule is about two parameters or more"));
    }
    for name in &names {
        check_parameter(*name, parameters, report);
    }
    make.map(|make| make(names.into_iter().map(|name| name.text.to_owned()).collect()))
}

fn check_parameter(name: Piece<'_>, parameters: &[&Field], report: &mut Report) {
    match parameters.iter().find(|field| field.name == name.text) {
        None => {
            let mistake =
                Diagnostic::new(Code::UnknownField, name.span, format!("there is no parameter `{}`", name.text));
            report.add(mistake.did_you_mean(name.text, parameters.iter().map(|field| field.name.as_str())));
        }
        Some(field) if field.presence == Presence::Required => report.add(
            Diagnostic::new(Code::Rule, name.span, format!("`{}` is required anyway", name.text))
                .label("rules are about optional parameters")
                .other(field.span, "defined here"),
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
