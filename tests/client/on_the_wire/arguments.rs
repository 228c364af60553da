//! Values for all parameters of a request.

use feishu_codegen::model::{Api, EnumValues, Example, Field, Literal, Type};
use feishu_hire::{List, Upload};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// A text with reserved characters of URLs, with characters that are already percent-encoded, and with Chinese characters.
const TEXT: &str = "a/b?c#d %20&e=f+中文";

/// Like [`TEXT`], without the blank that ids do not have.
const ID: &str = "a/b?c#d%20&e=f+中文";

/// The file in all forms.
pub(super) const FILE_NAME: &str = "简历 1.pdf";
pub(super) const FILE_TYPE: &str = "application/pdf";
pub(super) const FILE: &str = "%PDF\r\n--中";

/// Values by the names of the parameters. The macro `every_full_request!` reads them.
#[derive(Clone, Default)]
pub(super) struct Arguments(Map<String, Value>);

#[allow(clippy::panic)] // The macro needs values, not results. A missing or wrong value fails the test.
impl Arguments {
    /// Returns the values of a JSON body with these fields. `Timestamp` reads numbers as milliseconds, so times in seconds are converted.
    ///
    /// # Errors
    /// Returns an error if the body is not an object.
    pub(super) fn from_body(fields: &[Field], body: Value) -> serde_json::Result<Self> {
        let mut values: Map<String, Value> = serde_json::from_value(body)?;
        for field in fields.iter().filter(|field| field.ty == Type::Seconds) {
            if let Some(value) = values.get_mut(&field.name) {
                let seconds: i64 = text(value).parse().map_err(serde::de::Error::custom)?;
                *value = json!(seconds * 1000);
            }
        }
        Ok(Self(values))
    }

    /// Adds the documented examples of these parameters.
    pub(super) fn with_examples<'a>(mut self, api: &Api, fields: impl IntoIterator<Item = &'a Field>) -> Self {
        self.0.extend(fields.into_iter().map(|field| (field.name.clone(), value(api, field, "1", "1"))));
        self
    }

    /// Adds values of these parameters. Texts and ids have reserved characters.
    pub(super) fn with_reserved_characters<'a>(
        mut self,
        api: &Api,
        fields: impl IntoIterator<Item = &'a Field>,
    ) -> Self {
        let value = |field: &Field| value(api, &Field { example: example_of_enum(field), ..field.clone() }, TEXT, ID);
        self.0.extend(fields.into_iter().map(|field| (field.name.clone(), value(field))));
        self
    }

    pub(super) fn get<T: DeserializeOwned>(&self, name: &str) -> T {
        self.find(name).unwrap_or_else(|| panic!("{name} has no value"))
    }

    pub(super) fn find<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let read = |value: &Value| {
            serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{name} is {value}: {error}"))
        };
        self.0.get(name).map(read)
    }

    pub(super) fn list<T: DeserializeOwned>(&self, name: &str) -> List<T> {
        self.find::<Vec<T>>(name).map(|items| items.into_iter().collect()).unwrap_or_default()
    }

    pub(super) fn file(&self, _: &str) -> Upload {
        Upload::new(FILE_NAME, FILE).content_type(FILE_TYPE)
    }

    /// Returns the values of a parameter as they are in the query or the path, not yet encoded.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        match self.0.get(name) {
            None => vec![],
            Some(Value::Array(items)) => items.iter().map(text).collect(),
            Some(value) => vec![text(value)],
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Keeps the example of a parameter whose type is not text.
fn example_of_enum(field: &Field) -> Option<Example> {
    let mut ty = &field.ty;
    while let Type::List(item) = ty {
        ty = item;
    }
    field.example.clone().filter(|_| !matches!(ty, Type::String | Type::Id(_)))
}

/// Returns the example of a parameter. Without an example, returns a value of its type: `string` for a text, `id` for an id.
fn value(api: &Api, field: &Field, string: &str, id: &str) -> Value {
    single(api, &field.ty, field.example.as_ref(), string, id)
}

fn single(api: &Api, ty: &Type, example: Option<&Example>, string: &str, id: &str) -> Value {
    let wire = match example {
        Some(Example::One(Literal::Text(wire) | Literal::Named { wire, .. })) => Some(wire.as_str()),
        Some(Example::List(_)) | None => None,
    };
    let number = |or: i64| wire.and_then(|wire| wire.parse().ok()).unwrap_or(or);
    match ty {
        Type::List(item) => match example {
            Some(Example::List(items)) => {
                items.iter().map(|example| single(api, item, Some(example), string, id)).collect()
            }
            Some(Example::One(_)) | None => [string, "second"]
                .iter()
                .map(|text| single(api, item, None, text, if *text == string { id } else { text }))
                .collect(),
        },
        Type::Bool => json!(wire != Some("false")),
        Type::Int32 | Type::Int64 => json!(number(10)),
        Type::Timestamp => json!(number(1_609_489_908_000)),
        Type::Seconds => json!(number(1_609_489_908)),
        Type::IntEnum(name) | Type::TextEnum(name) => enum_value(api, name, wire),
        Type::Date => json!(wire.unwrap_or("2021-01-01")),
        Type::Url => json!(wire.unwrap_or("https://example.com")),
        Type::Id(_) => json!(wire.unwrap_or(id)),
        Type::String => json!(wire.unwrap_or(string)),
        Type::Float | Type::Json | Type::File | Type::Object(_) | Type::Boxed(_) | Type::Map(_) => Value::Null,
    }
}

fn enum_value(api: &Api, name: &str, wire: Option<&str>) -> Value {
    match api.enumeration(name).map(|item| &item.values) {
        Some(EnumValues::Int(values)) => {
            let code = wire.and_then(|wire| wire.parse().ok());
            json!(code.or_else(|| values.first().map(|value| value.code)))
        }
        Some(EnumValues::Text(values)) => json!(wire.or_else(|| values.first().map(|value| value.code.as_str()))),
        None => Value::Null,
    }
}
