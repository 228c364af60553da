//! Parameters and fields.

use super::{
    rule::Condition,
    value::{Example, Limit, Literal, Type},
};
use crate::source::Span;

/// The effect of `replaces: whole` on a field.
pub(crate) const REPLACES: &str = "Replaces the stored value as a whole: what is not sent is removed.";

/// The fields of an object that describe a downloadable file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFields {
    /// The field with the URL.
    pub url: String,
    /// The field with the file name.
    pub name: Option<String>,
    /// The field with the media type.
    pub mime: Option<String>,
}

/// A parameter, or a field of an object, a body or a response.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key in JSON, or the name of the parameter.
    pub name: String,
    /// The name of the field and the setter in Rust.
    pub rust_name: String,
    pub doc: String,
    pub ty: Type,
    /// Whether JSON encodes the value as a string although its type is not a string.
    pub as_string: bool,
    pub presence: Presence,
    pub sensitive: bool,
    /// Whether the body or the data of the response is this value, not an object with this key. The section has no other field.
    pub is_bare: bool,
    /// The default, in the notation of a query: `open_id`, `10`, `false`.
    pub default: Option<Literal>,
    pub example: Option<Example>,
    pub limits: Vec<Limit>,
    /// The accepted enum values. Empty if all are accepted.
    pub values: Vec<Literal>,
    pub deprecated: Option<Deprecated>,
    /// Whether a value in an update replaces the stored value as a whole.
    pub replaces_whole: bool,
    /// The condition under which the field is required. The rules of the owner contain it too.
    pub required_if: Option<Condition>,
    pub scopes: Vec<String>,
    pub span: Span,
}

/// Whether a field is always present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Optional,
    /// The caller must set it.
    Required,
    /// Every response contains it.
    Always,
}

/// The replacement of a deprecated field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deprecated {
    /// Another field of the same object.
    Use(String),
    /// There is no replacement.
    Nothing,
}
