//! The file of an event.

use std::collections::BTreeSet;

use super::documents::{Documents, event_type};
use super::keys::{Keys, Shape};
use super::operation::{APPS, start};
use super::path::EVENT_ROOTS;
use super::quirks::{Quirks, read_quirks};
use super::reader::{Context, Reader};
use super::report::Report;
use super::section::Section;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Node;
use crate::model::{Delivery, Event, EventId, GroupNames, Object, OperationId};
use crate::names;

pub(super) const EVENT: Shape = Shape {
    what: "an event",
    required: &["event", "title", "zh", "doc", "page", "updated", "scopes", "delivery", "payload"],
    known: &[
        "event",
        "title",
        "zh",
        "doc",
        "doc_zh",
        "page",
        "updated",
        "apps",
        "scopes",
        "field_scopes",
        "delivery",
        "payload",
        "follow_up",
        "quirks",
        "ids",
        "enums",
        "objects",
    ],
};

pub(super) const DELIVERIES: [(&str, Delivery); 2] =
    [("webhook", Delivery::Webhook), ("long_connection", Delivery::LongConnection)];

/// An event whose samples and quirks are not checked yet, with its payload.
pub(crate) struct EventDraft {
    pub(crate) event: Event,
    pub(crate) payload: Object,
    pub(crate) quirks: Quirks,
}

/// Reads the files of all events; the drafts are sorted by id.
pub(crate) fn read_events(documents: &Documents, context: Context<'_>, report: &mut Report) -> Vec<EventDraft> {
    let mut drafts: Vec<EventDraft> = Vec::new();
    for (id, document) in &documents.events {
        let mut reader = context.reader(&document.home, report);
        drafts.extend(reader.read_event(id, &document.root, &documents.ids));
    }
    drafts.sort_by(|a, b| a.event.id.cmp(&b.event.id));
    drafts
}

impl Reader<'_> {
    /// Reads an event. Returns `None` if the file is not a map, which is reported.
    fn read_event(&mut self, id: &EventId, root: &Node, operations: &BTreeSet<OperationId>) -> Option<EventDraft> {
        let span = start(root);
        let keys = Keys::read(root, span, &EVENT, self.report)?;
        self.check_order(root, &EVENT);
        self.check_event_type(keys, id);
        let quirks = read_quirks(keys, &EVENT_ROOTS, self.report);
        let event = Event {
            id: id.clone(),
            group: String::new(),
            title: self.read_text(keys, "title"),
            zh: self.read_text(keys, "zh"),
            doc: self.read_doc(keys),
            doc_zh: self.read_doc_zh(keys),
            page: self.read_page(keys),
            updated: self.read_updated(keys),
            apps: self.read_choices(keys, "apps", &APPS).unwrap_or_default(),
            scopes: self.read_scope_list(keys, "scopes"),
            field_scopes: self.read_scope_list(keys, "field_scopes"),
            delivery: self.read_choices(keys, "delivery", &DELIVERIES).unwrap_or_default(),
            payload: names::payload(id),
            follow_up: self.read_follow_up(keys, operations),
            quirks: quirks.drafts.iter().map(|draft| draft.quirk.clone()).collect(),
            samples: Vec::new(),
            span,
        };
        let payload = Object {
            name: event.payload.clone(),
            doc: format!("Payload of the event \"{}\" ({}).\n\n{}", event.title, event.zh, event.doc),
            zh: None,
            fields: self.read_section(keys, "payload", Section::Payload),
            rules: Vec::new(),
            file: None,
            sent: false,
            home: self.home.clone(),
            groups: GroupNames::new(),
            span,
        };
        Some(EventDraft { event, payload, quirks })
    }

    fn check_event_type(&mut self, keys: Keys<'_>, id: &EventId) {
        let Some(text) = keys.text("event", self.report) else { return };
        if event_type(text.text).as_ref() != Some(id) {
            let diagnostic =
                Diagnostic::new(Code::IdPathMismatch, text.span, "the event type does not match the path of the file");
            self.report
                .add(diagnostic.label(format!("expected `{id}`")).help("correct the event type, or move the file"));
        }
    }

    fn read_follow_up(&mut self, keys: Keys<'_>, operations: &BTreeSet<OperationId>) -> Vec<OperationId> {
        let texts = keys.texts("follow_up", self.report);
        texts
            .into_iter()
            .filter_map(|text| self.read_operation_id(text, "`follow_up` lists ids of operations", operations))
            .collect()
    }
}
