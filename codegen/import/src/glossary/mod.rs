//! The glossary in `schema/glossary/`: texts, types and names for drafts.
//!
//! `fields.yaml` describes fields by name and Chinese text, `values.yaml` enum values by their label, and `ids.yaml` contains kinds
//! of ids that no operation uses yet.

mod fields;
mod values;

use std::collections::BTreeMap;

use feishu_codegen::{Code, Diagnostic, Sources};

use crate::yaml_reader::YamlReader;
pub(crate) use fields::FieldMeaning;
use fields::Fields;
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
        let mut reader = YamlReader::default();
        let glossary = Self {
            fields: Fields::read(schema, &mut reader),
            values: Values::read(schema, &mut reader),
            ids: read_ids(schema, &mut reader),
        };
        (glossary, reader.errors)
    }
}

fn read_ids(schema: &Sources, reader: &mut YamlReader) -> BTreeMap<String, String> {
    let Some(root) = reader.parse(schema, "glossary/ids.yaml") else { return BTreeMap::new() };
    let mut ids = BTreeMap::new();
    for entry in reader.entries(&root, "the file") {
        let Some(text) = reader.text(&entry.value, "an id") else { continue };
        if text.text.split('|').count() == 2 {
            ids.insert(entry.key.text.clone(), text.text.clone());
        } else {
            reader.add(Code::PartCount, text.span, "expected `label | description`");
        }
    }
    ids
}
