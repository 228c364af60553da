//! Rules across parameters and fields: as `x-rules`, and as JSON Schema if all of them are in the same object.

use super::schema;
use crate::{
    model::{Condition, Field, Literal, Object, Operation, Rule, Type},
    node::{Map, list},
};

/// The value of `x-rules`.
pub(super) fn list_rules(rules: &[Rule]) -> Vec<Map> {
    let rule = |rule: &Rule| {
        let map = match rule {
            Rule::AtLeastOneOf(names) => Map::new().with("at_least_one_of", list(names)),
            Rule::AtMostOneOf(names) => Map::new().with("at_most_one_of", list(names)),
            Rule::AllOrNone(names) => Map::new().with("all_or_none", list(names)),
            Rule::NotAfter(earlier, later) => Map::new().with("not_after", list([earlier, later])),
            Rule::RequiredIf(name, condition) => {
                let map = Map::new().with("required", name);
                match condition {
                    Condition::IsSet(other) => map.with("if_set", other),
                    Condition::OneOf(other, values) => {
                        map.with("if", other).with("is_one_of", list(values.iter().map(Literal::wire)))
                    }
                }
            }
        };
        map.with("description", rule.text())
    };
    rules.iter().map(rule).collect()
}

/// The rules of an operation whose parameters are all in the body, as JSON Schema.
pub(super) fn of_body(operation: &Operation) -> Map {
    constraints(operation.payload.fields(), &operation.rules)
}

/// The rules of an object as JSON Schema and as `x-rules`.
pub(super) fn of_object(object: &Object) -> Map {
    constraints(&object.fields, &object.rules).with_any("x-rules", list_rules(&object.rules))
}

/// The rules across these fields as JSON Schema, which cannot compare times.
fn constraints(fields: &[Field], rules: &[Rule]) -> Map {
    let are_here = |names: &[String]| names.iter().all(|name| fields.iter().any(|field| field.name == *name));
    let rules = rules.iter().filter_map(|rule| match rule {
        Rule::AtLeastOneOf(names) => are_here(names).then(|| at_least_one_of(names)),
        Rule::AtMostOneOf(names) => are_here(names).then(|| at_most_one_of(names)),
        Rule::AllOrNone(names) => are_here(names).then(|| all_or_none(names)),
        Rule::NotAfter(..) => None,
        Rule::RequiredIf(name, condition) => {
            let other = fields.iter().find(|field| field.name == condition.field())?;
            let unless = Map::new().with("not", condition_schema(condition, other));
            Some(Map::new().with("anyOf", list([is_set(name), unless])))
        }
    });
    Map::new().with_any("allOf", rules)
}

/// The condition of a rule as JSON Schema.
fn condition_schema(condition: &Condition, field: &Field) -> Map {
    match condition {
        Condition::IsSet(name) => is_set(name),
        Condition::OneOf(name, values) => {
            let listed = Map::new().with("enum", list(values.iter().map(|value| schema::item(field, value))));
            let value = match field.ty {
                Type::List(_) => Map::new().with("type", "array").with("contains", listed),
                _ => listed,
            };
            Map::new().with("required", list([name])).with("properties", Map::new().with(name, value))
        }
    }
}

/// Whether a rule requires at least one field of a body without required fields.
pub(super) fn need_a_body(operation: &Operation) -> bool {
    operation.rules.iter().any(|rule| matches!(rule, Rule::AtLeastOneOf(names) if are_in_body(operation, names)))
}

fn are_in_body(operation: &Operation, names: &[String]) -> bool {
    names.iter().all(|name| operation.payload.fields().iter().any(|field| field.name == *name))
}

/// A condition: the field is present and not null.
fn is_set(name: &str) -> Map {
    let not_null = Map::new().with("not", Map::new().with("type", "null"));
    Map::new().with("required", list([name])).with("properties", Map::new().with(name, not_null))
}

fn at_least_one_of(names: &[String]) -> Map {
    Map::new().with("anyOf", list(names.iter().map(|name| is_set(name))))
}

fn at_most_one_of(names: &[String]) -> Map {
    let pairs = names.iter().enumerate().flat_map(|(index, first)| {
        names.iter().skip(index + 1).map(move |second| Map::new().with("allOf", list([is_set(first), is_set(second)])))
    });
    Map::new().with("not", Map::new().with("anyOf", list(pairs)))
}

fn all_or_none(names: &[String]) -> Map {
    let all = Map::new().with("allOf", list(names.iter().map(|name| is_set(name))));
    let none = Map::new().with("not", at_least_one_of(names));
    Map::new().with("anyOf", list([all, none]))
}
