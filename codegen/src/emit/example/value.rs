//! The values of an example.

use crate::model::{Api, EnumValues, Example, Field, Literal, Operation, Presence, Rule, Type};

/// Returns the parameters of the example: all required ones, and the first of each group of which at least one is required.
pub(super) fn given(operation: &Operation) -> Vec<&Field> {
    let needed_by_rules: Vec<_> = operation
        .rules
        .iter()
        .filter_map(|rule| match rule {
            Rule::AtLeastOneOf(names) => names.first(),
            Rule::AtMostOneOf(_) | Rule::AllOrNone(_) => None,
        })
        .collect();
    operation
        .parameters()
        .filter(|field| field.presence == Presence::Required || needed_by_rules.contains(&&field.name))
        .collect()
}

/// Whether the example of an object includes a field.
pub(super) fn shown(field: &Field) -> bool {
    field.presence == Presence::Required || (field.example.is_some() && field.deprecated.is_none())
}

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
        EnumValues::Int(values) => values.first().map(|value| (value.name.as_str(), value.code.to_string())),
        EnumValues::Text(values) => values.first().map(|value| (value.name.as_str(), value.code.clone())),
    }
}
