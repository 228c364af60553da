//! The subject of samples and quirks: an operation or an event.

use super::library::Library;
use super::rules::payload_fields;
use crate::model::{Event, Field, Operation};

/// An operation or an event.
#[derive(Clone, Copy)]
pub(crate) enum Subject<'a> {
    Operation(&'a Operation),
    Event(&'a Event),
}

/// The first part of a path into a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Root {
    Response,
    Body,
    Form,
    Query,
    Path,
    /// The payload of an event.
    Payload,
}

impl<'a> Subject<'a> {
    /// Returns the id as text.
    pub(crate) fn id(self) -> String {
        match self {
            Self::Operation(operation) => operation.id.to_string(),
            Self::Event(event) => event.id.to_string(),
        }
    }

    /// Returns the fields of a section.
    pub(crate) fn fields(self, root: Root, library: &Library<'a>) -> &'a [Field] {
        match (self, root) {
            (Self::Operation(operation), Root::Response) => &operation.response,
            (Self::Operation(operation), Root::Body | Root::Form) => payload_fields(&operation.payload),
            (Self::Operation(operation), Root::Query) => &operation.query,
            (Self::Operation(operation), Root::Path) => &operation.path_parameters,
            (Self::Event(event), Root::Payload) => library.fields(&event.payload),
            _ => &[],
        }
    }
}
