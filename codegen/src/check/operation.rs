//! One operation's file.

use std::collections::BTreeSet;

use super::call::{Call, Calls};
use super::documents::Documents;
use super::file::read_file;
use super::keys::{Keys, Shape};
use super::paging::{bound_page_size, read_paging};
use super::place::Place;
use super::quirks::{Quirks, read_quirks};
use super::rate::read_rate_limit;
use super::reader::{Context, Reader};
use super::report::Report;
use super::rules::read_rules;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Node;
use crate::model::{App, Field, Method, Operation, OperationId, Payload, Token};
use crate::source::Span;

pub(super) const OPERATION: Shape = Shape {
    what: "an operation",
    needed: &["operation", "title", "zh", "doc", "page", "updated", "call", "scopes", "response"],
    known: &[
        "operation",
        "title",
        "zh",
        "doc",
        "page",
        "updated",
        "call",
        "apps",
        "tokens",
        "scopes",
        "field_scopes",
        "limits",
        "idempotent",
        "path",
        "query",
        "body",
        "form",
        "rules",
        "response",
        "paging",
        "file",
        "errors",
        "deprecated",
        "quirks",
        "ids",
        "enums",
        "objects",
    ],
};

pub(super) const APPS: [(&str, App); 2] = [("custom", App::Custom), ("store", App::Store)];

pub(super) const TOKENS: [(&str, Token); 2] = [("tenant", Token::Tenant), ("user", Token::User)];

/// An operation, before its samples and quirks are looked at.
pub(crate) struct Drafted {
    pub(crate) operation: Operation,
    pub(crate) quirks: Quirks,
}

/// Reads the files of all operations; the drafts are sorted by id.
pub(crate) fn read_operations(documents: &Documents, context: Context<'_>, report: &mut Report) -> Vec<Drafted> {
    let mut calls = Calls::default();
    let mut drafts: Vec<Drafted> = Vec::new();
    for (id, document) in &documents.operations {
        let mut reader = context.reader(&document.home, report);
        drafts.extend(reader.operation(id, &document.root, &documents.ids, &mut calls));
    }
    drafts.sort_by(|a, b| a.operation.id.cmp(&b.operation.id));
    drafts
}

/// The first key, or the file's beginning.
fn start(root: &Node) -> Span {
    match root {
        Node::Map(map) => map.entries.first().map_or(map.span, |entry| entry.key.span),
        node => node.span(),
    }
}

impl Reader<'_> {
    /// One operation; what keeps it from being read was reported when nothing comes back.
    fn operation(
        &mut self,
        id: &OperationId,
        root: &Node,
        ids: &BTreeSet<OperationId>,
        calls: &mut Calls,
    ) -> Option<Drafted> {
        let span = start(root);
        let keys = Keys::read(root, span, &OPERATION, self.report)?;
        self.check_order(root, OPERATION.known);
        self.check_id(keys, id);
        let call = keys.text("call", self.report).and_then(|text| Call::read(text, self.report));
        if let Some(call) = &call {
            calls.add(call, self.report);
        }
        let path = self.section(keys, "path", Place::Path);
        let query = self.section(keys, "query", Place::Query);
        let payload = self.payload(keys, call.as_ref());
        let response = self.section(keys, "response", Place::Response);
        let quirks = read_quirks(keys, self.report);
        let paging = read_paging(keys, &query, &payload, &response, self.report);
        let (query, payload) = bound_page_size(paging.as_ref(), query, payload);
        let operation = Operation {
            id: id.clone(),
            group: String::new(),
            title: self.label(keys, "title"),
            zh: self.label(keys, "zh"),
            doc: keys.text("doc", self.report).map(|text| text::doc(text, self.report)).unwrap_or_default(),
            page: self.page(keys),
            updated: self.updated(keys),
            method: call.as_ref().map_or(Method::Get, |call| call.method),
            path: call.as_ref().map(|call| call.path.text.to_owned()).unwrap_or_default(),
            apps: self.choices(keys, "apps", &APPS).unwrap_or_default(),
            tokens: self.choices(keys, "tokens", &TOKENS).unwrap_or_else(|| vec![Token::Tenant]),
            scopes: self.known_scopes(keys, "scopes"),
            field_scopes: self.known_scopes(keys, "field_scopes"),
            limits: read_rate_limit(keys, self.report),
            idempotent: self.idempotent(keys, call.as_ref()),
            rules: read_rules(keys, &path, &query, &payload, self.report),
            paging,
            file: read_file(keys, &response, "field of the answer", self.report),
            path_parameters: match &call {
                Some(call) => call.match_parameters(path, self.report),
                None => path,
            },
            query,
            payload,
            response,
            errors: self.errors(keys),
            deprecated: self.retired(keys, ids),
            quirks: quirks.drafts.iter().map(|draft| draft.quirk.clone()).collect(),
            samples: Vec::new(),
            span,
        };
        Some(Drafted { operation, quirks })
    }

    fn label(&mut self, keys: Keys<'_>, key: &str) -> String {
        keys.text(key, self.report).map(|text| text.text.to_owned()).unwrap_or_default()
    }

    fn section(&mut self, keys: Keys<'_>, key: &str, place: Place) -> Vec<Field> {
        let Some(map) = keys.map(key, self.report) else { return Vec::new() };
        if map.entries.is_empty() && place != Place::Response {
            self.report.add(Diagnostic::new(Code::Empty, map.span, format!("`{key}` is empty")).help("leave it out"));
        }
        self.fields(map, place)
    }

    fn payload(&mut self, keys: Keys<'_>, call: Option<&Call<'_>>) -> Payload {
        let (body, form) = (keys.get("body"), keys.get("form"));
        let payload = match (body, form) {
            (None, None) => return Payload::None,
            (Some(_), None) => Payload::Json(self.section(keys, "body", Place::Body)),
            (None, Some(_)) => Payload::Form(self.section(keys, "form", Place::Form)),
            (Some(body), Some(form)) => {
                let mistake = Diagnostic::new(Code::Payload, form.span(), "`body` and `form` exclude each other")
                    .label("the form");
                self.report.add(mistake.other(body.span(), "the body"));
                Payload::Form(self.section(keys, "form", Place::Form))
            }
        };
        let refused = match (call.map(|call| call.method), &payload) {
            (Some(Method::Get), _) => "a GET request has neither body nor form",
            (Some(Method::Delete), Payload::Form(_)) => "a DELETE request has no form",
            _ => return payload,
        };
        if let Some(node) = form.or(body) {
            self.report.add(Diagnostic::new(Code::Payload, node.span(), refused));
        }
        Payload::None
    }

    fn known_scopes(&mut self, keys: Keys<'_>, key: &str) -> Vec<String> {
        let texts = keys.texts(key, self.report);
        self.scopes(texts)
    }
}
