//! `glossary/values.yaml`: names and descriptions of enum values, by their Chinese labels.

use std::collections::HashMap;

use feishu_codegen::{
    Code, Sources,
    draft::{Node, is_snake_case},
};

use crate::clean::collapse;
use crate::yaml_reader::YamlReader;

/// The meanings of enum values by label.
#[derive(Default)]
pub(crate) struct Values(HashMap<String, Vec<ValueMeaning>>);

/// The name and the description of an enum value.
#[derive(Clone, Debug)]
pub(crate) struct ValueMeaning {
    /// The enum to which the meaning is restricted.
    of: Option<String>,
    pub(crate) name: String,
    pub(crate) doc: String,
}

impl Values {
    /// Finds the meaning of a label in an enum. A meaning for this enum takes precedence.
    pub(crate) fn find(&self, label: &str, of: &str) -> Option<&ValueMeaning> {
        let meanings = self.0.get(&collapse(label))?;
        let own = meanings.iter().find(|meaning| meaning.of.as_deref() == Some(of));
        own.or_else(|| meanings.iter().find(|meaning| meaning.of.is_none()))
    }

    pub(super) fn read(schema: &Sources, reader: &mut YamlReader) -> Self {
        let mut values = Self::default();
        let Some(root) = reader.parse(schema, "glossary/values.yaml") else { return values };
        for label in reader.entries(&root, "the file") {
            let meanings = match &label.value {
                Node::List(list) => list.items.iter().filter_map(|item| read_meaning(item, reader)).collect(),
                node => read_value(node, None, reader).into_iter().collect(),
            };
            values.0.insert(collapse(&label.key.text), meanings);
        }
        values
    }
}

/// Reads an item of a list of meanings: `name | description`, or a map with `in` and `value`.
fn read_meaning(item: &Node, reader: &mut YamlReader) -> Option<ValueMeaning> {
    let Node::Map(map) = item else { return read_value(item, None, reader) };
    let mut of = None;
    for entry in &map.entries {
        match entry.key.text.as_str() {
            "in" => of = reader.text(&entry.value, "`in`").map(|text| text.text.clone()),
            "value" => {}
            _ => reader.reject_key(&entry.key, "a meaning", &["in", "value"]),
        }
    }
    match map.get("value") {
        Some(value) => read_value(value, of, reader),
        None => {
            reader.add(Code::MissingKey, item.span(), "missing key `value`");
            None
        }
    }
}

fn read_value(node: &Node, of: Option<String>, reader: &mut YamlReader) -> Option<ValueMeaning> {
    let text = reader.text(node, "a value")?;
    match text.text.split_once('|') {
        Some((name, doc)) if is_snake_case(name.trim()) => {
            Some(ValueMeaning { of, name: name.trim().to_owned(), doc: doc.trim().to_owned() })
        }
        _ => {
            reader.add(Code::PartCount, text.span, "expected `name | description`, with the name in `snake_case`");
            None
        }
    }
}
