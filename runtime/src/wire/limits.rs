//! Checks the limits of the schema before a request is sent.

use super::{Field, Measure, Object, View, path::Path, texts_of};
use crate::FieldViolation;

/// Returns all fields of a body that violate their limits.
pub(crate) fn violations(body: View<'_>) -> Vec<FieldViolation> {
    let mut found = Vec::new();
    check(body, None, &mut Path::default(), &mut found);
    found
}

/// Checks everything inside a value. `list` is the field of the value if it is a list, and the text flags of the field apply to the items.
fn check(value: View<'_>, list: Option<&'static Field>, path: &mut Path, found: &mut Vec<FieldViolation>) {
    if let View::Object(object) = value {
        check_rules(object, path, found);
    }
    path.each_inside(value, &mut |path, field, value| {
        let limits = field.map_or(&[][..], Field::limit_list);
        if !limits.is_empty() {
            let measure = measure(value);
            let wrong = limits.iter().filter_map(|limit| limit.violation(measure));
            found.extend(wrong.map(|description| FieldViolation::new(path.as_str(), description)));
        }
        if let (Some(field), View::Text(text)) = (field.or(list), value) {
            found.extend(field.text_violation(text).map(|description| FieldViolation::new(path.as_str(), description)));
        }
        check(value, field, path, found);
    });
}

fn check_rules(object: &dyn Object, path: &Path, found: &mut Vec<FieldViolation>) {
    object.values(&mut |shape, values, _| {
        let value_of = |name: &str| {
            let index = shape.fields().iter().position(|field| field.name() == name)?;
            texts_of(values.get(index)?.view())
        };
        for rule in shape.rule_list().iter().filter(|rule| !rule.is_satisfied(&value_of)) {
            let names: Vec<_> = rule.names().into_iter().map(|name| path.with_key(name)).collect();
            found.push(FieldViolation::new(&names.join(", "), rule.to_string()));
        }
    });
}

/// Returns the property of a value that limits restrict.
fn measure(value: View<'_>) -> Measure {
    match value {
        View::Integer(number) => Measure::Number(number),
        View::Float(number) => Measure::Float(number),
        View::Text(text) => Measure::Characters(text.chars().count()),
        View::List(items) => Measure::Items(items.count()),
        View::Map(entries) => Measure::Items(entries.count()),
        _ => Measure::Other,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        Timestamp,
        wire::{List, Slot, UnknownFields},
    };

    /// A type with a limit on every field, including sensitive ones.
    #[derive(Clone, Default)]
    pub(crate) struct Thing {
        pub(crate) name: String,
        parts: List<i64>,
        secret: String,
        inner: Option<Box<Thing>>,
        hidden: Option<Box<Thing>>,
        unknown_fields: UnknownFields,
    }

    crate::object!(Thing {
        name: "name", limits(&[Limit::Length(0, 2)]);
        parts: "parts", limits(&[Limit::Items(2, 3)]);
        secret: "secret", sensitive, limits(&[Limit::Length(0, 2)]);
        inner: "inner";
        hidden: "hidden", sensitive;
    });

    /// A type with the flags of texts.
    #[derive(Clone, Default)]
    struct Texts {
        required: String,
        optional: String,
        id: String,
        ids: List<String>,
        inner: List<Texts>,
        unknown_fields: UnknownFields,
    }

    crate::object!(Texts {
        required: "required", required;
        optional: "optional";
        id: "id", id;
        ids: "ids", id;
        inner: "inner";
    });

    /// A type with rules.
    #[derive(Clone, Default)]
    struct Ruled {
        option: Option<i64>,
        reason: Option<String>,
        start: Option<Timestamp>,
        end: Option<Timestamp>,
        parts: List<Ruled>,
        unknown_fields: UnknownFields,
    }

    crate::object!(Ruled {
        option: "option";
        reason: "reason";
        start: "start", seconds;
        end: "end", seconds;
        parts: "parts";
    }, rules(&[
        Rule::RequiredIf("reason", Condition::OneOf("option", &["1"])),
        Rule::NotAfter("start", "end"),
        Rule::AtMostOneOf(&["reason", "parts"]),
    ]));

    #[test]
    fn rules_of_objects_are_checked_at_every_depth() {
        let time = |seconds| Some(Timestamp::from_secs(seconds));
        let late = Ruled { start: time(2), end: time(1), ..Ruled::default() };
        let valid = Ruled { option: Some(1), reason: Some("a".to_owned()), ..Ruled::default() };
        let whole = Ruled { option: Some(1), parts: List::from([valid, late]), ..Ruled::default() };
        let found: Vec<_> =
            violations(whole.view()).iter().map(|it| format!("{}: {}", it.field(), it.description())).collect();
        assert_eq!(
            found,
            ["reason: reason is required if option is 1", "parts[1].start, parts[1].end: start must not be after end",]
        );
        let both = Ruled { reason: Some(String::new()), parts: List::from([]), ..Ruled::default() };
        assert_eq!(violations(both.view()).len(), 1);
    }

    #[test]
    fn texts_of_a_body_are_checked_at_every_depth() {
        let inner = Texts { required: "\u{feff}".to_owned(), id: "6.9E+18".to_owned(), ..Texts::default() };
        let ids = ["1", "2 ", ""].map(str::to_owned);
        let texts =
            Texts { optional: " ".to_owned(), ids: List::from(ids), inner: List::from([inner]), ..Texts::default() };
        let fields: Vec<_> = violations(texts.view()).iter().map(|it| it.field().to_owned()).collect();
        assert_eq!(fields, ["required", "ids[1]", "inner[0].required", "inner[0].id"]);
        let valid = Texts { required: "a b".to_owned(), id: "1".to_owned(), ..Texts::default() };
        assert!(violations(valid.view()).is_empty());
    }

    #[test]
    fn every_limit_of_a_body_is_checked() {
        let long = || Some(Box::new(Thing { name: "长长长".to_owned(), ..Thing::default() }));
        let thing = Thing {
            name: "两字".to_owned(),
            parts: List::from([1]),
            secret: "长长长".to_owned(),
            inner: long(),
            hidden: long(),
            ..Thing::default()
        };
        let found = violations(thing.view());
        let fields: Vec<_> = found.iter().map(FieldViolation::field).collect();
        assert_eq!(fields, ["parts", "secret", "inner.name", "hidden.name"]);
        assert!(violations(Thing::default().view()).is_empty(), "an absent list is not too short");
    }
}
