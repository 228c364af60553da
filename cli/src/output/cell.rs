//! Cells and columns of CSV files and tables.

use serde_json::Value;

use super::select;
use crate::catalog::{Field, Named, Type};

/// The name of the column for values that are not objects.
const VALUE: &str = "value";

/// Returns the cells of a value in these columns.
pub(super) fn row(value: &Value, columns: &[String]) -> Vec<String> {
    let cell = |path: &String| match value {
        Value::Object(_) => text(select::at(value, path)),
        _ if path == VALUE => text(Some(value)),
        _ => String::new(),
    };
    columns.iter().map(cell).collect()
}

/// Returns a value as the text of a cell: lists and objects as JSON.
pub(crate) fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}

/// Returns the columns of objects with these fields: the paths of all values that are not objects, in the order of the documentation.
pub(crate) fn columns(fields: &[Field]) -> Vec<String> {
    leaves(fields).into_iter().map(|(path, _)| path).collect()
}

/// Returns the columns with their types.
pub(crate) fn leaves(fields: &[Field]) -> Vec<(String, Type)> {
    let mut leaves = Vec::new();
    collect(fields, "", 0, &mut leaves);
    leaves
}

/// Maximum depth of columns, because objects may contain themselves. Deeper values are JSON in a cell.
const DEPTH: usize = 3;

fn collect(fields: &[Field], prefix: &str, depth: usize, leaves: &mut Vec<(String, Type)>) {
    for field in fields {
        let path = format!("{prefix}{}", field.name());
        match field.ty() {
            Type::Named(named) if depth < DEPTH && !field.is_as_string() => match &*named {
                Named::Object(inner) => collect(inner, &format!("{path}."), depth + 1, leaves),
                Named::Id(_) | Named::Enum(_) => leaves.push((path, Type::Named(named))),
            },
            ty => leaves.push((path, ty)),
        }
    }
}

/// Returns the columns of an object whose fields are not known.
pub(super) fn columns_of(value: &Value) -> Vec<String> {
    match value {
        Value::Object(entries) => {
            let inner = entries.iter().flat_map(|(name, value)| match value {
                Value::Object(entries) if !entries.is_empty() => {
                    columns_of(value).into_iter().map(|path| format!("{name}.{path}")).collect()
                }
                _ => vec![name.clone()],
            });
            inner.collect()
        }
        _ => vec![VALUE.to_owned()],
    }
}
