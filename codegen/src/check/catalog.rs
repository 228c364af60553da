//! `errors.yaml` and `scopes.yaml`.

use std::collections::BTreeMap;

use super::documents::{Documents, Slot};
use super::keys;
use super::report::Report;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Entry, Node, Piece};
use crate::model::{ErrorCode, Scope};

/// Every error code and every scope.
#[derive(Default)]
pub(crate) struct Catalog {
    pub(crate) errors: BTreeMap<i64, ErrorCode>,
    pub(crate) scopes: BTreeMap<String, Scope>,
    /// Files that could not be read; what seems to be missing may stand in them.
    pub(crate) unread: Unread,
}

/// Which of the two files could not be read.
#[derive(Default)]
pub(crate) struct Unread {
    pub(crate) errors: bool,
    pub(crate) scopes: bool,
}

impl Catalog {
    pub(crate) fn read(documents: &Documents, report: &mut Report) -> Self {
        let mut catalog = Self::default();
        match &documents.errors {
            Slot::Read(root) => catalog.read_errors(root, report),
            Slot::Unreadable => catalog.unread.errors = true,
            Slot::Missing => {}
        }
        match &documents.scopes {
            Slot::Read(root) => catalog.read_scopes(root, report),
            Slot::Unreadable => catalog.unread.scopes = true,
            Slot::Missing => {}
        }
        catalog
    }

    pub(crate) fn has_scope(&self, name: &str) -> bool {
        self.unread.scopes || self.scopes.contains_key(name)
    }

    pub(crate) fn has_error(&self, code: i64) -> bool {
        self.unread.errors || self.errors.contains_key(&code)
    }

    fn read_errors(&mut self, root: &Node, report: &mut Report) {
        for entry in keys::map(root, "`errors.yaml`", report).map_or(&[][..], |map| &map.entries) {
            if let Some(error) = read_error(entry, report) {
                self.errors.insert(error.code, error);
            }
        }
    }

    fn read_scopes(&mut self, root: &Node, report: &mut Report) {
        for entry in keys::map(root, "`scopes.yaml`", report).map_or(&[][..], |map| &map.entries) {
            let name = entry.key.text.clone();
            if !name.contains(':') || name.contains(char::is_whitespace) {
                report.add(
                    Diagnostic::new(Code::CatalogEntry, entry.key.span, format!("`{name}` is no scope"))
                        .help("a scope looks like `hire:note`"),
                );
            }
            let form = "label of the developer console | what it lets an app do";
            let (zh, doc) = match parts(entry, 2, form, report).as_deref() {
                Some([zh, doc]) => (text::label(*zh, "the label", report), text::doc(*doc, report)),
                _ => Default::default(),
            };
            self.scopes.insert(name.clone(), Scope { name, zh, doc });
        }
    }
}

fn read_error(entry: &Entry, report: &mut Report) -> Option<ErrorCode> {
    let key = &entry.key;
    let code = key.text.parse().ok().filter(|code: &i64| *code > 0 && code.to_string() == key.text);
    let Some(code) = code else {
        report.add(
            Diagnostic::new(Code::CatalogEntry, key.span, format!("`{}` is no error code", key.text))
                .label("a positive number is"),
        );
        return None;
    };
    let mut error =
        ErrorCode { code, status: 0, name: key.text.clone(), zh: String::new(), doc: String::new(), span: key.span };
    if let Some([status, name, zh, doc]) = parts(entry, 4, "HTTP status | name | label | doc", report).as_deref() {
        match status.text.parse() {
            Ok(code @ 100..=599) => error.status = code,
            _ => report.add(Diagnostic::new(
                Code::CatalogEntry,
                status.span,
                format!("`{}` is no HTTP status", status.text),
            )),
        }
        if !text::is_snake_case(name.text) {
            report.add(Diagnostic::new(Code::Name, name.span, format!("`{}` is not written in snake_case", name.text)));
        }
        error.name = name.text.to_owned();
        error.zh = text::label(*zh, "the label", report);
        error.doc = text::doc(*doc, report);
    }
    Some(error)
}

/// The parts of a line such as `a | b | c`, if there are so many.
pub(crate) fn parts<'a>(entry: &'a Entry, count: usize, form: &str, report: &mut Report) -> Option<Vec<Piece<'a>>> {
    let whole = keys::text(&entry.value, &format!("`{}`", entry.key.text), report)?;
    let parts = whole.split_up_to(count, '|');
    if parts.len() < count {
        report.add(
            Diagnostic::new(Code::Parts, whole.span, format!("`{}` has too few parts", entry.key.text))
                .label(format!("{} of {count}", parts.len()))
                .help(format!("write `{form}`")),
        );
        return None;
    }
    Some(parts)
}
