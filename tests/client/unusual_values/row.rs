//! A row of the tables: an unusual value with the result that the client must deliver.

use std::str;

use serde::de::IgnoredAny;
use serde_json::Value;

/// An unusual value of a field, and the expected result.
#[derive(Debug)]
pub(crate) struct UnusualValue {
    pub(crate) name: &'static str,
    pub(crate) field: Field,
    /// The value in the response, which may not be UTF-8.
    pub(crate) text: Vec<u8>,
    pub(crate) form: Form,
    pub(crate) outcome: Outcome,
}

/// The type of the field in the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    Text,
    Id,
    Int32,
    Int64,
    Float,
    Bool,
    Timestamp,
    Date,
    Url,
    IntEnum,
    TextEnum,
    /// An object with at least the fields `id` (an id) and `name` (an object).
    Object,
    ListOfText,
    /// A list of objects with at least the field `id` (an id).
    ListOfObjects,
    MapOfText,
    /// A key that the schema does not list.
    Unknown,
}

/// Whether the text is valid JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `serde_json` can read it as a [`Value`].
    Readable,
    /// It follows the grammar, but no [`Value`] can hold it: lone surrogates, numbers out of range, deep nesting.
    Unreadable,
    /// It is not UTF-8, or it does not follow the grammar.
    Broken,
}

/// The result for the consumer. Except for [`Outcome::Open`], the rest of the response is delivered.
#[derive(Debug)]
pub(crate) enum Outcome {
    Value {
        /// The value of the field, serialized again. `None` if the field is empty.
        ///
        /// For [`Field::Unknown`], the texts are compared; for other fields, the JSON values.
        delivered: Option<String>,
        /// The paths of the mismatches, relative to the field: empty for the field itself, `[1]`, `.id`.
        mismatches: &'static [&'static str],
    },
    /// The value is kept, or dropped with a mismatch. Only the rest of the response is tested.
    Rest,
    /// No requirement: the response fails as a whole, or its rest is delivered.
    Open,
}

/// A value that is delivered without a mismatch.
pub(super) fn reads(name: &'static str, field: Field, text: &str, delivered: &str) -> UnusualValue {
    partly(name, field, text, delivered, &[])
}

/// An unknown value that is written back unchanged.
pub(super) fn kept(name: &'static str, text: impl AsRef<[u8]>) -> UnusualValue {
    let delivered = String::from_utf8_lossy(text.as_ref()).into_owned();
    partly(name, Field::Unknown, text, &delivered, &[])
}

/// A value that is treated as absent, without a mismatch.
pub(super) fn absent(name: &'static str, field: Field, text: &str) -> UnusualValue {
    row(name, field, text, Outcome::Value { delivered: None, mismatches: &[] })
}

/// A value of another type. The field is empty.
pub(super) fn mismatch(name: &'static str, field: Field, text: impl AsRef<[u8]>) -> UnusualValue {
    row(name, field, text, Outcome::Value { delivered: None, mismatches: &[""] })
}

/// A text that is delivered with replacements, and reported as a mismatch.
pub(super) fn replaced(name: &'static str, field: Field, text: impl AsRef<[u8]>, delivered: &str) -> UnusualValue {
    partly(name, field, text, delivered, &[""])
}

/// A value of which a part is delivered.
pub(super) fn partly(
    name: &'static str,
    field: Field,
    text: impl AsRef<[u8]>,
    delivered: &str,
    mismatches: &'static [&'static str],
) -> UnusualValue {
    row(name, field, text, Outcome::Value { delivered: Some(delivered.to_owned()), mismatches })
}

pub(super) fn rest(name: &'static str, field: Field, text: impl AsRef<[u8]>) -> UnusualValue {
    row(name, field, text, Outcome::Rest)
}

pub(super) fn open(name: &'static str, field: Field, text: impl AsRef<[u8]>) -> UnusualValue {
    row(name, field, text, Outcome::Open)
}

fn row(name: &'static str, field: Field, text: impl AsRef<[u8]>, outcome: Outcome) -> UnusualValue {
    UnusualValue { name, field, text: text.as_ref().to_vec(), form: Form::Readable, outcome }
}

impl UnusualValue {
    pub(super) fn unreadable(self) -> Self {
        Self { form: Form::Unreadable, ..self }
    }

    pub(super) fn broken(self) -> Self {
        Self { form: Form::Broken, ..self }
    }

    /// Returns a response of `hire.v1.interview.list` with three interviews, of which the second contains the value.
    ///
    /// Returns `None` if an interview has no field of this kind.
    pub(crate) fn page(&self) -> Option<Vec<u8>> {
        let (before, after) = self.field.surrounding_text()?;
        let start = format!(r#"{{"code":0,"msg":"ok","data":{{"items":[{{"id":"1"}},{{"id":"2",{before}"#);
        let end = format!(r#"{after}}},{{"id":"3"}}],"has_more":true,"page_token":"next"}}}}"#);
        Some([start.as_bytes(), &self.text, end.as_bytes()].concat())
    }
}

impl Field {
    pub(super) const ALL: [Self; 16] = [
        Self::Text,
        Self::Id,
        Self::Int32,
        Self::Int64,
        Self::Float,
        Self::Bool,
        Self::Timestamp,
        Self::Date,
        Self::Url,
        Self::IntEnum,
        Self::TextEnum,
        Self::Object,
        Self::ListOfText,
        Self::ListOfObjects,
        Self::MapOfText,
        Self::Unknown,
    ];

    /// Returns the text before and after a value of this kind in an interview.
    fn surrounding_text(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::Text => (r#""remark":"#, ""),
            Self::Id => (r#""application_id":"#, ""),
            Self::Int32 => (r#""round":"#, ""),
            Self::Float => (r#""interview_record_list":[{"assessment_score":{"score":"#, "}}]"),
            Self::Timestamp => (r#""begin_time":"#, ""),
            Self::Url => (r#""interview_record_list":[{"image_list":[{"url":"#, "}]}]"),
            Self::IntEnum => (r#""interview_type":"#, ""),
            Self::Object => (r#""stage":"#, ""),
            Self::ListOfObjects => (r#""interview_record_list":"#, ""),
            Self::Unknown => (r#""mood":"#, ""),
            Self::Int64 | Self::Bool | Self::Date | Self::TextEnum | Self::ListOfText | Self::MapOfText => return None,
        })
    }

    /// Whether a value has the type that the schema documents.
    pub(super) fn accepts(self, value: &Value) -> bool {
        match self {
            Self::Text | Self::Id | Self::Date | Self::Url | Self::TextEnum => value.is_string(),
            Self::Int32 => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
            Self::Int64 | Self::Timestamp | Self::IntEnum => value.is_i64(),
            Self::Float => value.is_number(),
            Self::Bool => value.is_boolean(),
            Self::Object => value.is_object(),
            Self::ListOfText => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
            Self::ListOfObjects => value.as_array().is_some_and(|items| items.iter().all(Value::is_object)),
            Self::MapOfText => value.as_object().is_some_and(|map| map.values().all(Value::is_string)),
            Self::Unknown => true,
        }
    }

    /// Whether a value is treated as absent. For numbers and booleans, this includes an empty text.
    pub(super) fn is_absent_for(self, text: &[u8]) -> bool {
        let number =
            matches!(self, Self::Int32 | Self::Int64 | Self::Float | Self::Bool | Self::Timestamp | Self::IntEnum);
        text == b"null" || (number && text == b"\"\"")
    }
}

/// Determines the form of a JSON text. `IgnoredAny` checks only the grammar, without limits on depth or numbers.
pub(super) fn form_of(text: &[u8]) -> Form {
    match str::from_utf8(text) {
        Ok(text) if serde_json::from_str::<Value>(text).is_ok() => Form::Readable,
        Ok(text) if serde_json::from_str::<IgnoredAny>(text).is_ok() => Form::Unreadable,
        _ => Form::Broken,
    }
}
