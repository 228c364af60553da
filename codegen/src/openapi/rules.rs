//! Rules across parameters: as `x-rules`, and as JSON Schema if all parameters are in the body.

use super::node::{Map, list};
use crate::model::{Operation, Rule};

/// Every rule of an operation.
pub(super) fn listed(operation: &Operation) -> Vec<Map> {
    let rule = |rule: &Rule| {
        let (key, names) = match rule {
            Rule::AtLeastOneOf(names) => ("at_least_one_of", names),
            Rule::AtMostOneOf(names) => ("at_most_one_of", names),
            Rule::AllOrNone(names) => ("all_or_none", names),
        };
        Map::new().with(key, list(names)).with("description", rule.text())
    };
    operation.rules.iter().map(rule).collect()
}

/// The rules whose parameters are all in the body.
pub(super) fn of_body(operation: &Operation) -> Map {
    let rules = operation.rules.iter().filter_map(|rule| match rule {
        Rule::AtLeastOneOf(names) => are_in_body(operation, names).then(|| any_of(names)),
        Rule::AtMostOneOf(names) => are_in_body(operation, names).then(|| no_two_of(names)),
        Rule::AllOrNone(names) => are_in_body(operation, names).then(|| together(names)),
    });
    Map::new().with_any("allOf", rules)
}

/// Whether a rule requires at least one field of a body without required fields.
pub(super) fn need_a_body(operation: &Operation) -> bool {
    operation.rules.iter().any(|rule| matches!(rule, Rule::AtLeastOneOf(names) if are_in_body(operation, names)))
}

fn are_in_body(operation: &Operation, names: &[String]) -> bool {
    names.iter().all(|name| operation.payload.fields().iter().any(|field| field.name == *name))
}

/// A condition: the field is present and not null.
fn given(name: &str) -> Map {
    let not_null = Map::new().with("not", Map::new().with("type", "null"));
    Map::new().with("required", list([name])).with("properties", Map::new().with(name, not_null))
}

fn any_of(names: &[String]) -> Map {
    Map::new().with("anyOf", list(names.iter().map(|name| given(name))))
}

fn no_two_of(names: &[String]) -> Map {
    let pairs = names.iter().enumerate().flat_map(|(index, first)| {
        names.iter().skip(index + 1).map(move |second| Map::new().with("allOf", list([given(first), given(second)])))
    });
    Map::new().with("not", Map::new().with("anyOf", list(pairs)))
}

fn together(names: &[String]) -> Map {
    let all = Map::new().with("allOf", list(names.iter().map(|name| given(name))));
    let none = Map::new().with("not", any_of(names));
    Map::new().with("anyOf", list([all, none]))
}
