//! The description of an object type: its fields, flags, limits and rules.

use std::sync::atomic::{AtomicU8, Ordering};

use super::{Limit, Rule};
use crate::input;

/// The number of fields per type for which the reader predicts the next field. Keys of further fields are searched.
const PREDICTED_FIELDS: usize = 64;

/// An object type: its name and its fields, in the order of the schema.
#[derive(Debug)]
pub struct Shape {
    name: &'static str,
    fields: &'static [Field],
    rules: &'static [Rule],
    /// The predictions, from the order of the fields in the previous object: the index of the first field, and for each field, the index of the next
    /// one. Servers send the fields of a type in a constant order, so nearly every key is found with one comparison.
    order: [AtomicU8; 1 + PREDICTED_FIELDS],
}

/// A field of an object type.
#[derive(Debug)]
pub struct Field {
    name: &'static str,
    is_sensitive: bool,
    is_text: bool,
    is_json_text: bool,
    is_seconds: bool,
    is_required: bool,
    is_id: bool,
    is_bare: bool,
    limits: &'static [Limit],
}

impl Shape {
    /// Creates the description of a type from its fields.
    #[must_use]
    pub const fn new(name: &'static str, fields: &'static [Field]) -> Self {
        Self { name, fields, rules: &[], order: [const { AtomicU8::new(0) }; 1 + PREDICTED_FIELDS] }
    }

    /// Sets rules that are checked before an object is sent.
    #[must_use]
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    pub(super) const fn rule_list(&self) -> &'static [Rule] {
        self.rules
    }

    /// Returns the name of the type.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the fields in the order of the schema.
    #[must_use]
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// Returns the field whose value is the JSON of the object.
    pub(super) fn bare(&self) -> Option<&'static Field> {
        self.fields.first().filter(|field| field.is_bare)
    }

    /// Returns the index of the field that most likely follows `previous`.
    pub(super) fn predict(&self, previous: Option<usize>) -> usize {
        self.prediction_after(previous).map_or(0, |prediction| usize::from(prediction.load(Ordering::Relaxed)))
    }

    /// Finds the field of a key that was not predicted, and stores it as the next prediction.
    pub(super) fn find(&self, key: &str, previous: Option<usize>) -> Option<usize> {
        let found = self.fields.iter().position(|field| field.name == key)?;
        if let (Some(prediction), Ok(index)) = (self.prediction_after(previous), u8::try_from(found)) {
            prediction.store(index, Ordering::Relaxed);
        }
        Some(found)
    }

    fn prediction_after(&self, previous: Option<usize>) -> Option<&AtomicU8> {
        self.order.get(previous.map_or(0, |index| index + 1))
    }
}

impl Field {
    /// Creates a field with its JSON key.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            is_sensitive: false,
            is_text: false,
            is_json_text: false,
            is_seconds: false,
            is_required: false,
            is_id: false,
            is_bare: false,
            limits: &[],
        }
    }

    /// Marks personal data or a credential, which `Debug` redacts.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.is_sensitive = true;
        self
    }

    /// Marks a value that is a string in JSON although its type is not, such as an integer.
    #[must_use]
    pub const fn as_text(mut self) -> Self {
        self.is_text = true;
        self
    }

    /// Marks a value that is JSON inside a string.
    #[must_use]
    pub const fn json_text(mut self) -> Self {
        self.is_json_text = true;
        self
    }

    /// Marks a [`Timestamp`](crate::Timestamp) that is in seconds in JSON.
    #[must_use]
    pub const fn seconds(mut self) -> Self {
        self.is_seconds = true;
        self
    }

    /// Marks a text that must not be empty when it is sent.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Marks an id or a list of ids.
    #[must_use]
    pub const fn id(mut self) -> Self {
        self.is_id = true;
        self
    }

    /// Marks the only field of an object whose JSON is the value of this field.
    #[must_use]
    pub const fn bare(mut self) -> Self {
        self.is_bare = true;
        self
    }

    /// Sets limits that are checked before the field is sent.
    #[must_use]
    pub const fn limits(mut self, limits: &'static [Limit]) -> Self {
        self.limits = limits;
        self
    }

    /// Returns the JSON key.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    pub(super) const fn is_sensitive(&self) -> bool {
        self.is_sensitive
    }

    pub(super) const fn is_text(&self) -> bool {
        self.is_text
    }

    pub(super) const fn is_json_text(&self) -> bool {
        self.is_json_text
    }

    pub(super) const fn is_seconds(&self) -> bool {
        self.is_seconds
    }

    /// Returns a description of the violation, or `None` if the text of the field is valid.
    pub(super) fn text_violation(&self, text: &str) -> Option<&'static str> {
        if self.is_required && input::is_empty(text) {
            return Some("must not be empty");
        }
        if self.is_id { input::id_violation(text) } else { None }
    }

    pub(super) const fn limit_list(&self) -> &'static [Limit] {
        self.limits
    }
}
