//! The glossary in `schema/glossary/`: texts, types and names for drafts.
//!
//! `fields.yaml` describes fields by name and Chinese text, `values.yaml` enum values by their label, and `ids.yaml` contains kinds
//! of ids that no operation uses yet.

mod fields;
mod values;

use std::collections::BTreeMap;

use feishu_codegen::{Code, Diagnostic, Sources};

use crate::nodes::Nodes;
use fields::Fields;
pub(crate) use fields::Meaning;
use values::Values;

/// The texts of the glossary.
#[derive(Default)]
pub(crate) struct Glossary {
    pub(crate) fields: Fields,
    pub(crate) values: Values,
    /// Label and doc of each id, as `ids` of the schema writes them, by name.
    pub(crate) ids: BTreeMap<String, String>,
}

/// Returns the errors in the glossary of a schema.
#[must_use]
pub fn check_glossary(schema: &Sources) -> Vec<Diagnostic> {
    Glossary::read(schema).1
}

impl Glossary {
    /// Reads the glossary of a schema. Entries with errors are skipped.
    pub(crate) fn read(schema: &Sources) -> (Self, Vec<Diagnostic>) {
        let mut nodes = Nodes::default();
        let glossary = Self {
            fields: Fields::read(schema, &mut nodes),
            values: Values::read(schema, &mut nodes),
            ids: read_ids(schema, &mut nodes),
        };
        (glossary, nodes.mistakes)
    }
}

fn read_ids(schema: &Sources, nodes: &mut Nodes) -> BTreeMap<String, String> {
    let Some(root) = nodes.parse(schema, "glossary/ids.yaml") else { return BTreeMap::new() };
    let mut ids = BTreeMap::new();
    for entry in nodes.entries(&root, "the file") {
        let Some(text) = nodes.text(&entry.value, "an id") else { continue };
        if text.text.split('|').count() == 2 {
            ids.insert(entry.key.text.clone(), text.text.clone());
        } else {
            nodes.add(Code::PartCount, text.span, "expected `label | description`");
        }
    }
    ids
}
