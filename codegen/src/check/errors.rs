//! Reads the error codes of an operation.

use super::catalog::read_status;
use super::keys::{self, Keys, Seen};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Node, Piece};
use crate::model::OperationError;

impl Reader<'_> {
    pub(super) fn read_errors(&mut self, keys: Keys<'_>) -> Vec<OperationError> {
        let mut seen = Seen::default();
        let mut errors = Vec::new();
        for item in keys.list("errors", self.report).map_or(&[][..], |list| &list.items) {
            let Some((code, status)) = self.read_code_and_status(item) else { continue };
            if seen.is_new(code, self.report) {
                errors.extend(self.read_error(code, status));
            }
        }
        errors
    }

    /// Reads a code, or a map with a code and its HTTP status.
    fn read_code_and_status<'n>(&mut self, item: &'n Node) -> Option<(Piece<'n>, Option<Piece<'n>>)> {
        let Node::Map(map) = item else {
            return keys::text(item, "an entry of `errors`", self.report).map(|code| (code, None));
        };
        let [entry] = map.entries.as_slice() else {
            let diagnostic = Diagnostic::new(Code::WrongKind, map.span, "expected one error code with its HTTP status");
            self.report.add(diagnostic.help("write `errors: [1002001, 1002601: 400]`"));
            return None;
        };
        let status = keys::text(&entry.value, "the HTTP status", self.report)?;
        Some((entry.key.piece(), Some(status)))
    }

    fn read_error(&mut self, code: Piece<'_>, status: Option<Piece<'_>>) -> Option<OperationError> {
        let number = code.text.parse().ok().filter(|code| self.context.catalog.has_error(*code));
        let Some(number) = number else {
            self.report_unknown_error(code);
            return None;
        };
        let usual = self.context.catalog.errors.get(&number).map(|error| error.status);
        let Some(text) = status else {
            return Some(OperationError { code: number, status: usual.unwrap_or_default() });
        };
        let status = read_status(text, self.report)?;
        if usual == Some(status) {
            let message = format!("{status} is the HTTP status of `{}` in `errors.yaml`", code.text);
            self.report.add(Diagnostic::new(Code::NoEffect, text.span, message).help("write only the code"));
        }
        Some(OperationError { code: number, status })
    }

    fn report_unknown_error(&mut self, text: Piece<'_>) {
        let known: Vec<String> = self.context.catalog.errors.keys().map(i64::to_string).collect();
        let diagnostic = Diagnostic::new(Code::UnknownError, text.span, format!("unknown error code `{}`", text.text));
        let diagnostic = diagnostic.help("define it in `errors.yaml`");
        self.report.add(diagnostic.did_you_mean(text.text, known.iter().map(String::as_str)));
    }
}
