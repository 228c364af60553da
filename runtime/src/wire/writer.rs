//! Writes the JSON text of a value.

use std::fmt::Write as _;

use super::{Field, Object, View, escape::push_escaped};

/// Returns the JSON text of a value.
pub(crate) fn write_json(value: View<'_>) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// Returns the JSON text of an object that contains only texts.
pub(crate) fn write_texts(fields: &[(&str, &str)]) -> String {
    let mut out = String::from("{");
    for (index, (key, text)) in fields.iter().enumerate() {
        separate(index, &mut out);
        string(key, &mut out);
        out.push(':');
        string(text, &mut out);
    }
    out.push('}');
    out
}

fn write(value: View<'_>, out: &mut String) {
    match value {
        View::Absent | View::Null => out.push_str("null"),
        View::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        View::Integer(number) => display(out, number),
        // JSON cannot represent infinity and NaN.
        View::Float(number) if !number.is_finite() => out.push_str("null"),
        // `Debug` adds a decimal point, so that the number is read as a decimal number again.
        View::Float(number) => drop(write!(out, "{number:?}")),
        View::Text(text) => string(text, out),
        View::List(items) => {
            out.push('[');
            for index in 0..items.count() {
                separate(index, out);
                items.item(index).into_iter().for_each(|item| write(item.view(), out));
            }
            out.push(']');
        }
        View::Map(entries) => {
            out.push('{');
            let mut index = 0;
            entries.each(&mut |key, value| {
                separate(index, out);
                index += 1;
                string(key, out);
                out.push(':');
                write(value.view(), out);
            });
            out.push('}');
        }
        View::Object(value) => object(value, out),
        View::Json(value) => display(out, value),
        View::Raw(raw) => out.push_str(raw.as_str()),
    }
}

fn object(object: &dyn Object, out: &mut String) {
    object.values(&mut |shape, values, unknown| {
        if let (Some(field), [value]) = (shape.bare(), values) {
            return write_field(field, value.view(), out);
        }
        out.push('{');
        let mut index = 0;
        let mut start = |key: &str, out: &mut String| {
            separate(index, out);
            index += 1;
            string(key, out);
            out.push(':');
        };
        for (field, value) in shape.fields().iter().zip(values) {
            let value = value.view();
            if value.is_absent() {
                continue;
            }
            start(field.name(), out);
            write_field(field, value, out);
        }
        for (key, raw) in unknown.iter() {
            start(key, out);
            out.push_str(raw.as_str());
        }
        out.push('}');
    });
}

fn write_field(field: &Field, value: View<'_>, out: &mut String) {
    match encode(field, value) {
        Encoded::Text(text) => string(&text, out),
        Encoded::Value(value) => write(value, out),
    }
}

/// A value in its documented encoding.
pub(super) enum Encoded<'a> {
    Value(View<'a>),
    /// A string that contains the value.
    Text(String),
}

/// Returns the value of a field in its documented encoding.
pub(super) fn encode<'a>(field: &Field, value: View<'a>) -> Encoded<'a> {
    let value = match value {
        View::Absent | View::Null => return Encoded::Value(value),
        _ if field.is_json_text() => return Encoded::Text(write_json(value)),
        View::Integer(millis) if field.is_seconds() => View::Integer(millis.div_euclid(1000)),
        _ => value,
    };
    match text_of(value).filter(|_| field.is_text()) {
        Some(text) => Encoded::Text(text),
        None => Encoded::Value(value),
    }
}

/// Returns the text of a scalar, for a path, a query or a documented string. Returns `None` for other values.
pub(crate) fn text_of(value: View<'_>) -> Option<String> {
    match value {
        View::Bool(value) => Some(value.to_string()),
        View::Integer(number) => Some(number.to_string()),
        View::Float(number) => Some(number.to_string()),
        View::Text(text) => Some(text.to_owned()),
        _ => None,
    }
}

/// Returns the values of a field, to check the rules: several for a list, none for an object. Returns `None` if there is no value.
pub(crate) fn texts_of(value: View<'_>) -> Option<Vec<String>> {
    match value {
        View::Absent | View::Null => None,
        View::List(items) => {
            let items = (0..items.count()).filter_map(|index| items.item(index));
            Some(items.filter_map(|item| text_of(item.view())).collect())
        }
        value => Some(text_of(value).into_iter().collect()),
    }
}

fn separate(index: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
}

fn display(out: &mut String, value: impl std::fmt::Display) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{value}");
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        push_escaped(character, out);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped() {
        assert_eq!(write_texts(&[]), "{}");
        let text = write_texts(&[("app_id", "cli_x"), ("app_secret", "\"\\\n张")]);
        assert_eq!(text, r#"{"app_id":"cli_x","app_secret":"\"\\\n张"}"#);
    }
}
