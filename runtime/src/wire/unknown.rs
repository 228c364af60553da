//! Keys that the schema does not know.

use std::{collections::HashMap, fmt};

use serde_json::Value;

/// What an answer held beyond the documented fields, in the order in which it came. It is written back.
///
/// `Debug` shows the names alone: nobody knows what an unknown field holds.
#[derive(Clone, Default, PartialEq)]
#[allow(clippy::box_collection)] // One word instead of three, in every object of every answer.
pub struct UnknownFields(Option<Box<Kept>>);

/// Behind a pointer, because nearly every object has none.
type Kept = Vec<(String, Value)>;

/// So many keys are looked through one by one.
const FEW: usize = 16;

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

    /// Keeps a value; a second one of the same key takes the place of the first, if need be when [`settle`](Self::settle) is called.
    pub(super) fn insert(&mut self, key: String, value: Value) {
        let fields = self.0.get_or_insert_default();
        match fields.iter_mut().take(FEW).find(|(name, _)| *name == key) {
            Some((_, slot)) => *slot = value,
            None => fields.push((key, value)),
        }
    }

    /// Ends the reading of an object. Looking through all the keys for each of very many would take the square of their number.
    pub(super) fn settle(&mut self) {
        let Some(fields) = self.0.as_deref_mut().filter(|fields| fields.len() > FEW) else { return };
        let mut kept = Kept::with_capacity(fields.len());
        let mut places = HashMap::with_capacity(fields.len());
        for (key, value) in fields.drain(..) {
            let place = *places.entry(key.clone()).or_insert(kept.len());
            match kept.get_mut(place) {
                Some((_, slot)) => *slot = value,
                None => kept.push((key, value)),
            }
        }
        *fields = kept;
    }
}

impl fmt::Debug for UnknownFields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(key, _)| key)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_equal_keys_the_last_is_kept_where_the_first_stood_few_or_many() {
        for count in [3, FEW, FEW + 1, 100_000] {
            let mut fields = UnknownFields::default();
            for round in 0..2 {
                for key in 0..count {
                    fields.insert(key.to_string(), Value::from(round));
                }
            }
            fields.settle();
            assert!(fields.iter().map(|(key, _)| key.to_owned()).eq((0..count).map(|key| key.to_string())), "{count}");
            assert!(fields.iter().all(|(_, value)| *value == 1), "{count}");
        }
    }
}
