//! Validates JSON bodies at every depth: required fields, types, listed values and limits.
//!
//! The client reads responses tolerantly, but requests must match the documentation.

use serde_json::{Map, Value};

use super::{check, parameters::ParameterValue};
use crate::{
    FieldViolation,
    operation::{Kind, Limit, Rule},
};

/// The schema of a JSON body, or of an object in it.
#[derive(Debug)]
pub struct BodySchema {
    fields: &'static [FieldSchema],
    rules: &'static [Rule],
}

/// A field of a JSON object in a request.
#[derive(Debug)]
pub struct FieldSchema {
    /// The JSON key.
    pub name: &'static str,
    /// The schema of the value.
    pub schema: ValueSchema,
    /// Whether the field is required.
    pub required: bool,
    /// The accepted values of the field or of its items. Empty if any value is accepted.
    pub values: &'static [&'static str],
    /// The limits of the value.
    pub limits: &'static [Limit],
    /// Whether the JSON body is the value of this field. Then the object has no other field.
    pub bare: bool,
}

/// The schema of a value.
#[derive(Debug)]
pub enum ValueSchema {
    /// A value of this type.
    Value(Kind),
    /// A string that contains a value of this type.
    InText(Kind),
    /// A string that contains JSON with this schema.
    JsonText(&'static ValueSchema),
    /// An object with this schema.
    Object(&'static BodySchema),
    /// A list whose items have this schema.
    List(&'static ValueSchema),
    /// A map with arbitrary keys, whose values have this schema.
    Map(&'static ValueSchema),
}

impl BodySchema {
    /// Describes an object by its fields.
    #[must_use]
    pub const fn new(fields: &'static [FieldSchema]) -> Self {
        Self { fields, rules: &[] }
    }

    /// Sets the rules that involve several fields.
    #[must_use]
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }
}

impl FieldSchema {
    /// Describes an optional field.
    #[must_use]
    pub const fn new(name: &'static str, schema: ValueSchema) -> Self {
        Self { name, schema, required: false, values: &[], limits: &[], bare: false }
    }

    /// Makes the field required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Makes the value of the field the JSON body.
    #[must_use]
    pub const fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    /// Sets the accepted values.
    #[must_use]
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// Sets the limits.
    #[must_use]
    pub const fn limits(mut self, limits: &'static [Limit]) -> Self {
        self.limits = limits;
        self
    }
}

/// A deviation of a JSON body from the documentation.
#[derive(Debug)]
pub enum Deviation {
    /// A value that violates the documentation: it has another type, exceeds a limit, breaks a rule, or is required but absent.
    Invalid(FieldViolation),
    /// A value that the documentation does not list. Feishu may have added it.
    Unlisted(FieldViolation),
    /// A field that the documentation does not contain.
    UnknownField(FieldViolation),
}

/// Validates a JSON body against its schema and returns all violations. An empty body is treated as an object without fields. Unknown fields are
/// accepted.
#[must_use]
pub fn check_body(schema: &BodySchema, body: &[u8]) -> Vec<FieldViolation> {
    let violations = deviations(schema, body).into_iter().filter_map(|deviation| match deviation {
        Deviation::Invalid(violation) | Deviation::Unlisted(violation) => Some(violation),
        Deviation::UnknownField(_) => None,
    });
    violations.collect()
}

/// Compares a JSON body with its schema and returns all deviations. An empty body is treated as an object without fields.
#[must_use]
pub fn deviations(schema: &BodySchema, body: &[u8]) -> Vec<Deviation> {
    let mut found = Vec::new();
    if let [field @ FieldSchema { bare: true, .. }] = schema.fields {
        match serde_json::from_slice(body) {
            Ok(value) => field.check(&value, field.name, &mut found),
            Err(_) => found.push(Deviation::invalid("body", "must be JSON")),
        }
        return found;
    }
    match serde_json::from_slice::<Map<String, Value>>(body) {
        Ok(object) => schema.check(&object, "", &mut found),
        Err(_) if body.is_empty() => schema.check(&Map::new(), "", &mut found),
        Err(_) => found.push(Deviation::invalid("body", "must be a JSON object")),
    }
    found
}

impl Deviation {
    fn invalid(path: &str, description: impl Into<String>) -> Self {
        Self::Invalid(FieldViolation::new(path, description.into()))
    }
}

impl BodySchema {
    fn check(&self, object: &Map<String, Value>, path: &str, found: &mut Vec<Deviation>) {
        let dot = if path.is_empty() { "" } else { "." };
        for name in object.keys().filter(|name| self.fields.iter().all(|field| field.name != **name)) {
            let path = format!("{path}{dot}{name}");
            found.push(Deviation::UnknownField(FieldViolation::new(&path, "there is no such field".to_owned())));
        }
        for field in self.fields {
            let path = format!("{path}{dot}{}", field.name);
            match object.get(field.name).filter(|value| !value.is_null()) {
                Some(value) => field.check(value, &path, found),
                None if field.required => found.push(Deviation::invalid(&path, format!("{} is required", field.name))),
                None => {}
            }
        }
        let value_of = |name: &str| {
            let value = object.get(name).filter(|value| !value.is_null())?;
            Some(ParameterValue::Json(value).texts())
        };
        for rule in self.rules.iter().filter(|rule| !rule.is_satisfied(&value_of)) {
            let names: Vec<_> = rule.names().iter().map(|name| format!("{path}{dot}{name}")).collect();
            found.push(Deviation::invalid(&names.join(", "), rule.to_string()));
        }
    }
}

impl FieldSchema {
    fn check(&self, value: &Value, path: &str, found: &mut Vec<Deviation>) {
        let before = found.len();
        self.schema.check(value, path, found);
        if found.len() == before {
            found.extend(self.deviation(value, path));
        }
    }

    fn deviation(&self, value: &Value, path: &str) -> Option<Deviation> {
        let value = ParameterValue::Json(value);
        if !check::is_listed(value, self.values) {
            return Some(Deviation::Unlisted(FieldViolation::new(path, check::not_listed(self.values))));
        }
        let measure = check::measure_of(value, self.schema.kind());
        self.limits.iter().find_map(|limit| limit.violation(measure)).map(|it| Deviation::invalid(path, it))
    }
}

impl ValueSchema {
    fn check(&self, value: &Value, path: &str, found: &mut Vec<Deviation>) {
        match (self, value) {
            (Self::Object(schema), Value::Object(object)) => schema.check(object, path, found),
            (Self::List(item), Value::Array(items)) => {
                items.iter().enumerate().for_each(|(index, it)| item.check(it, &format!("{path}[{index}]"), found));
            }
            (Self::Map(item), Value::Object(map)) => {
                map.iter().for_each(|(key, it)| item.check(it, &format!("{path}{{{key}}}"), found));
            }
            (Self::JsonText(inner), Value::String(text)) => match serde_json::from_str(text) {
                Ok(value) => inner.check(&value, path, found),
                Err(_) => found.push(Deviation::invalid(path, "must be JSON in a string")),
            },
            (Self::JsonText(_), _) => found.push(Deviation::invalid(path, "must be JSON in a string")),
            (Self::Value(kind), value) if check::is_json_of_kind(value, *kind) => {}
            (Self::InText(kind), Value::String(text)) if check::is_string_of_kind(text, *kind) => {}
            (Self::InText(kind), _) => {
                found.push(Deviation::invalid(path, format!("must be {} in a string", check::name_of(*kind))));
            }
            _ => found.push(Deviation::invalid(path, format!("must be {}", check::name_of(self.kind())))),
        }
    }

    const fn kind(&self) -> Kind {
        match self {
            Self::Value(kind) | Self::InText(kind) => *kind,
            Self::Object(_) | Self::Map(_) => Kind::Object,
            Self::List(_) => Kind::List,
            Self::JsonText(_) => Kind::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Condition;

    const fn field(name: &'static str, schema: ValueSchema) -> FieldSchema {
        FieldSchema::new(name, schema)
    }

    /// A schema that contains itself as an object, in a list and in a map.
    static THING: BodySchema = BodySchema::new(&[
        FieldSchema { required: true, ..field("id", ValueSchema::Value(Kind::Text)) },
        FieldSchema { values: &["1", "2"], ..field("code", ValueSchema::Value(Kind::Integer)) },
        FieldSchema { limits: &[Limit::Range(0, 9)], ..field("count", ValueSchema::InText(Kind::Integer)) },
        FieldSchema { limits: &[Limit::Items(1, 2)], ..field("list", ValueSchema::List(&ValueSchema::Object(&THING))) },
        field("ratio", ValueSchema::InText(Kind::Float)),
        field("day", ValueSchema::Value(Kind::Date)),
        field("links", ValueSchema::List(&ValueSchema::Value(Kind::Url))),
        field("text", ValueSchema::JsonText(&ValueSchema::Object(&THING))),
        field("map", ValueSchema::Map(&ValueSchema::Object(&THING))),
        field("inner", ValueSchema::Object(&THING)),
    ])
    .rules(&[Rule::RequiredIf("count", Condition::OneOf("code", &["2"])), Rule::AtMostOneOf(&["text", "inner"])]);

    fn found(body: &str) -> Vec<String> {
        let found = check_body(&THING, body.as_bytes());
        found.iter().map(|it| format!("{}: {}", it.field(), it.description())).collect()
    }

    #[test]
    fn a_valid_body_has_no_violations() {
        let body = r#"{"id": "a", "code": 1, "count": "3", "ratio": "-0.5", "day": "2024-02-29", "links": ["https://a.b/c?d=%20"], "list": [{"id": "b"}], "map": {"k": {"id": "c"}}, "text": "{\"id\": \"d\"}", "inner": null, "new": 1}"#;
        assert_eq!(found(body), [""; 0]);
    }

    #[test]
    fn a_bare_body_is_the_value_of_its_field() {
        static BARE: BodySchema = BodySchema::new(&[FieldSchema {
            limits: &[Limit::Items(1, 2)],
            ..field("things", ValueSchema::List(&ValueSchema::Object(&THING))).required().bare()
        }]);
        let found = |body: &str| {
            let found = check_body(&BARE, body.as_bytes());
            found.iter().map(|it| format!("{}: {}", it.field(), it.description())).collect::<Vec<_>>()
        };
        assert_eq!(found(r#"[{"id": "a"}]"#), [""; 0]);
        assert_eq!(found(r#"[{"id": 1}]"#), ["things[0].id: must be a string"]);
        assert_eq!(found("[]"), ["things: must be a list of 1 to 2 items"]);
        assert_eq!(found(r#"{"things": []}"#), ["things: must be a list"]);
        assert_eq!(found(""), ["body: must be JSON"]);
    }

    #[test]
    fn unlisted_values_and_unknown_fields_are_no_violations() {
        let body = r#"{"id": "a", "code": 3, "new": 1, "inner": {"id": "b", "ids": []}}"#;
        let found: Vec<_> = deviations(&THING, body.as_bytes())
            .iter()
            .map(|deviation| match deviation {
                Deviation::Invalid(it) => format!("invalid {}", it.field()),
                Deviation::Unlisted(it) => format!("unlisted {}", it.field()),
                Deviation::UnknownField(it) => format!("unknown {}", it.field()),
            })
            .collect();
        assert_eq!(found, ["unknown new", "unlisted code", "unknown inner.ids"]);
    }

    #[test]
    fn violations_are_found_at_every_depth() {
        let body = r#"{"id": 1, "code": 3, "count": 3, "list": [{"code": "1"}, null], "map": {"k": {}}, "inner": []}"#;
        let wrong = [
            "id: must be a string",
            "code: must be one of 1, 2",
            "count: must be an integer in a string",
            "list[0].id: id is required",
            "list[0].code: must be an integer",
            "list[1]: must be an object",
            "map{k}.id: id is required",
            "inner: must be an object",
        ];
        assert_eq!(found(body), wrong);
        assert_eq!(
            found(r#"{"id": "a", "list": [], "count": "10"}"#),
            ["count: must be between 0 and 9", "list: must be a list of 1 to 2 items"]
        );
        assert_eq!(
            found(r#"{"id": "a", "ratio": "1e5", "day": "2023-02-29", "links": ["a b", ""]}"#),
            [
                "ratio: must be a number in a string",
                "day: must be a date such as 2024-01-31",
                "links[0]: must be a URL",
                "links[1]: must be a URL",
            ]
        );
        assert_eq!(found(r#"{"id": "a", "text": "{}"}"#), ["text.id: id is required"]);
        assert_eq!(found(r#"{"id": "a", "text": "{"}"#), ["text: must be JSON in a string"]);
        assert_eq!(found(r#"{"id": "a", "text": {}}"#), ["text: must be JSON in a string"]);
        assert_eq!(
            found(r#"{"id": "a", "inner": {"id": "b", "code": 2, "text": null, "inner": {"id": "c"}}}"#),
            ["inner.count: count is required if code is 2"]
        );
        assert_eq!(
            found(r#"{"id": "a", "text": "{\"id\": \"b\"}", "inner": {"id": "c"}}"#),
            ["text, inner: at most one of text, inner is allowed"]
        );
        assert_eq!(found(""), ["id: id is required"]);
        assert_eq!(found("[]"), ["body: must be a JSON object"]);
    }
}
