//! Converts YAML to JSON like the language server of an editor: plain scalars follow the YAML core schema.

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

enum Open {
    List(Vec<Value>),
    Map(Map<String, Value>, Option<String>),
}

/// Converts a document to JSON. Fails for invalid YAML, and for YAML that JSON cannot express.
pub(crate) fn to_json(text: &str) -> Result<Value, String> {
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| error.to_string())?;
        let value = match event {
            Event::Scalar(text, style, 0, None) => scalar(&text, style),
            Event::SequenceStart(0, None) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(0, None) => {
                open.push(Open::Map(Map::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(items)) => Value::Array(items),
                Some(Open::Map(map, _)) => Value::Object(map),
                None => return Err("end without a start".to_owned()),
            },
            Event::DocumentStart(_) if root.is_some() => return Err("second document".to_owned()),
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) | Event::Alias(_) => {
                return Err("anchor, alias or tag".to_owned());
            }
            _ => continue,
        };
        match open.last_mut() {
            None => root = Some(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Map(map, key)) => match (key.take(), value) {
                (None, Value::Array(_) | Value::Object(_)) => return Err("key is not a string".to_owned()),
                (None, Value::String(text)) => *key = Some(text),
                (None, other) => *key = Some(other.to_string()),
                (Some(key), value) => {
                    if map.insert(key.clone(), value).is_some() {
                        return Err(format!("duplicate key `{key}`"));
                    }
                }
            },
        }
    }
    Ok(root.unwrap_or(Value::Null))
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::from(text);
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::from(true),
        "false" | "False" | "FALSE" => Value::from(false),
        _ => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(number), _) => Value::from(number),
            (_, Ok(number)) if text.contains(|c: char| c.is_ascii_digit()) => Value::from(number),
            _ => Value::from(text),
        },
    }
}
