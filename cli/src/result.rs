//! The result of an operation: the part of a response that is printed.
//!
//! - For a paged operation: its items.
//! - For a response with one field that contains an object or a list: this object, or the items of this list.
//! - Otherwise: the data of the response.

use serde_json::Value;

use crate::catalog::{Field, Named, Operation, Type};

/// The structure of the data of a response.
pub(crate) enum Shape {
    /// Items in this field.
    Items(Field),
    /// One object in this field.
    Object(Field),
    /// The data itself, with these fields.
    Data(Vec<Field>),
}

impl Shape {
    /// Returns the shape of the responses of an operation.
    pub(crate) fn of(operation: &Operation) -> Self {
        let fields = operation.response();
        let items = operation.row.paging.map(|paging| paging.items);
        if let Some(field) = fields.iter().find(|field| Some(field.name()) == items) {
            return Self::Items(field.clone());
        }
        match fields.as_slice() {
            [field] if matches!(field.ty(), Type::List(_)) => Self::Items(field.clone()),
            [field] if fields_of(&field.ty()).is_some() => Self::Object(field.clone()),
            _ => Self::Data(fields),
        }
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::Items(_))
    }

    /// Returns the fields of the object or of an item, if it is an object.
    pub(crate) fn fields(&self) -> Vec<Field> {
        match self {
            Self::Data(fields) => fields.clone(),
            Self::Object(field) => fields_of(&field.ty()).unwrap_or_default(),
            Self::Items(field) => match field.ty() {
                Type::List(item) => fields_of(&item).unwrap_or_default(),
                _ => Vec::new(),
            },
        }
    }

    /// Returns the values of the result.
    pub(crate) fn values(&self, mut data: Value) -> Vec<Value> {
        let only = match self {
            Self::Items(field) | Self::Object(field) => Some(field),
            Self::Data(fields) => fields.first(),
        };
        if let Some(field) = only.filter(|field| field.is_bare()) {
            data = Value::Object([(field.name().to_owned(), data)].into_iter().collect());
        }
        let mut take = |field: &Field| data.get_mut(field.name()).map(Value::take).unwrap_or_default();
        match self {
            Self::Items(field) => match take(field) {
                Value::Array(items) => items,
                Value::Null => Vec::new(),
                other => vec![other],
            },
            Self::Object(field) => vec![take(field)],
            Self::Data(_) if data.is_null() => vec![Value::Object(serde_json::Map::new())],
            Self::Data(_) => vec![data],
        }
    }
}

fn fields_of(ty: &Type) -> Option<Vec<Field>> {
    match ty {
        Type::Named(named) => match &**named {
            Named::Object(fields) => Some(fields.clone()),
            Named::Id(_) | Named::Enum(_) => None,
        },
        _ => None,
    }
}
