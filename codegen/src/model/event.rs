//! Events.

use super::{
    operation::{App, OperationId},
    quirk::Quirk,
};
use crate::source::Span;

/// One event.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: EventId,
    /// The name of the group. Empty if the schema is unfinished.
    pub group: String,
    pub title: String,
    pub zh: String,
    pub doc: String,
    /// The Chinese description.
    pub doc_zh: Option<String>,
    pub page: String,
    pub updated: String,
    pub apps: Vec<App>,
    pub scopes: Vec<String>,
    pub field_scopes: Vec<String>,
    pub delivery: Vec<Delivery>,
    /// The key of the object in the field `event` of the envelope.
    pub payload: String,
    /// The operations that a consumer calls next.
    pub follow_up: Vec<OperationId>,
    pub quirks: Vec<Quirk>,
    pub samples: Vec<EventSample>,
    pub span: Span,
}

/// The parts of an event type such as `hire.application.stage_changed_v1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventId {
    pub service: String,
    pub resource: String,
    pub name: String,
    pub version: String,
}

/// A way in which Feishu delivers an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Webhook,
    LongConnection,
}

/// A documented sample of an event, with its envelope.
#[derive(Clone, Debug)]
pub struct EventSample {
    /// The file name. The file is next to the YAML file of the event.
    pub file: String,
    /// The content, unchanged.
    pub text: String,
}

impl std::fmt::Display for EventId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}_{}", self.service, self.resource, self.name, self.version)
    }
}

impl EventId {
    /// Returns the path of the YAML file without its extension, relative to the schema folder.
    #[must_use]
    pub fn stem(&self) -> String {
        format!("{}/{}/{}/events/{}", self.service, self.version, self.resource, self.name)
    }
}
