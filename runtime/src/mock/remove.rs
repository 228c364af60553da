//! Removes values at paths from JSON.

use serde_json::{Map, Value};

/// Removes the values at a path, such as `items[].create_time`. `{}` stands for all values of a map.
pub(super) fn remove(value: &mut Value, path: &str) {
    match value {
        Value::Array(items) => match path.strip_prefix("[]") {
            Some("") => items.clear(),
            Some(rest) => items.iter_mut().for_each(|item| remove(item, rest)),
            None => {}
        },
        Value::Object(fields) => match path.strip_prefix("{}") {
            Some("") => fields.clear(),
            Some(rest) => fields.values_mut().for_each(|field| remove(field, rest)),
            None => remove_field(fields, path.trim_start_matches('.')),
        },
        _ => {}
    }
}

/// Removes the values at a path that starts with one of the fields.
pub(super) fn remove_field(fields: &mut Map<String, Value>, path: &str) {
    match path.find(['.', '[', '{']).and_then(|end| path.split_at_checked(end)) {
        Some((name, rest)) => fields.get_mut(name).into_iter().for_each(|field| remove(field, rest)),
        None => fields.retain(|name, _| name != path),
    }
}
