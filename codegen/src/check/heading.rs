//! The keys of an operation or an event that have a single value or a list of words.

use std::collections::BTreeSet;

use super::call::Call;
use super::documents::operation_id;
use super::keys::{Keys, Shape};
use super::reader::Reader;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Node, Piece};
use crate::model::{Deprecation, Method, OperationId};

pub(super) const DEPRECATED: Shape =
    Shape { what: "`deprecated`", required: &["doc"], known: &["use", "doc", "doc_zh"] };

impl Reader<'_> {
    pub(crate) fn check_order(&mut self, root: &Node, shape: &Shape) {
        let Node::Map(map) = root else { return };
        let rank = |key: &str| shape.known.iter().position(|known| *known == key);
        let known: Vec<_> = map.entries.iter().filter_map(|entry| Some((rank(&entry.key.text)?, &entry.key))).collect();
        for pair in known.windows(2) {
            if let [(before, earlier), (after, key)] = pair
                && before > after
            {
                let diagnostic = Diagnostic::new(
                    Code::KeysOutOfOrder,
                    key.span,
                    format!("`{}` must come before `{}`", key.text, earlier.text),
                );
                let diagnostic = diagnostic.label("must come first").other(earlier.span, "must come later");
                let help = format!("the keys of {} are in this order: {}", shape.what, shape.known.join(", "));
                self.report.add(diagnostic.help(help));
                return;
            }
        }
    }

    pub(crate) fn check_id(&mut self, keys: Keys<'_>, id: &OperationId) {
        let Some(text) = keys.text("operation", self.report) else { return };
        let parts: Vec<&str> = text.text.split('.').collect();
        if operation_id(&parts).as_ref() != Some(id) {
            let diagnostic =
                Diagnostic::new(Code::IdPathMismatch, text.span, "the id does not match the path of the file");
            self.report.add(diagnostic.label(format!("expected `{id}`")).help("correct the id, or move the file"));
        }
    }

    pub(crate) fn read_text(&mut self, keys: Keys<'_>, key: &str) -> String {
        keys.text(key, self.report).map(|text| text.text.to_owned()).unwrap_or_default()
    }

    pub(crate) fn read_doc(&mut self, keys: Keys<'_>) -> String {
        keys.text("doc", self.report).map(|text| text::doc(text, self.report)).unwrap_or_default()
    }

    pub(crate) fn read_doc_zh(&mut self, keys: Keys<'_>) -> Option<String> {
        keys.text("doc_zh", self.report).map(|text| text::doc_zh(text, self.report))
    }

    pub(crate) fn read_scope_list(&mut self, keys: Keys<'_>, key: &str) -> Vec<String> {
        let texts = keys.texts(key, self.report);
        self.read_scopes(texts)
    }

    pub(crate) fn read_page(&mut self, keys: Keys<'_>) -> String {
        let Some(text) = keys.text("page", self.report) else { return String::new() };
        if !text.text.starts_with("https://") || !text::is_url(text.text) {
            self.report.add(
                Diagnostic::new(Code::InvalidUrl, text.span, format!("expected an HTTPS URL, found `{}`", text.text))
                    .help("copy the complete URL of the documentation page"),
            );
        }
        text.text.to_owned()
    }

    pub(crate) fn read_updated(&mut self, keys: Keys<'_>) -> String {
        let Some(text) = keys.text("updated", self.report) else { return String::new() };
        if !text::is_date(text.text) {
            self.report.add(
                Diagnostic::new(Code::InvalidDate, text.span, format!("expected a date, found `{}`", text.text))
                    .help("write an existing date, such as `2024-01-31`"),
            );
        }
        text.text.to_owned()
    }

    /// Reads a list of words of a fixed set.
    pub(crate) fn read_choices<T: Copy>(&mut self, keys: Keys<'_>, key: &str, all: &[(&str, T)]) -> Option<Vec<T>> {
        let node = keys.get(key)?;
        let texts = keys.texts(key, self.report);
        if let Node::List(list) = node
            && list.items.is_empty()
        {
            self.report.add(
                Diagnostic::new(Code::Empty, list.span, format!("`{key}` is empty"))
                    .help("list at least one value, or remove the key if it is optional"),
            );
        }
        let names = || all.iter().map(|(name, _)| *name);
        let mut chosen = Vec::new();
        for text in texts {
            match all.iter().find(|(name, _)| *name == text.text) {
                Some((_, choice)) => chosen.push(*choice),
                None => {
                    let diagnostic = Diagnostic::new(
                        Code::UnknownChoice,
                        text.span,
                        format!("expected one of {}, found `{}`", names().collect::<Vec<_>>().join(", "), text.text),
                    );
                    self.report.add(diagnostic.did_you_mean(text.text, names()));
                }
            }
        }
        Some(chosen)
    }

    /// Reads `idempotent`. Default: `true` for GET, PUT and DELETE, `false` for POST and PATCH.
    pub(crate) fn read_idempotent(&mut self, keys: Keys<'_>, call: Option<&Call<'_>>) -> bool {
        let default = call.is_some_and(|call| !matches!(call.method, Method::Post | Method::Patch));
        let Some(text) = keys.text("idempotent", self.report) else { return default };
        let stated = match text.text {
            "true" => true,
            "false" => false,
            _ => {
                self.report.add(Diagnostic::new(
                    Code::UnknownChoice,
                    text.span,
                    format!("expected `true` or `false`, found `{}`", text.text),
                ));
                return default;
            }
        };
        if let Some(call) = call
            && stated == default
        {
            let not = if default { "" } else { "not " };
            let diagnostic = Diagnostic::new(
                Code::RedundantIdempotent,
                text.span,
                format!("{} is {not}idempotent by default", call.method_name()),
            );
            self.report.add(diagnostic.help("remove the key"));
        }
        stated
    }

    pub(crate) fn read_deprecation(&mut self, keys: Keys<'_>, ids: &BTreeSet<OperationId>) -> Option<Deprecation> {
        let node = keys.get("deprecated")?;
        let keys = Keys::read(node, node.span(), &DEPRECATED, self.report)?;
        let (doc, doc_zh) = (self.read_doc(keys), self.read_doc_zh(keys));
        let use_instead = keys
            .text("use", self.report)
            .and_then(|text| self.read_operation_id(text, "`use` is the id of an operation", ids));
        Some(Deprecation { use_instead, doc, doc_zh })
    }

    /// Reads the id of an existing operation. The error message contains `expected`, a description of the value.
    pub(crate) fn read_operation_id(
        &mut self,
        text: Piece<'_>,
        expected: &str,
        ids: &BTreeSet<OperationId>,
    ) -> Option<OperationId> {
        let parts: Vec<&str> = text.text.split('.').collect();
        let id = operation_id(&parts).filter(|id| ids.contains(id));
        if id.is_none() {
            let known: Vec<String> = ids.iter().map(OperationId::to_string).collect();
            let diagnostic =
                Diagnostic::new(Code::UnknownOperation, text.span, format!("unknown operation `{}`", text.text))
                    .help(format!("{expected}, such as `hire.v1.note.get`"));
            self.report.add(diagnostic.did_you_mean(text.text, known.iter().map(String::as_str)));
        }
        id
    }
}
