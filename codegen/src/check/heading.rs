//! What stands at the head of an operation's file, and the other keys with a single value.

use std::collections::BTreeSet;

use super::call::Call;
use super::documents::operation_id;
use super::keys::{Keys, Shape};
use super::reader::Reader;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Node, Piece};
use crate::model::{Method, OperationId, Retired};

pub(super) const DEPRECATED: Shape = Shape { what: "`deprecated`", needed: &["doc"], known: &["use", "doc"] };

impl Reader<'_> {
    pub(crate) fn check_order(&mut self, root: &Node, order: &[&str]) {
        let Node::Map(map) = root else { return };
        let rank = |key: &str| order.iter().position(|known| *known == key);
        let known: Vec<_> = map.entries.iter().filter_map(|entry| Some((rank(&entry.key.text)?, &entry.key))).collect();
        for pair in known.windows(2) {
            if let [(before, earlier), (after, key)] = pair
                && before > after
            {
                let mistake = Diagnostic::new(
                    Code::KeysOutOfOrder,
                    key.span,
                    format!("`{}` goes before `{}`", key.text, earlier.text),
                );
                let mistake = mistake.label("this one comes first").other(earlier.span, "and this one later");
                self.report.add(mistake.help(format!("the order of keys is {}", order.join(", "))));
                return;
            }
        }
    }

    pub(crate) fn check_id(&mut self, keys: Keys<'_>, id: &OperationId) {
        let Some(text) = keys.text("operation", self.report) else { return };
        let parts: Vec<&str> = text.text.split('.').collect();
        if operation_id(&parts).as_ref() != Some(id) {
            let mistake = Diagnostic::new(Code::IdIsNotPath, text.span, "the id is not that of the file's path");
            self.report.add(mistake.label(format!("the path says `{id}`")).help("mend the id, or move the file"));
        }
    }

    pub(crate) fn page(&mut self, keys: Keys<'_>) -> String {
        let Some(text) = keys.text("page", self.report) else { return String::new() };
        if !text.text.starts_with("https://") || !text::is_url(text.text) {
            self.report.add(Diagnostic::new(
                Code::NoAddress,
                text.span,
                format!("`{}` is no https address", text.text),
            ));
        }
        text.text.to_owned()
    }

    pub(crate) fn updated(&mut self, keys: Keys<'_>) -> String {
        let Some(text) = keys.text("updated", self.report) else { return String::new() };
        if !text::is_date(text.text) {
            self.report.add(Diagnostic::new(
                Code::NoDate,
                text.span,
                format!("`{}` is no date such as 2024-01-31", text.text),
            ));
        }
        text.text.to_owned()
    }

    /// Words of a fixed set.
    pub(crate) fn choices<T: Copy>(&mut self, keys: Keys<'_>, key: &str, all: &[(&str, T)]) -> Option<Vec<T>> {
        let node = keys.get(key)?;
        let texts = keys.texts(key, self.report);
        if let Node::List(list) = node
            && list.items.is_empty()
        {
            self.report.add(
                Diagnostic::new(Code::Empty, list.span, format!("`{key}` is empty"))
                    .help("leave it out where the page does not say it"),
            );
        }
        let names = || all.iter().map(|(name, _)| *name);
        let mut chosen = Vec::new();
        for text in texts {
            match all.iter().find(|(name, _)| *name == text.text) {
                Some((_, choice)) => chosen.push(*choice),
                None => {
                    let mistake = Diagnostic::new(
                        Code::UnknownWord,
                        text.span,
                        format!("`{}` is not one of {}", text.text, names().collect::<Vec<_>>().join(", ")),
                    );
                    self.report.add(mistake.did_you_mean(text.text, names()));
                }
            }
        }
        Some(chosen)
    }

    /// GET, PUT and DELETE are idempotent, POST and PATCH are not, unless the page says otherwise.
    pub(crate) fn idempotent(&mut self, keys: Keys<'_>, call: Option<&Call<'_>>) -> bool {
        let usual = call.is_some_and(|call| !matches!(call.method, Method::Post | Method::Patch));
        let Some(text) = keys.text("idempotent", self.report) else { return usual };
        let said = match text.text {
            "true" => true,
            "false" => false,
            _ => {
                self.report.add(Diagnostic::new(
                    Code::UnknownWord,
                    text.span,
                    format!("`{}` is neither `true` nor `false`", text.text),
                ));
                return usual;
            }
        };
        if let Some(call) = call
            && said == usual
        {
            let not = if usual { "" } else { "not " };
            let mistake = Diagnostic::new(
                Code::IdempotentAnyway,
                text.span,
                format!("{} is {not}idempotent anyway", call.method_name()),
            );
            self.report.add(mistake.help("leave it out"));
        }
        said
    }

    pub(crate) fn errors(&mut self, keys: Keys<'_>) -> Vec<i64> {
        let texts = keys.texts("errors", self.report);
        let mut codes = Vec::new();
        for text in texts {
            match text.text.parse() {
                Ok(code) if self.context.catalog.has_error(code) => codes.push(code),
                _ => self.unknown_error(text),
            }
        }
        codes
    }

    fn unknown_error(&mut self, text: Piece<'_>) {
        let known: Vec<String> = self.context.catalog.errors.keys().map(i64::to_string).collect();
        let mistake = Diagnostic::new(Code::UnknownError, text.span, format!("there is no error code `{}`", text.text));
        let mistake = mistake.help("every error code stands in `errors.yaml`");
        self.report.add(mistake.did_you_mean(text.text, known.iter().map(String::as_str)));
    }

    pub(crate) fn retired(&mut self, keys: Keys<'_>, ids: &BTreeSet<OperationId>) -> Option<Retired> {
        let node = keys.get("deprecated")?;
        let keys = Keys::read(node, node.span(), &DEPRECATED, self.report)?;
        let doc = keys.text("doc", self.report).map(|doc| text::doc(doc, self.report)).unwrap_or_default();
        let use_instead = keys.text("use", self.report).and_then(|text| {
            let parts: Vec<&str> = text.text.split('.').collect();
            let id = operation_id(&parts).filter(|id| ids.contains(id));
            if id.is_none() {
                let known: Vec<String> = ids.iter().map(OperationId::to_string).collect();
                let mistake = Diagnostic::new(
                    Code::UnknownOperation,
                    text.span,
                    format!("there is no operation `{}`", text.text),
                );
                self.report.add(mistake.did_you_mean(text.text, known.iter().map(String::as_str)));
            }
            id
        });
        Some(Retired { use_instead, doc })
    }
}
