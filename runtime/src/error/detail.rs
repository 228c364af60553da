//! The `error` object of an answer, in all the spellings it has been seen in.

use std::fmt;

use serde_json::Value;

/// A parameter that was wrong.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct FieldViolation {
    field: String,
    value: String,
    description: String,
}

impl FieldViolation {
    pub(crate) fn new(field: &str, description: impl Into<String>) -> Self {
        Self { field: field.to_owned(), value: String::new(), description: description.into() }
    }

    /// The parameter, or the path of a field in the body.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The value that Feishu found wrong; empty for what this client refused. It may be a person's data.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What is wrong with it.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }
}

impl fmt::Display for FieldViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.description)
    }
}

impl fmt::Debug for FieldViolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A permission that the app lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PermissionViolation {
    scope: String,
    url: String,
}

impl PermissionViolation {
    /// The scope.
    #[must_use]
    pub fn scope(&self) -> &str {
        &self.scope
    }

    /// Where to ask for it; empty when Feishu does not say.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// A page that helps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    url: String,
    description: String,
}

impl Help {
    /// Its address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it tells.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.description
    }
}

/// The `error` object.
#[derive(Clone, Default)]
pub(crate) struct Detail {
    pub(crate) log_id: Option<String>,
    pub(crate) troubleshooter: Option<String>,
    pub(crate) field_violations: Vec<FieldViolation>,
    pub(crate) permission_violations: Vec<PermissionViolation>,
    pub(crate) helps: Vec<Help>,
}

impl Detail {
    /// Takes what is there and of the right form, and leaves the rest: an odd detail must not hide the error that it belongs to.
    pub(crate) fn of(error: &Value) -> Self {
        let list = |key: &str| error.get(key).and_then(Value::as_array).into_iter().flatten();
        Self {
            log_id: text(error, &["log_id", "logid"]),
            troubleshooter: text(error, &["troubleshooter"]),
            field_violations: list("field_violations").map(FieldViolation::of).collect(),
            permission_violations: list("permission_violations").map(PermissionViolation::of).collect(),
            helps: list("helps").map(Help::of).collect(),
        }
    }
}

impl FieldViolation {
    fn of(value: &Value) -> Self {
        let text = |key| text(value, &[key]).unwrap_or_default();
        Self { field: text("field"), value: text("value"), description: text("description") }
    }
}

impl PermissionViolation {
    fn of(value: &Value) -> Self {
        Self {
            scope: text(value, &["scope", "subject"]).unwrap_or_default(),
            url: text(value, &["url"]).unwrap_or_default(),
        }
    }
}

impl Help {
    fn of(value: &Value) -> Self {
        let text = |key| text(value, &[key]).unwrap_or_default();
        Self { url: text("url"), description: text("description") }
    }
}

/// The first of these keys that holds something, as text.
fn text(object: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match object.get(key)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    })
}
