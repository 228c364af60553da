//! `parameters` in `types/`.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::catalog::Catalog;
use super::documents::{Document, Documents};
use super::index::Index;
use super::keys::{self, Shape};
use super::place::Place;
use super::reader::Context;
use super::report::Report;
use crate::diagnostic::Diagnostic;
use crate::load::tree::Entry;
use crate::model::Field;

const TYPES: Shape =
    Shape { what: "a file with types", needed: &[], known: &["ids", "enums", "objects", "parameters"] };

/// The shared parameters by name.
pub(crate) fn read_parameters(
    documents: &Documents,
    index: &Index<'_>,
    catalog: &Catalog,
    report: &mut Report,
) -> IndexMap<String, Field> {
    let mut parameters: IndexMap<String, Field> = IndexMap::new();
    let context = Context { index, catalog, shared: &IndexMap::new() };
    for document in &documents.shared {
        for entry in entries(document, report) {
            let field = context.reader(&document.home, report).field(entry, Place::Shared, &HashSet::new());
            match parameters.get(&field.name) {
                Some(first) => report.add(
                    Diagnostic::new(field.span, format!("two shared parameters are called `{}`", field.name))
                        .other(first.span, "the first one"),
                ),
                None => {
                    parameters.insert(field.name.clone(), field);
                }
            }
        }
    }
    parameters
}

fn entries<'a>(document: &'a Document, report: &mut Report) -> &'a [Entry] {
    let root = keys::Keys::read(&document.root, document.root.span(), &TYPES, report);
    root.and_then(|keys| keys.map("parameters", report)).map_or(&[][..], |map| &map.entries)
}
