//! Masks personal data in responses.
//!
//! One rule for every format, on a terminal and in a pipe: a value is shown if the schema says that it is not personal. Values that the schema
//! marks, and values that it does not know, are replaced by `[redacted]`.

use serde_json::{Map, Value};

use crate::catalog::{Field, Named, Type};

/// The text that replaces a masked value.
pub(crate) const MASK: &str = "[redacted]";

/// Masks the object with these fields. Counts the values that it masks.
pub(crate) fn mask_object(value: Value, fields: &[Field], masked: &mut usize) -> Value {
    let Value::Object(entries) = value else { return mask_all(value, masked) };
    let mask_entry = |(name, value): (String, Value)| {
        let value = match fields.iter().find(|field| field.name() == name) {
            Some(field) if field.is_sensitive() => mask_all(value, masked),
            Some(field) if field.is_as_string() => mask_text(value, &field.ty(), masked),
            Some(field) => mask_value(value, &field.ty(), masked),
            None => mask_all(value, masked),
        };
        (name, value)
    };
    Value::Object(entries.into_iter().map(mask_entry).collect())
}

/// Masks a value of a type.
pub(crate) fn mask_value(value: Value, ty: &Type, masked: &mut usize) -> Value {
    match (value, ty) {
        (Value::Null, _) => Value::Null,
        (value, Type::Json) => value,
        (Value::Array(items), Type::List(item)) => {
            Value::Array(items.into_iter().map(|value| mask_value(value, item, masked)).collect())
        }
        (Value::Object(entries), Type::Map(item)) => {
            let entries = entries.into_iter().map(|(key, value)| (key, mask_value(value, item, masked)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        (value, Type::Named(named)) => match &**named {
            Named::Object(fields) => mask_object(value, fields, masked),
            Named::Id(_) | Named::Enum(_) => mask_scalar(value, masked),
        },
        (value, _) => mask_scalar(value, masked),
    }
}

/// Masks everything but the structure.
pub(crate) fn mask_all(value: Value, masked: &mut usize) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Array(items) => Value::Array(items.into_iter().map(|value| mask_all(value, masked)).collect()),
        Value::Object(entries) => {
            Value::Object(entries.into_iter().map(|(key, value)| (key, mask_all(value, masked))).collect())
        }
        _ => {
            *masked += 1;
            Value::from(MASK)
        }
    }
}

/// Masks a text that contains JSON of a type, or a number.
fn mask_text(value: Value, ty: &Type, masked: &mut usize) -> Value {
    let inner = value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    match inner {
        Some(inner @ (Value::Object(_) | Value::Array(_))) => Value::from(mask_value(inner, ty, masked).to_string()),
        _ if matches!(ty, Type::Named(named) if matches!(**named, Named::Object(_))) => mask_all(value, masked),
        _ => mask_value(value, ty, masked),
    }
}

/// Masks a value that should be a scalar. Any other value is masked as a whole, because the schema does not describe it.
fn mask_scalar(value: Value, masked: &mut usize) -> Value {
    if value.is_array() || value.is_object() { mask_all(value, masked) } else { value }
}
