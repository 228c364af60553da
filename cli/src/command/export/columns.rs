//! Tables of the exported objects, with a column for each value that is not an object.

use serde_json::Value;

use crate::{
    catalog::{Field, Type},
    output::{at, leaves},
};

/// A column.
pub(super) struct Column {
    /// The path of the value, which is the name of the column.
    pub(super) path: String,
    pub(super) kind: Kind,
}

/// The type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Bool,
    Integer,
    Float,
    /// Milliseconds since the Unix epoch.
    Millis,
    /// Seconds since the Unix epoch.
    Seconds,
    /// Texts, ids, enums, dates; lists as JSON.
    Text,
}

/// Returns the columns of objects with these fields.
pub(super) fn columns(fields: &[Field]) -> Vec<Column> {
    leaves(fields).into_iter().map(|(path, ty)| Column { path, kind: Kind::of(&ty) }).collect()
}

impl Kind {
    fn of(ty: &Type) -> Self {
        match ty {
            Type::Bool => Self::Bool,
            Type::Int32 | Type::Int64 => Self::Integer,
            Type::Float => Self::Float,
            Type::Timestamp => Self::Millis,
            Type::Seconds => Self::Seconds,
            _ => Self::Text,
        }
    }
}

impl Column {
    /// Returns the value of an object in this column. Null counts as absent.
    pub(super) fn value<'a>(&self, object: &'a Value) -> Option<&'a Value> {
        at(object, &self.path).filter(|value| !value.is_null())
    }
}
