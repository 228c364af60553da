//! Named types: ids, enums and objects.

use super::{
    event::EventId,
    field::{Field, FileFields},
    group::GroupNames,
    rule::Rule,
};
use crate::source::Span;

/// The service of the emitted crate. Its types are at `model::X`, and its versions are in the root module.
pub(crate) const OWN_SERVICE: &str = "hire";

/// The file that defines a type. The type is emitted in the corresponding file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// `types/<topic>.yaml`.
    Shared(String),
    /// The file of the operation with this id.
    Operation(String),
    /// The file of an event.
    Event(EventId),
}

/// A typed id.
#[derive(Clone, Debug)]
pub struct Id {
    /// The key: the name, with the prefix `<service>.` for a service other than `hire`.
    pub name: String,
    pub zh: String,
    pub doc: String,
    /// The id of the owner: of the object to which the identified object belongs.
    pub owner: Option<Owner>,
    pub home: Home,
    pub groups: GroupNames,
    pub span: Span,
}

/// A reference to the id of an owner.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The key of the id.
    pub name: String,
    pub span: Span,
}

/// An open enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The key: the name, with the prefix `<service>.` for a service other than `hire`.
    pub name: String,
    pub doc: String,
    pub zh: Option<String>,
    pub values: EnumValues,
    pub home: Home,
    pub groups: GroupNames,
    pub span: Span,
}

/// The values of an enum, by the type of their codes.
#[derive(Clone, Debug)]
pub enum EnumValues {
    Int(Vec<EnumValue<i64>>),
    Text(Vec<EnumValue<String>>),
}

/// One value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue<C> {
    pub code: C,
    pub name: String,
    pub deprecated: bool,
    pub zh: String,
    pub doc: String,
    pub span: Span,
}

/// An object type.
#[derive(Clone, Debug)]
pub struct Object {
    /// The key: the name, with the prefix `<service>.` for a service other than `hire`.
    pub name: String,
    pub doc: String,
    pub zh: Option<String>,
    pub fields: Vec<Field>,
    /// The rules across the fields, including the conditions of fields.
    pub rules: Vec<Rule>,
    /// The fields that describe a downloadable file.
    pub file: Option<FileFields>,
    /// Whether a request contains the object. Then it has a constructor and setters.
    pub sent: bool,
    pub home: Home,
    pub groups: GroupNames,
    pub span: Span,
}

impl EnumValues {
    /// Returns the codes as text.
    #[must_use]
    pub fn codes(&self) -> Vec<String> {
        match self {
            Self::Int(values) => values.iter().map(|value| value.code.to_string()).collect(),
            Self::Text(values) => values.iter().map(|value| value.code.clone()).collect(),
        }
    }
}

impl Home {
    /// Returns the service whose types are looked up first. Shared types belong to `hire`.
    pub(crate) fn service(&self) -> &str {
        match self {
            Self::Shared(_) => OWN_SERVICE,
            Self::Operation(id) => id.split('.').next().unwrap_or_default(),
            Self::Event(id) => &id.service,
        }
    }

    /// Returns the path of the YAML file, relative to the root of the project.
    pub(crate) fn file(&self) -> String {
        match self {
            Self::Shared(topic) => format!("schema/types/{topic}.yaml"),
            Self::Operation(id) => format!("schema/{}.yaml", id.replace('.', "/")),
            Self::Event(id) => format!("schema/{}.yaml", id.stem()),
        }
    }
}
