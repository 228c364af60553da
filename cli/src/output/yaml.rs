//! Writes YAML: block style, with quotes around texts that YAML could read as other values.

use serde_json::Value;

/// Returns a document.
pub(super) fn document(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    out
}

/// Returns an item of a list of documents.
pub(super) fn item(value: &Value) -> String {
    let mut out = String::from("-");
    nested(value, 1, true, &mut out);
    out
}

/// Writes a value that begins a line.
fn write(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Object(entries) if !entries.is_empty() => {
            for (index, (key, value)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push_str(&"  ".repeat(indent));
                }
                out.push_str(&text(key));
                out.push(':');
                nested(value, indent + 1, false, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(&"  ".repeat(indent));
                }
                out.push('-');
                nested(value, indent + 1, true, out);
            }
        }
        value => {
            out.push_str(&scalar(value));
            out.push('\n');
        }
    }
}

/// Writes a value after `key:` or `-`. After a dash, the first line of a value is on the line of the dash.
fn nested(value: &Value, indent: usize, after_dash: bool, out: &mut String) {
    let is_block = match value {
        Value::Object(entries) => !entries.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    };
    if is_block && !after_dash {
        out.push('\n');
        out.push_str(&"  ".repeat(indent));
    } else {
        out.push(' ');
    }
    write(value, indent, out);
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(value) => text(value),
        Value::Array(_) => "[]".to_owned(),
        Value::Object(_) => "{}".to_owned(),
        value => value.to_string(),
    }
}

/// A text, in quotes unless it is a plain word. JSON strings are YAML strings.
fn text(value: &str) -> String {
    let is_word = |character: char| character.is_alphanumeric() || "_-./@ ".contains(character);
    let is_plain = value.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && value.chars().all(is_word)
        && value.trim() == value
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&value.to_lowercase().as_str());
    if is_plain { value.to_owned() } else { Value::from(value).to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_nested() {
        let value = json!({
            "a": 1, "b": "text 中", "c": { "d": [1, { "e": null, "f": "" }, [true]], "g": {} }, "h": [], "i": "no",
            "j": "6949805467799537964", "k": "a: b", "l": "x\n", "1": "-",
        });
        let text = "\"1\": \"-\"\na: 1\nb: text 中\nc:\n  d:\n    - 1\n    - e: null\n      f: \"\"\n    - - true\n  g: {}\nh: []\ni: \"no\"\n\
                    j: \"6949805467799537964\"\nk: \"a: b\"\nl: \"x\\n\"\n";
        assert_eq!(document(&value), text);
        assert_eq!(item(&json!({ "a": 1, "b": 2 })), "- a: 1\n  b: 2\n");
    }
}
