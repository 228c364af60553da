//! Reads `errors.yaml` and `scopes.yaml`.

use std::{collections::BTreeMap, ops::RangeInclusive};

use super::documents::{Documents, SingleFile};
use super::keys;
use super::report::Report;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::error_class::ErrorClass;
use crate::load::tree::{Entry, Node, Piece};
use crate::model::{ErrorCode, Scope};

/// Every error code and every scope.
#[derive(Default)]
pub(crate) struct Catalog {
    pub(crate) errors: BTreeMap<i64, ErrorCode>,
    pub(crate) scopes: BTreeMap<String, Scope>,
    /// The unreadable files. Unknown codes and scopes are not reported if they may be defined there.
    pub(crate) unreadable: UnreadableCatalogs,
}

/// Which of the two files could not be read.
#[derive(Default)]
pub(crate) struct UnreadableCatalogs {
    pub(crate) errors: bool,
    pub(crate) scopes: bool,
}

impl Catalog {
    pub(crate) fn read(documents: &Documents, report: &mut Report) -> Self {
        let mut catalog = Self::default();
        match &documents.errors {
            SingleFile::Read(root) => catalog.read_errors(root, report),
            SingleFile::Unreadable => catalog.unreadable.errors = true,
            SingleFile::Missing => {}
        }
        match &documents.scopes {
            SingleFile::Read(root) => catalog.read_scopes(root, report),
            SingleFile::Unreadable => catalog.unreadable.scopes = true,
            SingleFile::Missing => {}
        }
        catalog
    }

    pub(crate) fn has_scope(&self, name: &str) -> bool {
        self.unreadable.scopes || self.scopes.contains_key(name)
    }

    pub(crate) fn has_error(&self, code: i64) -> bool {
        self.unreadable.errors || self.errors.contains_key(&code)
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
                    Diagnostic::new(Code::InvalidCatalogEntry, entry.key.span, format!("invalid scope `{name}`"))
                        .help("a scope contains a colon and no spaces, such as `hire:note`"),
                );
            }
            let form = "label in the developer console | What an app can do with it.";
            let (zh, doc) = match split_parts(entry, 2..=2, form, report).as_deref() {
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
            Diagnostic::new(Code::InvalidCatalogEntry, key.span, format!("invalid error code `{}`", key.text))
                .help("write a positive integer"),
        );
        return None;
    };
    let mut error = ErrorCode {
        code,
        status: 0,
        name: key.text.clone(),
        zh: String::new(),
        doc: String::new(),
        class: None,
        span: key.span,
    };
    let form = "HTTP status | name | label | doc [| class]";
    if let Some([status, name, zh, doc, class @ ..]) = split_parts(entry, 4..=5, form, report).as_deref() {
        error.status = read_status(*status, report).unwrap_or_default();
        if !text::is_snake_case(name.text) {
            report.add(
                Diagnostic::new(Code::InvalidName, name.span, format!("invalid name `{}`", name.text))
                    .help("write the name of an error code in snake_case"),
            );
        }
        error.name = name.text.to_owned();
        error.zh = text::label(*zh, "the label", report);
        error.doc = text::doc(*doc, report);
        error.class = class.first().and_then(|class| read_class(*class, report));
    }
    Some(error)
}

/// Reads an HTTP status. Returns `None` if it is invalid, which is reported.
pub(crate) fn read_status(text: Piece<'_>, report: &mut Report) -> Option<u16> {
    let status = text.text.parse().ok().filter(|status| (100..=599).contains(status));
    if status.is_none() {
        let message = format!("invalid HTTP status `{}`", text.text);
        let diagnostic = Diagnostic::new(Code::InvalidCatalogEntry, text.span, message);
        report.add(diagnostic.help("write a number from 100 to 599"));
    }
    status
}

fn read_class(name: Piece<'_>, report: &mut Report) -> Option<ErrorClass> {
    let class = ErrorClass::from_name(name.text);
    if class.is_none() {
        let names: Vec<_> = ErrorClass::ALL.iter().map(|class| format!("`{}`", class.name())).collect();
        report.add(
            Diagnostic::new(Code::InvalidCatalogEntry, name.span, format!("unknown error class `{}`", name.text))
                .help(format!("write one of {}, or leave out the class", names.join(", "))),
        );
    }
    class
}

/// Splits a line such as `a | b | c` into parts. Reports a line with too few parts. If there are too many, the last part contains the rest.
pub(crate) fn split_parts<'a>(
    entry: &'a Entry,
    count: RangeInclusive<usize>,
    form: &str,
    report: &mut Report,
) -> Option<Vec<Piece<'a>>> {
    let whole = keys::text(&entry.value, &format!("`{}`", entry.key.text), report)?;
    let parts = whole.split_up_to(*count.end(), '|');
    let least = *count.start();
    if parts.len() < least {
        report.add(
            Diagnostic::new(Code::PartCount, whole.span, format!("expected {least} parts, found {}", parts.len()))
                .help(format!("write `{form}`")),
        );
        return None;
    }
    Some(parts)
}
