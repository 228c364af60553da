//! The content of a request.

use std::fmt;

use super::{EventHeader, EventType, message::Content};
use crate::{Mismatch, RawJson, log, token::secret::SecretText};

/// The content of an accepted request.
#[derive(Debug)]
pub enum Received<E> {
    /// A verification of the request URL. Respond with status 200 and [`Challenge::response_body`] within 1 s.
    Challenge(Challenge),
    /// A new ticket of a store app. Pass it to `client.set_app_ticket(ticket)`, then respond with status 200.
    AppTicket(AppTicket),
    /// An event. Respond with status 200 within 3 s; otherwise Feishu sends it again after 15 s, 5 min, 1 h and 6 h.
    Event(Envelope<E>),
}

/// An event with its header.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Envelope<E> {
    /// Id, type and origin of the event.
    pub header: EventHeader,
    /// The event.
    pub event: E,
    /// Values of the data that did not fit their documented types.
    pub mismatches: Vec<Mismatch>,
}

/// A verification request. `Debug` does not show its text.
#[derive(Clone, PartialEq, Eq)]
pub struct Challenge(String);

/// A ticket of a store app (商店应用), with which the client requests tokens. `Debug` does not show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppTicket(SecretText);

impl<E: EventType> Received<E> {
    pub(super) fn new(content: Content) -> Self {
        match content {
            Content::Challenge(text) => Self::Challenge(Challenge(text)),
            Content::AppTicket { ticket, .. } => Self::AppTicket(AppTicket(SecretText::new(ticket))),
            Content::Event { header, data } => Self::Event(Envelope::new(header, data)),
        }
    }
}

impl<E: EventType> Envelope<E> {
    pub(super) fn new(header: EventHeader, data: RawJson) -> Self {
        let (event, mismatches) = E::read(&header.event_type, data);
        for mismatch in &mismatches {
            tracing::warn!(target: log::TARGET, event_type = ?header.event_type, event_id = ?header.event_id, ?mismatch, "a value of an event does not fit");
        }
        Self { header, event, mismatches }
    }
}

impl Challenge {
    /// Returns the body to respond with, as `application/json`: `{"challenge":"…"}`.
    #[must_use]
    pub fn response_body(&self) -> String {
        serde_json::json!({ "challenge": self.0 }).to_string()
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenge([redacted])")
    }
}

impl AppTicket {
    /// Returns the ticket in plain text.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

/// Allows `client.set_app_ticket(ticket)`.
impl AsRef<str> for AppTicket {
    fn as_ref(&self) -> &str {
        self.reveal()
    }
}
