//! `glossary/fields.yaml`: the meanings of fields.

use std::collections::HashMap;

use feishu_codegen::{
    Code, Sources,
    draft::{Node, Scalar},
};

use crate::clean::collapse;
use crate::drafted::Ty;
use crate::nodes::Nodes;

const KEYS: [&str; 5] = ["doc", "type", "sensitive", "deprecated", "zh"];

/// The meanings of fields by name and Chinese text.
#[derive(Default)]
pub(crate) struct Fields {
    meanings: Vec<Meaning>,
    index: HashMap<(String, String), usize>,
}

/// The meaning of a field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meaning {
    pub(crate) doc: String,
    /// The type that refines the drafted one.
    pub(crate) ty: Option<Ty>,
    pub(crate) sensitive: bool,
    /// The field to use instead, or `nothing`.
    pub(crate) deprecated: Option<String>,
}

impl Fields {
    /// Finds the meaning of a field.
    pub(crate) fn find(&self, name: &str, text: &str) -> Option<&Meaning> {
        self.index.get(&(name.to_owned(), collapse(text))).and_then(|at| self.meanings.get(*at))
    }

    pub(super) fn read(schema: &Sources, nodes: &mut Nodes) -> Self {
        let mut fields = Self::default();
        let Some(root) = nodes.parse(schema, "glossary/fields.yaml") else { return fields };
        for field in nodes.entries(&root, "the file") {
            for item in nodes.items(&field.value, "the meanings of a field") {
                fields.read_meaning(&field.key, item, nodes);
            }
        }
        fields
    }

    fn read_meaning(&mut self, name: &Scalar, node: &Node, nodes: &mut Nodes) {
        let mut meaning = Meaning::default();
        let mut texts = Vec::new();
        for entry in nodes.entries(node, "a meaning") {
            let what = format!("`{}`", entry.key.text);
            if entry.key.text == "zh" {
                texts = nodes.texts(&entry.value, &what);
                continue;
            }
            let Some(value) = nodes.text(&entry.value, &what) else { continue };
            match entry.key.text.as_str() {
                "doc" => meaning.doc.clone_from(&value.text),
                "type" => match Ty::parse(&value.text) {
                    Some(ty) => meaning.ty = Some(ty),
                    None => nodes.add(Code::InvalidType, value.span, format!("invalid type `{}`", value.text)),
                },
                "sensitive" if value.text == "true" => meaning.sensitive = true,
                "sensitive" => nodes.add(Code::UnknownChoice, value.span, "expected `true`, or no such key"),
                "deprecated" => meaning.deprecated = Some(value.text.clone()),
                _ => nodes.reject_key(&entry.key, "a meaning", &KEYS),
            }
        }
        if meaning.doc.trim().is_empty() {
            nodes.add(Code::MissingKey, node.span(), "missing key `doc`");
        }
        if texts.is_empty() {
            nodes.add(Code::MissingKey, node.span(), "missing key `zh`");
        }
        for text in texts {
            let key = (name.text.clone(), collapse(&text.text));
            if self.index.insert(key, self.meanings.len()).is_some() {
                nodes.add(Code::Duplicate, text.span, format!("`{}` has this text twice", name.text));
            }
        }
        self.meanings.push(meaning);
    }
}
