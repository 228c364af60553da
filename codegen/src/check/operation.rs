//! Reads the file of an operation.

use std::collections::BTreeSet;

use super::bare;
use super::call::{Call, Calls};
use super::data::read_data_location;
use super::documents::Documents;
use super::file::read_file;
use super::keys::{Keys, Shape};
use super::paging::{bound_page_size, read_paging};
use super::path::OPERATION_ROOTS;
use super::quirks::{Quirks, read_quirks};
use super::rate::read_rate_limit;
use super::reader::{Context, Reader};
use super::replaces::read_replaces;
use super::report::Report;
use super::rules::{payload_fields, read_rules};
use super::section::Section;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Node;
use crate::model::{App, Field, Method, Operation, OperationId, Payload, Token};
use crate::source::Span;

pub(super) const OPERATION: Shape = Shape {
    what: "an operation",
    required: &["operation", "title", "zh", "doc", "page", "updated", "call", "scopes", "response"],
    known: &[
        "operation",
        "title",
        "zh",
        "doc",
        "doc_zh",
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
        "replaces",
        "rules",
        "data",
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

/// An operation whose samples and quirks are not checked yet.
pub(crate) struct OperationDraft {
    pub(crate) operation: Operation,
    pub(crate) quirks: Quirks,
}

/// Reads the files of all operations; the drafts are sorted by id.
pub(crate) fn read_operations(documents: &Documents, context: Context<'_>, report: &mut Report) -> Vec<OperationDraft> {
    let mut calls = Calls::default();
    let mut drafts: Vec<OperationDraft> = Vec::new();
    for (id, document) in &documents.operations {
        let mut reader = context.reader(&document.home, report);
        drafts.extend(reader.read_operation(id, &document.root, &documents.ids, &mut calls));
    }
    drafts.sort_by(|a, b| a.operation.id.cmp(&b.operation.id));
    drafts
}

/// Returns the location of the first key, or of the start of the file.
pub(super) fn start(root: &Node) -> Span {
    match root {
        Node::Map(map) => map.entries.first().map_or(map.span, |entry| entry.key.span),
        node => node.span(),
    }
}

impl Reader<'_> {
    /// Reads an operation. Returns `None` if the file is not a map, which is reported.
    fn read_operation(
        &mut self,
        id: &OperationId,
        root: &Node,
        ids: &BTreeSet<OperationId>,
        calls: &mut Calls,
    ) -> Option<OperationDraft> {
        let span = start(root);
        let keys = Keys::read(root, span, &OPERATION, self.report)?;
        self.check_order(root, &OPERATION);
        self.check_id(keys, id);
        let call = keys.text("call", self.report).and_then(|text| Call::read(text, self.report));
        if let Some(call) = &call {
            calls.add(call, self.report);
        }
        let path = self.read_section(keys, "path", Section::Path);
        let query = self.read_section(keys, "query", Section::Query);
        let payload = self.read_payload(keys, call.as_ref());
        let response = self.read_section(keys, "response", Section::Response);
        let data = read_data_location(keys, &response, self.report);
        bare::check_body(payload_fields(&payload), self.report);
        bare::check_response(&response, data, self.report);
        let quirks = read_quirks(keys, &OPERATION_ROOTS, self.report);
        let paging = read_paging(keys, &query, &payload, &response, self.report);
        let (query, payload) = bound_page_size(paging.as_ref(), query, payload, self.report);
        let parameters: Vec<&Field> = path.iter().chain(&query).chain(payload_fields(&payload)).collect();
        let operation = Operation {
            id: id.clone(),
            group: String::new(),
            title: self.read_text(keys, "title"),
            zh: self.read_text(keys, "zh"),
            doc: self.read_doc(keys),
            doc_zh: self.read_doc_zh(keys),
            page: self.read_page(keys),
            updated: self.read_updated(keys),
            method: call.as_ref().map_or(Method::Get, |call| call.method),
            path: call.as_ref().map(|call| call.path.text.to_owned()).unwrap_or_default(),
            apps: self.read_choices(keys, "apps", &APPS).unwrap_or_default(),
            tokens: self.read_choices(keys, "tokens", &TOKENS).unwrap_or_else(|| vec![Token::Tenant]),
            scopes: self.read_scope_list(keys, "scopes"),
            field_scopes: self.read_scope_list(keys, "field_scopes"),
            limits: read_rate_limit(keys, self.report),
            idempotent: self.read_idempotent(keys, call.as_ref()),
            rules: read_rules(keys, &parameters, self.report),
            paging,
            file: read_file(keys, &response, "response field", self.report),
            path_parameters: match &call {
                Some(call) => call.match_parameters(path, self.report),
                None => path,
            },
            query,
            replaces_whole: self.read_operation_replaces(keys, &payload),
            payload,
            data,
            response,
            errors: self.read_errors(keys),
            deprecated: self.read_deprecation(keys, ids),
            quirks: quirks.drafts.iter().map(|draft| draft.quirk.clone()).collect(),
            samples: Vec::new(),
            span,
        };
        Some(OperationDraft { operation, quirks })
    }

    pub(super) fn read_section(&mut self, keys: Keys<'_>, key: &str, section: Section) -> Vec<Field> {
        let Some(map) = keys.map(key, self.report) else { return Vec::new() };
        if map.entries.is_empty() && section != Section::Response {
            let help = if section == Section::Payload { "list the fields of the event" } else { "remove the key" };
            self.report.add(Diagnostic::new(Code::Empty, map.span, format!("`{key}` is empty")).help(help));
        }
        self.read_fields(map, section)
    }

    fn read_payload(&mut self, keys: Keys<'_>, call: Option<&Call<'_>>) -> Payload {
        let (body, form) = (keys.get("body"), keys.get("form"));
        let payload = match (body, form) {
            (None, None) => return Payload::None,
            (Some(_), None) => Payload::Json(self.read_section(keys, "body", Section::Body)),
            (None, Some(_)) => Payload::Form(self.read_section(keys, "form", Section::Form)),
            (Some(body), Some(form)) => {
                let diagnostic =
                    Diagnostic::new(Code::InvalidPayload, form.span(), "`body` and `form` are mutually exclusive")
                        .label("the form");
                self.report.add(diagnostic.other(body.span(), "the body").help("remove one of the two"));
                Payload::Form(self.read_section(keys, "form", Section::Form))
            }
        };
        let refused = match (call.map(|call| call.method), &payload) {
            (Some(Method::Get), _) => "a GET request has neither body nor form",
            (Some(Method::Delete), Payload::Form(_)) => "a DELETE request has no form",
            _ => return payload,
        };
        if let Some(node) = form.or(body) {
            self.report.add(Diagnostic::new(Code::InvalidPayload, node.span(), refused).help("remove the section"));
        }
        Payload::None
    }

    fn read_operation_replaces(&mut self, keys: Keys<'_>, payload: &Payload) -> bool {
        let span = read_replaces(keys, self.report);
        if let (Some(span), Payload::None) = (span, payload) {
            let diagnostic = Diagnostic::new(Code::NoEffect, span, "`replaces` has no effect without body or form");
            self.report.add(diagnostic.help("remove it"));
        }
        span.is_some()
    }
}
