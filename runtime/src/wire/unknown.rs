//! Keys that the schema does not know.

use std::fmt;

use serde_json::Value;

/// What an answer held beyond the documented fields, in the order in which it came. It is written back.
///
/// `Debug` shows the names alone: nobody knows what an unknown field holds.
#[derive(Clone, Default, PartialEq)]
#[allow(clippy::box_collection)] // One word instead of three, in every object of every answer.
pub struct UnknownFields(Option<Box<Kept>>);

/// Behind a pointer, because nearly every object has none.
type Kept = Vec<(String, Value)>;

impl UnknownFields {
    /// Whether there is none, as usual.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The value of a key, `None` when it did not come.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Every key and its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().flat_map(|fields| fields.iter()).map(|(key, value)| (key.as_str(), value))
    }

    /// Keeps a value; a second one of the same key takes the place of the first.
    pub(super) fn insert(&mut self, key: String, value: Value) {
        let fields = self.0.get_or_insert_default();
        match fields.iter_mut().find(|(name, _)| *name == key) {
            Some((_, slot)) => *slot = value,
            None => fields.push((key, value)),
        }
    }
}

impl fmt::Debug for UnknownFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(key, _)| key)).finish()
    }
}
