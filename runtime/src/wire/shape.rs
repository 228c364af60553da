//! What is known of an object type: its name and its fields.

use std::sync::atomic::{AtomicU8, Ordering};

use super::Limit;
use crate::input;

/// How many fields of a type the reader learns the order of. Those behind them are found by search.
const LEARNED: usize = 64;

/// An object type: its name and its fields in the order of the schema.
#[derive(Debug)]
pub struct Shape {
    name: &'static str,
    fields: &'static [Field],
    /// Index of the field that came first the last time, then for each field of the one that followed it. Servers send the fields of a
    /// type in the same order over and over, so this guess finds nearly every key with one comparison.
    order: [AtomicU8; 1 + LEARNED],
}

/// One field of an object type.
#[derive(Debug)]
pub struct Field {
    name: &'static str,
    is_sensitive: bool,
    is_text: bool,
    is_required: bool,
    is_id: bool,
    limits: &'static [Limit],
}

impl Shape {
    /// A type with its fields, as JSON names them.
    #[must_use]
    pub const fn new(name: &'static str, fields: &'static [Field]) -> Self {
        Self { name, fields, order: [const { AtomicU8::new(0) }; 1 + LEARNED] }
    }

    /// The type's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The fields in the order of the schema.
    #[must_use]
    pub const fn fields(&self) -> &'static [Field] {
        self.fields
    }

    /// The field that most likely follows `previous`, by its index.
    pub(super) fn guess(&self, previous: Option<usize>) -> usize {
        self.learned(previous).map_or(0, |guess| usize::from(guess.load(Ordering::Relaxed)))
    }

    /// Finds the field of a key that was not the guess, and remembers it as the next guess.
    pub(super) fn find(&self, key: &str, previous: Option<usize>) -> Option<usize> {
        let found = self.fields.iter().position(|field| field.name == key)?;
        if let (Some(guess), Ok(index)) = (self.learned(previous), u8::try_from(found)) {
            guess.store(index, Ordering::Relaxed);
        }
        Some(found)
    }

    fn learned(&self, previous: Option<usize>) -> Option<&AtomicU8> {
        self.order.get(previous.map_or(0, |index| index + 1))
    }
}

impl Field {
    /// A field with its JSON key.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, is_sensitive: false, is_text: false, is_required: false, is_id: false, limits: &[] }
    }

    /// Holds personal data or a credential: `Debug` never shows it.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.is_sensitive = true;
        self
    }

    /// JSON carries the value as a string although its type is another.
    #[must_use]
    pub const fn as_text(mut self) -> Self {
        self.is_text = true;
        self
    }

    /// The text must not be empty when it is sent.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Holds an id or a list of ids.
    #[must_use]
    pub const fn id(mut self) -> Self {
        self.is_id = true;
        self
    }

    /// Limits that hold before the field is sent.
    #[must_use]
    pub const fn limits(mut self, limits: &'static [Limit]) -> Self {
        self.limits = limits;
        self
    }

    /// The JSON key.
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

    /// Describes what is wrong with the text of the field, if anything.
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
