//! `glossary/fields.yaml`: the meanings of fields.

use std::collections::HashMap;

use feishu_codegen::{
    Code, Sources,
    draft::{Node, Scalar},
};

use crate::clean::collapse;
use crate::drafted::Ty;
use crate::yaml_reader::YamlReader;

const KEYS: [&str; 6] = ["doc", "type", "sensitive", "deprecated", "in", "zh"];

/// The meanings of fields by name and Chinese text.
#[derive(Default)]
pub(crate) struct Fields {
    meanings: Vec<FieldMeaning>,
    /// Positions by name, Chinese text and owner.
    index: HashMap<(String, String, Option<String>), usize>,
}

/// The meaning of a field.
#[derive(Clone, Debug, Default)]
pub(crate) struct FieldMeaning {
    pub(crate) doc: String,
    /// The type that refines the drafted one.
    pub(crate) ty: Option<Ty>,
    pub(crate) sensitive: bool,
    /// The field to use instead, or `nothing`.
    pub(crate) deprecated: Option<String>,
}

impl Fields {
    /// Finds the meaning of a field of a type or a resource. A meaning for this owner takes precedence.
    pub(crate) fn find(&self, name: &str, text: &str, owner: &str) -> Option<&FieldMeaning> {
        let of = |owner: Option<String>| self.index.get(&(name.to_owned(), collapse(text), owner));
        of(Some(owner.to_owned())).or_else(|| of(None)).and_then(|at| self.meanings.get(*at))
    }

    pub(super) fn read(schema: &Sources, reader: &mut YamlReader) -> Self {
        let mut fields = Self::default();
        let Some(root) = reader.parse(schema, "glossary/fields.yaml") else { return fields };
        for field in reader.entries(&root, "the file") {
            for item in reader.items(&field.value, "the meanings of a field") {
                fields.read_meaning(&field.key, item, reader);
            }
        }
        fields
    }

    fn read_meaning(&mut self, name: &Scalar, node: &Node, reader: &mut YamlReader) {
        let mut meaning = FieldMeaning::default();
        let (mut texts, mut owners) = (Vec::new(), Vec::new());
        for entry in reader.entries(node, "a meaning") {
            let what = format!("`{}`", entry.key.text);
            let listed = match entry.key.text.as_str() {
                "zh" => Some(&mut texts),
                "in" => Some(&mut owners),
                _ => None,
            };
            if let Some(listed) = listed {
                *listed = reader.texts(&entry.value, &what);
                continue;
            }
            let Some(value) = reader.text(&entry.value, &what) else { continue };
            match entry.key.text.as_str() {
                "doc" => meaning.doc.clone_from(&value.text),
                "type" => match Ty::parse(&value.text) {
                    Some(ty) => meaning.ty = Some(ty),
                    None => reader.add(Code::InvalidType, value.span, format!("invalid type `{}`", value.text)),
                },
                "sensitive" if value.text == "true" => meaning.sensitive = true,
                "sensitive" => reader.add(Code::UnknownChoice, value.span, "expected `true`, or no such key"),
                "deprecated" => meaning.deprecated = Some(value.text.clone()),
                _ => reader.reject_key(&entry.key, "a meaning", &KEYS),
            }
        }
        if meaning.doc.trim().is_empty() {
            reader.add(Code::MissingKey, node.span(), "missing key `doc`");
        }
        if texts.is_empty() {
            reader.add(Code::MissingKey, node.span(), "missing key `zh`");
        }
        let mut owners: Vec<Option<String>> = owners.into_iter().map(|owner| Some(owner.text.clone())).collect();
        if owners.is_empty() {
            owners.push(None);
        }
        for text in texts {
            let key = |owner: &Option<String>| (name.text.clone(), collapse(&text.text), owner.clone());
            let added =
                owners.iter().filter(|owner| self.index.insert(key(owner), self.meanings.len()).is_none()).count();
            if added < owners.len() {
                reader.add(Code::Duplicate, text.span, format!("`{}` has this text twice", name.text));
            }
        }
        self.meanings.push(meaning);
    }
}
