//! Reads a plan.

use feishu_codegen::{
    Code, Diagnostic, Sources,
    draft::{Node, Scalar},
};

use super::planned::{Plan, PlannedHome, PlannedType, PlannedValue};
use crate::yaml_reader::YamlReader;

const KEYS: [&str; 7] = ["name", "home", "zh", "doc", "members", "values", "missing"];

impl Plan {
    /// Reads the plan in the only file of `sources`.
    ///
    /// # Errors
    /// Returns all errors in the file.
    pub fn read(sources: &Sources) -> Result<Self, Vec<Diagnostic>> {
        let mut reader = YamlReader::default();
        let mut plan = Self::default();
        let path = sources.files.first().map_or("", |file| file.path.as_str());
        if let Some(root) = reader.parse(sources, path) {
            for section in reader.entries(&root, "the file") {
                let into = match section.key.text.as_str() {
                    "objects" => &mut plan.objects,
                    "enums" => &mut plan.enums,
                    _ => {
                        reader.reject_key(&section.key, "a plan", &["objects", "enums"]);
                        continue;
                    }
                };
                for item in reader.items(&section.value, &section.key.text) {
                    into.extend(read_type(item, &mut reader));
                }
            }
        }
        if reader.errors.is_empty() { Ok(plan) } else { Err(reader.errors) }
    }
}

fn read_type(node: &Node, reader: &mut YamlReader) -> Option<PlannedType> {
    let mut planned = PlannedType {
        name: String::new(),
        home: PlannedHome::Operation,
        zh: String::new(),
        doc: String::new(),
        members: Vec::new(),
        missing: Default::default(),
        values: Vec::new(),
    };
    for entry in reader.entries(node, "a type") {
        let what = format!("`{}`", entry.key.text);
        match entry.key.text.as_str() {
            "members" => {
                planned.members = reader.texts(&entry.value, &what).into_iter().map(|it| it.text.clone()).collect();
            }
            "values" => {
                for value in reader.entries(&entry.value, &what) {
                    let text = reader.text(&value.value, "a value");
                    planned.values.extend(text.and_then(|text| read_value(&value.key, text, reader)));
                }
            }
            "missing" => {
                for member in reader.entries(&entry.value, &what) {
                    let names = reader.texts(&member.value, "a list of missing names");
                    let names = names.into_iter().map(|name| name.text.clone()).collect();
                    planned.missing.insert(member.key.text.clone(), names);
                }
            }
            "name" | "home" | "zh" | "doc" => {
                if let Some(text) = reader.text(&entry.value, &what) {
                    read_text(&entry.key, text, &mut planned, reader);
                }
            }
            _ => reader.reject_key(&entry.key, "a type", &KEYS),
        }
    }
    if planned.name.is_empty() {
        reader.add(Code::MissingKey, node.span(), "missing key `name`");
        return None;
    }
    Some(planned)
}

fn read_text(key: &Scalar, value: &Scalar, planned: &mut PlannedType, reader: &mut YamlReader) {
    let text = value.text.trim().to_owned();
    match key.text.as_str() {
        "name"
            if text.starts_with(|c: char| c.is_ascii_uppercase())
                && text.chars().all(|c| c.is_ascii_alphanumeric()) =>
        {
            planned.name = text;
        }
        "name" => reader.add(Code::InvalidName, value.span, format!("`{text}` is not in `PascalCase`")),
        "home" => match text.strip_prefix("types/").and_then(|file| file.strip_suffix(".yaml")) {
            Some(topic) => planned.home = PlannedHome::Shared(topic.to_owned()),
            None if text == "operation" => {}
            None => reader.add(Code::UnknownChoice, value.span, "expected `types/<topic>.yaml` or `operation`"),
        },
        "zh" => planned.zh = text,
        _ => planned.doc = text,
    }
}

fn read_value(code: &Scalar, text: &Scalar, reader: &mut YamlReader) -> Option<PlannedValue> {
    let parts: Vec<&str> = text.text.splitn(3, '|').map(str::trim).collect();
    let [name, label, rest @ ..] = parts.as_slice() else {
        reader.add(Code::PartCount, text.span, "expected `name | label | description`");
        return None;
    };
    let doc = rest.first().copied().unwrap_or_default();
    Some(PlannedValue {
        code: code.text.clone(),
        name: (*name).to_owned(),
        label: (*label).to_owned(),
        doc: doc.to_owned(),
    })
}
