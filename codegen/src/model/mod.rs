//! The checked and resolved API. All references are resolved, all defaults are set, and all rules are checked.
//!
//! Types are sorted by name and operations by id, so that the order of the files does not matter.

mod catalog;
mod definition;
mod event;
mod field;
mod group;
mod operation;
mod quirk;
mod rule;
mod translation;
mod value;

pub use catalog::{ErrorCode, Scope};
pub(crate) use definition::OWN_SERVICE;
pub use definition::{Enum, EnumValue, EnumValues, Home, Id, Object, Owner};
pub use event::{Delivery, Event, EventId, EventSample};
pub(crate) use field::REPLACES;
pub use field::{Deprecated, Field, FileFields, Presence};
pub use group::{Group, GroupNames, Resource};
pub(crate) use operation::REPLACES_ALL;
pub use operation::{
    App, DataLocation, Deprecation, Method, Operation, OperationError, OperationId, Paging, Payload, RateLimit, Sample,
    SampleKind, Token, Window,
};
pub use quirk::Quirk;
pub use rule::{Condition, Rule};
pub use translation::{Translation, Translations};
pub use value::{Example, Limit, Literal, Type};

/// The whole API.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// The groups of operations, in the order of the schema.
    pub groups: Vec<Group>,
    /// Typed ids, by name.
    pub ids: Vec<Id>,
    /// Enums, by name.
    pub enums: Vec<Enum>,
    /// Objects, by name, with the payloads of events, without the bodies, forms and responses of operations.
    pub objects: Vec<Object>,
    /// Shared parameters, by name.
    pub parameters: Vec<Field>,
    /// Operations, by id.
    pub operations: Vec<Operation>,
    /// Events, by id.
    pub events: Vec<Event>,
    /// Every error code, by code.
    pub errors: Vec<ErrorCode>,
    /// Every scope, by name.
    pub scopes: Vec<Scope>,
    /// The Chinese descriptions of parameters. Empty if the schema has none.
    pub translations: Translations,
}

impl Api {
    /// Returns the enum with a key, such as `NoteKind`, or `contact.UserKind` for a service other than `hire`.
    #[must_use]
    pub fn enumeration(&self, key: &str) -> Option<&Enum> {
        let found = self.enums.binary_search_by(|item| item.name.as_str().cmp(key)).ok()?;
        self.enums.get(found)
    }

    /// Returns the object with a key, such as `Note`, or `contact.User` for a service other than `hire`.
    #[must_use]
    pub fn object(&self, key: &str) -> Option<&Object> {
        let found = self.objects.binary_search_by(|item| item.name.as_str().cmp(key)).ok()?;
        self.objects.get(found)
    }

    /// Returns the resource of an operation or an event, by its service and its name.
    pub(crate) fn resource(&self, service: &str, name: &str) -> Option<&Resource> {
        let mut resources = self.groups.iter().flat_map(|group| &group.resources);
        resources.find(|resource| resource.service == service && resource.name == name)
    }

    /// Returns the payload of an event.
    pub(crate) fn payload(&self, event: &Event) -> Option<&Object> {
        self.object(&event.payload)
    }

    /// Returns the error code with a number.
    #[must_use]
    pub fn error(&self, code: i64) -> Option<&ErrorCode> {
        let found = self.errors.binary_search_by_key(&code, |error| error.code).ok()?;
        self.errors.get(found)
    }

    /// Returns the codes that a field accepts: the values listed at the field or, without such a list, all values of its enum.
    pub(crate) fn listed(&self, field: &Field) -> Vec<String> {
        if !field.values.is_empty() {
            return field.values.iter().map(|value| value.wire().to_owned()).collect();
        }
        let item = if let Type::List(item) = &field.ty { item } else { &field.ty };
        let (Type::IntEnum(name) | Type::TextEnum(name)) = item else { return Vec::new() };
        self.enumeration(name).map(|item| item.values.codes()).unwrap_or_default()
    }
}
