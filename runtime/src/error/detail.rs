//! The `error` object of a response, in all observed forms.

use super::FieldViolation;
use crate::wire::{AnyText, List, UnknownFields};

/// A permission that the app lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PermissionViolation {
    scope: String,
    url: String,
}

impl PermissionViolation {
    /// Returns the missing scope, such as `hire:interview:readonly`.
    #[must_use]
    pub fn scope(&self) -> &str {
        &self.scope
    }

    /// Returns the URL of the page to request the scope; empty if the response has none.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// A link to a help page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    url: String,
    description: String,
}

impl Help {
    /// Returns the URL of the page.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns Feishu's description of the help page; empty if the response has none.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }
}

/// The content of an `error` object.
#[derive(Clone, Default)]
pub(crate) struct Detail {
    pub(crate) log_id: Option<String>,
    pub(crate) troubleshooter: Option<String>,
    pub(crate) field_violations: Vec<FieldViolation>,
    pub(crate) permission_violations: Vec<PermissionViolation>,
    pub(crate) helps: Vec<Help>,
}

impl From<ErrorObject> for Detail {
    fn from(object: ErrorObject) -> Self {
        Self {
            log_id: object.log_id.or(object.logid).map(AnyText::into_string),
            troubleshooter: object.troubleshooter.map(AnyText::into_string),
            field_violations: object.field_violations.into_iter().map(FieldViolation::from).collect(),
            permission_violations: object.permission_violations.into_iter().map(PermissionViolation::from).collect(),
            helps: object.helps.into_iter().map(Help::from).collect(),
        }
    }
}

impl From<Entry> for FieldViolation {
    fn from(entry: Entry) -> Self {
        let [field, value, description] = [entry.field, entry.value, entry.description].map(text);
        Self { field, value, description }
    }
}

impl From<Entry> for PermissionViolation {
    fn from(entry: Entry) -> Self {
        Self { scope: text(entry.scope.or(entry.subject)), url: text(entry.url) }
    }
}

impl From<Entry> for Help {
    fn from(entry: Entry) -> Self {
        Self { url: text(entry.url), description: text(entry.description) }
    }
}

fn text(text: Option<AnyText>) -> String {
    text.map(AnyText::into_string).unwrap_or_default()
}

/// The `error` object as received, with the keys of all observed forms.
#[derive(Clone, Default)]
pub(crate) struct ErrorObject {
    log_id: Option<AnyText>,
    logid: Option<AnyText>,
    troubleshooter: Option<AnyText>,
    field_violations: List<Entry>,
    permission_violations: List<Entry>,
    helps: List<Entry>,
    unknown_fields: UnknownFields,
}

crate::object!(ErrorObject {
    log_id: "log_id";
    logid: "logid";
    troubleshooter: "troubleshooter";
    field_violations: "field_violations", sensitive;
    permission_violations: "permission_violations";
    helps: "helps";
});

/// An entry of any list in the `error` object.
#[derive(Clone, Default)]
struct Entry {
    field: Option<AnyText>,
    value: Option<AnyText>,
    description: Option<AnyText>,
    scope: Option<AnyText>,
    subject: Option<AnyText>,
    url: Option<AnyText>,
    unknown_fields: UnknownFields,
}

crate::object!(Entry {
    field: "field";
    value: "value", sensitive;
    description: "description";
    scope: "scope";
    subject: "subject";
    url: "url";
});
