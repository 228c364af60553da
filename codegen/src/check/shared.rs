//! Reads shared parameters, under `parameters` in `types/`.

use std::{cell::Cell, collections::HashSet};

use super::catalog::Catalog;
use super::documents::{Document, Documents};
use super::index::Index;
use super::keys::{self, Shape};
use super::reader::{Context, Parameters, Shared};
use super::report::Report;
use super::section::Section;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Entry;

pub(super) const TYPES: Shape =
    Shape { what: "a types file", required: &[], known: &["ids", "enums", "objects", "parameters"] };

pub(crate) fn read_parameters(
    documents: &Documents,
    index: &Index<'_>,
    catalog: &Catalog,
    report: &mut Report,
) -> Parameters {
    let mut parameters = Parameters::new();
    let context = Context { index, catalog, shared: &Parameters::new() };
    for document in &documents.shared {
        for entry in entries(document, report) {
            let field = context.reader(&document.home, report).read_field(entry, Section::Shared, &HashSet::new());
            match parameters.get(&field.name) {
                Some(first) => report.add(
                    Diagnostic::new(
                        Code::DefinedTwice,
                        field.span,
                        format!("shared parameter `{}` is defined twice", field.name),
                    )
                    .label("defined again here")
                    .other(first.field.span, "first defined here")
                    .help("rename or delete one of them"),
                ),
                None => {
                    parameters.insert(field.name.clone(), Shared { field, used: Cell::new(false) });
                }
            }
        }
    }
    parameters
}

/// Reports unused parameters. Other errors may hide a use, so nothing is reported if there are any.
pub(crate) fn report_unused(parameters: &Parameters, report: &mut Report) {
    if !report.diagnostics.is_empty() {
        return;
    }
    for (name, shared) in parameters.iter().filter(|(_, shared)| !shared.used.get()) {
        let diagnostic = Diagnostic::new(Code::Unused, shared.field.span, format!("unused shared parameter `{name}`"));
        report.add(diagnostic.help(format!("delete it, or use it with `{name}: shared`")));
    }
}

fn entries<'a>(document: &'a Document, report: &mut Report) -> &'a [Entry] {
    let root = keys::Keys::read(&document.root, document.root.span(), &TYPES, report);
    root.and_then(|keys| keys.map("parameters", report)).map_or(&[][..], |map| &map.entries)
}
