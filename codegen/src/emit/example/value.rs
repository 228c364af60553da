//! The values of an example.

use std::collections::BTreeSet;

use crate::model::{
    Api, Condition, EnumValue, EnumValues, Example, Field, Literal, Object, Operation, Presence, Rule, Type,
};

/// Returns the parameters of the example: the required ones, and those that the rules require.
pub(super) fn select_parameters<'a>(api: &Api, operation: &'a Operation) -> Vec<&'a Field> {
    let fields: Vec<_> = operation.parameters().collect();
    apply_rules(api, &fields, &operation.rules, |field| field.presence == Presence::Required)
}

/// Returns the fields of an object in an example: those with an example, the required ones, and those that the rules require.
pub(super) fn select_fields<'a>(api: &Api, object: &'a Object) -> Vec<&'a Field> {
    let fields: Vec<_> = object.fields.iter().collect();
    apply_rules(api, &fields, &object.rules, |field| {
        field.presence == Presence::Required || (field.example.is_some() && field.deprecated.is_none())
    })
}

/// Adds and removes fields so that the example follows the rules.
fn apply_rules<'a>(
    api: &Api,
    fields: &[&'a Field],
    rules: &[Rule],
    is_given: impl Fn(&Field) -> bool,
) -> Vec<&'a Field> {
    let mut given: BTreeSet<&str> =
        fields.iter().filter(|field| is_given(field)).map(|field| field.name.as_str()).collect();
    for rule in rules {
        match rule {
            Rule::AtLeastOneOf(names) if !names.iter().any(|name| given.contains(name.as_str())) => {
                given.extend(names.first().map(String::as_str));
            }
            Rule::AtMostOneOf(names) => {
                let rest = names.iter().filter(|name| given.contains(name.as_str())).skip(1).collect::<Vec<_>>();
                given.retain(|name| rest.iter().all(|rest| rest != name));
            }
            Rule::AllOrNone(names) if names.iter().any(|name| given.contains(name.as_str())) => {
                given.extend(names.iter().map(String::as_str));
            }
            Rule::RequiredIf(name, condition) if given.contains(condition.field()) => {
                let other = fields.iter().find(|field| field.name == condition.field());
                if other.is_some_and(|other| applies(api, condition, other)) {
                    given.insert(name);
                }
            }
            Rule::AtLeastOneOf(_) | Rule::AllOrNone(_) | Rule::NotAfter(..) | Rule::RequiredIf(..) => {}
        }
    }
    fields.iter().copied().filter(|field| given.contains(field.name.as_str())).collect()
}

/// Whether the example of a field fulfills a condition.
fn applies(api: &Api, condition: &Condition, field: &Field) -> bool {
    let example = field.example.as_ref();
    let texts = match &field.ty {
        Type::List(item) => items(example).into_iter().map(|example| wire(api, item, example)).collect(),
        ty => vec![wire(api, ty, example)],
    };
    match condition {
        Condition::IsSet(_) => true,
        Condition::OneOf(_, values) => values.iter().any(|value| texts.iter().any(|text| text == value.wire())),
    }
}

/// The name of a file.
pub(super) const FILE: &str = "cv.pdf";

/// Returns the wire value of an example that is neither a list nor an object.
pub(super) fn wire(api: &Api, ty: &Type, example: Option<&Example>) -> String {
    let literal = match example {
        Some(Example::One(literal)) => Some(literal),
        Some(Example::List(_)) | None => None,
    };
    match (literal, ty) {
        (Some(Literal::Named { wire, .. }), _) => wire.clone(),
        (_, Type::IntEnum(name) | Type::TextEnum(name)) => first_value(api, name).map_or_else(String::new, |it| it.1),
        (Some(Literal::Text(text)), _) => text.clone(),
        (None, Type::Bool) => "true".to_owned(),
        (None, Type::Timestamp) => "1609489908000".to_owned(),
        (None, Type::Seconds) => "1609489908".to_owned(),
        (None, Type::Date) => "2021-01-01".to_owned(),
        (None, Type::Url) => "https://example.com".to_owned(),
        (None, Type::File) => FILE.to_owned(),
        (None, _) => "1".to_owned(),
    }
}

/// Returns the example of each item of a list; without an example, the list has one item.
pub(super) fn items(example: Option<&Example>) -> Vec<Option<&Example>> {
    match example {
        Some(Example::List(items)) => items.iter().map(Some).collect(),
        Some(Example::One(_)) | None => vec![None],
    }
}

/// Returns the first value of an enum: its name in the schema, and its wire value.
pub(super) fn first_value<'a>(api: &'a Api, name: &str) -> Option<(&'a str, String)> {
    let item = api.enumeration(name)?;
    match &item.values {
        EnumValues::Int(values) => find_current(values).map(|value| (value.name.as_str(), value.code.to_string())),
        EnumValues::Text(values) => find_current(values).map(|value| (value.name.as_str(), value.code.clone())),
    }
}

/// Returns the first value that is not deprecated.
fn find_current<C>(values: &[EnumValue<C>]) -> Option<&EnumValue<C>> {
    values.iter().find(|value| !value.deprecated).or(values.first())
}
