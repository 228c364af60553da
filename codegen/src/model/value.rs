//! The types of values, and single values.

/// A type. Ids, enums and objects are referenced by their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Bool,
    Int32,
    Int64,
    Float,
    String,
    /// A time in milliseconds.
    Timestamp,
    /// A time in seconds.
    Seconds,
    Date,
    Url,
    Json,
    File,
    Id(String),
    IntEnum(String),
    TextEnum(String),
    Object(String),
    /// An object that is part of a cycle of objects without a list in between.
    Boxed(String),
    List(Box<Type>),
    Map(Box<Type>),
}

/// A default, or a single value in an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// The text as written in the schema.
    Text(String),
    /// An enum value: its name in the schema, and its code in JSON.
    Named { name: String, wire: String },
}

impl Literal {
    /// Returns the value as it is sent.
    #[must_use]
    pub fn wire(&self) -> &str {
        match self {
            Self::Text(wire) | Self::Named { wire, .. } => wire,
        }
    }

    /// Returns the name of an enum value, and other values as they are sent.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Named { name, .. } => name,
        }
    }
}

/// An example of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Example {
    /// A single value, or the JSON text of a map or of any other value.
    One(Literal),
    /// The items of a list.
    List(Vec<Example>),
}

impl Example {
    /// Returns the single values, in order.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Literal> {
        match self {
            Self::One(literal) => vec![literal],
            Self::List(items) => items.iter().flat_map(Self::leaves).collect(),
        }
    }
}

/// A limit. Both ends are inclusive; `None` means unlimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Range(Option<i64>, Option<i64>),
    Length(Option<u64>, Option<u64>),
    Items(Option<u64>, Option<u64>),
}
