//! The context for reading one file.

use std::cell::Cell;

use indexmap::IndexMap;

use super::catalog::Catalog;
use super::index::Index;
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Piece;
use crate::model::{Field, Home};

/// The shared parameters by name.
pub(crate) type Parameters = IndexMap<String, Shared>;

/// A shared parameter, and whether an operation uses it.
pub(crate) struct Shared {
    pub(crate) field: Field,
    pub(crate) used: Cell<bool>,
}

/// The definitions that all files share.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) index: &'a Index<'a>,
    pub(crate) catalog: &'a Catalog,
    /// The shared parameters by name.
    pub(crate) shared: &'a Parameters,
}

/// Reads the fields of one file.
pub(crate) struct Reader<'a> {
    pub(crate) context: Context<'a>,
    /// The owner of the file.
    pub(crate) home: &'a Home,
    pub(crate) report: &'a mut Report,
}

impl<'a> Context<'a> {
    pub(crate) fn reader<'r>(self, home: &'r Home, report: &'r mut Report) -> Reader<'r>
    where
        'a: 'r,
    {
        Reader { context: self, home, report }
    }
}

impl Reader<'_> {
    /// Reads scopes and reports unknown ones.
    pub(crate) fn read_scopes(&mut self, texts: Vec<Piece<'_>>) -> Vec<String> {
        for text in &texts {
            if !self.context.catalog.has_scope(text.text) {
                self.report.add(
                    Diagnostic::new(Code::UnknownScope, text.span, format!("unknown scope `{}`", text.text))
                        .help("define it in `scopes.yaml`")
                        .did_you_mean(text.text, self.context.catalog.scopes.keys().map(String::as_str)),
                );
            }
        }
        texts.into_iter().map(|text| text.text.to_owned()).collect()
    }
}
