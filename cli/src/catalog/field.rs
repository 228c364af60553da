//! Parameters, fields and their types.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use serde_json::Value;

use super::entry::{doc, find, flag, text, texts};
use crate::language::Language;

static EVENTS: &str = include_str!("../../catalog/events.jsonl");
static TYPES: &str = include_str!("../../catalog/types.jsonl");

pub(super) fn fields(entry: &Value, key: &str) -> Vec<Field> {
    entry.get(key).and_then(Value::as_array).into_iter().flatten().cloned().map(Field).collect()
}

/// A parameter, or a field of an object.
#[derive(Clone)]
pub(crate) struct Field(Value);

impl Field {
    pub(crate) fn name(&self) -> &str {
        text(&self.0, "name")
    }

    /// Returns the name of the flag. It differs from the name of the field if two fields of an operation have the same name.
    pub(crate) fn flag(&self) -> &str {
        self.0.get("flag").and_then(Value::as_str).unwrap_or_else(|| self.name())
    }

    /// Returns the description in a language.
    pub(crate) fn doc(&self, language: Language) -> String {
        doc(&self.0, language)
    }

    pub(crate) fn is_required(&self) -> bool {
        flag(&self.0, "required")
    }

    /// Returns whether the value is personal data or a credential.
    pub(crate) fn is_sensitive(&self) -> bool {
        flag(&self.0, "sensitive")
    }

    /// Returns whether the body or the data is this value, not an object with this key.
    pub(crate) fn is_bare(&self) -> bool {
        flag(&self.0, "bare")
    }

    /// Returns whether JSON has the value as a string although its type is another one.
    pub(crate) fn is_as_string(&self) -> bool {
        flag(&self.0, "as_string")
    }

    /// Returns whether the value replaces the stored one as a whole.
    pub(crate) fn replaces(&self) -> bool {
        flag(&self.0, "replaces")
    }

    pub(crate) fn is_deprecated(&self) -> bool {
        self.0.get("deprecated").is_some()
    }

    pub(crate) fn default_value(&self) -> Option<&str> {
        self.0.get("default")?.as_str()
    }

    /// Returns the example: a text, or a list of examples.
    pub(crate) fn example(&self) -> Option<&Value> {
        self.0.get("example")
    }

    /// Returns the codes that the field accepts, if these are not all of its enum.
    pub(crate) fn accepted(&self) -> Vec<&str> {
        texts(&self.0, "values")
    }

    /// Returns the maximum of a number.
    pub(crate) fn maximum(&self) -> Option<i64> {
        self.0.get("range")?.get(1)?.as_i64()
    }

    pub(crate) fn ty(&self) -> Type {
        Type::parse(text(&self.0, "type"))
    }
}

/// The type of a value.
#[derive(Clone)]
pub(crate) enum Type {
    Bool,
    Int32,
    Int64,
    Float,
    Text,
    Url,
    Timestamp,
    Seconds,
    Date,
    Json,
    File,
    List(Box<Type>),
    Map(Box<Type>),
    Named(Rc<Named>),
}

/// A type with a name.
pub(crate) enum Named {
    /// An id, by its Chinese name.
    Id(String),
    Enum(Vec<EnumValue>),
    Object(Vec<Field>),
}

thread_local! {
    /// The types that were used.
    static NAMED: RefCell<HashMap<String, Rc<Named>>> = RefCell::default();
}

impl Type {
    fn parse(name: &str) -> Self {
        match name {
            "bool" => Self::Bool,
            "int32" => Self::Int32,
            "int64" => Self::Int64,
            "float" => Self::Float,
            "string" => Self::Text,
            "url" => Self::Url,
            "timestamp" => Self::Timestamp,
            "seconds" => Self::Seconds,
            "date" => Self::Date,
            "json" => Self::Json,
            "file" => Self::File,
            name => match (name.strip_prefix("list of "), name.strip_prefix("map of ")) {
                (Some(item), _) => Self::List(Box::new(Self::parse(item))),
                (_, Some(item)) => Self::Map(Box::new(Self::parse(item))),
                _ => Self::Named(named(name)),
            },
        }
    }
}

fn named(name: &str) -> Rc<Named> {
    if let Some(named) = NAMED.with_borrow(|types| types.get(name).cloned()) {
        return named;
    }
    let entry = type_entry(name).unwrap_or_default();
    let named = Rc::new(match text(&entry, "kind") {
        "id" => Named::Id(text(&entry, "zh").to_owned()),
        "object" => Named::Object(fields(&entry, "fields")),
        _ => Named::Enum(
            entry.get("values").and_then(Value::as_array).into_iter().flatten().map(EnumValue::of).collect(),
        ),
    });
    NAMED.with_borrow_mut(|types| types.insert(name.to_owned(), named.clone()));
    named
}

/// Returns the type of the payload of an event such as `hire.talent.deleted_v1`, if it is known.
pub(crate) fn payload(event_type: &str) -> Option<Type> {
    Some(Type::parse(text(&find(EVENTS, "event", event_type)?, "type")))
}

/// Returns the entry of a type with a name.
pub(crate) fn type_entry(name: &str) -> Option<Value> {
    find(TYPES, "type", name)
}

/// A value of an enum.
#[derive(Clone)]
pub(crate) struct EnumValue {
    /// The value in JSON: a number or a string.
    pub(crate) code: Value,
    pub(crate) name: String,
    zh: String,
    doc: String,
}

impl EnumValue {
    fn of(entry: &Value) -> Self {
        let owned = |key| text(entry, key).to_owned();
        let code = entry.get("code").cloned().unwrap_or_default();
        Self { code, name: owned("name"), zh: owned("zh"), doc: owned("doc") }
    }

    /// Returns the code as text.
    pub(crate) fn code_text(&self) -> String {
        self.code.as_str().map_or_else(|| self.code.to_string(), str::to_owned)
    }

    /// Returns the label of the admin console in Chinese, or the description in English.
    pub(crate) fn label(&self, language: Language) -> &str {
        language.select(&self.doc, &self.zh)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn matches(field: &Field, arguments: [&str; 2]) -> Result<clap::ArgMatches, clap::Error> {
        let body = clap::Arg::new("body").long("body");
        let flags = crate::argument::flag(field, Language::English);
        clap::Command::new("test").no_binary_name(true).arg(body).args(flags).try_get_matches_from(arguments)
    }

    #[test]
    fn a_bare_value_is_the_body_and_the_result() -> Result<(), clap::Error> {
        let field = Field(json!({ "name": "items", "type": "list of string", "doc": "Items.", "bare": true }));
        let values = crate::result::Shape::Items(field.clone()).values(json!(["a", "b"]));
        assert_eq!(values, [json!("a"), json!("b")]);
        let matches = matches(&field, ["--items", "a"])?;
        assert_eq!(crate::body::read(&[field], &matches).ok(), Some(json!(["a"])));
        Ok(())
    }

    #[test]
    fn a_flag_may_have_another_name_than_its_field() -> Result<(), clap::Error> {
        let field = Field(json!({ "name": "type", "flag": "type_2", "type": "string", "doc": "Type." }));
        let matches = matches(&field, ["--type-2", "a"])?;
        assert_eq!(crate::body::read(&[field], &matches).ok(), Some(json!({ "type": "a" })));
        Ok(())
    }
}
