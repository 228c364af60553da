//! Unknown keys with their unchanged values.

use std::{collections::HashMap, fmt};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::escape::push_escaped;

/// Undocumented fields of a response, in the order in which they were received. They are serialized unchanged.
///
/// `Debug` shows only the keys, because the values may be personal data.
#[derive(Clone, Default, PartialEq)]
#[allow(clippy::box_collection)] // One word instead of three, in every object of every response.
pub struct UnknownFields(Option<Box<Fields>>);

/// The fields. They are boxed, because nearly every object has none.
type Fields = Vec<(String, RawJson)>;

/// A JSON value of any type as its text, with all digits of its numbers.
///
/// Whitespace outside of strings is removed. `Debug` does not show the value.
#[derive(Clone, PartialEq, Eq)]
pub struct RawJson(Box<str>);

/// Maximum number of keys for a linear search.
const LINEAR_SEARCH_KEYS: usize = 16;

impl UnknownFields {
    /// Returns whether there are no unknown fields.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the value of a key, or `None` if the response does not contain the key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&RawJson> {
        self.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Returns all keys and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawJson)> {
        self.0.iter().flat_map(|fields| fields.iter()).map(|(key, value)| (key.as_str(), value))
    }

    /// Adds a value. If a key occurs several times, [`remove_duplicates`](Self::remove_duplicates) keeps only the last value.
    pub(super) fn insert(&mut self, key: String, value: RawJson) {
        let fields = self.0.get_or_insert_default();
        match fields.iter_mut().take(LINEAR_SEARCH_KEYS).find(|(name, _)| *name == key) {
            Some((_, slot)) => *slot = value,
            None => fields.push((key, value)),
        }
    }

    /// Removes a key.
    pub(crate) fn remove(&mut self, key: &str) {
        if let Some(fields) = &mut self.0 {
            fields.retain(|(name, _)| name != key);
        }
        self.0.take_if(|fields| fields.is_empty());
    }

    /// Removes duplicate keys after an object was read. A search of all keys for each new key would take quadratic time.
    pub(super) fn remove_duplicates(&mut self) {
        let Some(fields) = self.0.as_deref_mut().filter(|fields| fields.len() > LINEAR_SEARCH_KEYS) else { return };
        let mut kept = Fields::with_capacity(fields.len());
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
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(key, _)| key)).finish()
    }
}

/// A raw value, and whether its text had to be repaired.
pub(super) struct Repaired {
    pub(super) json: RawJson,
    pub(super) is_repaired: bool,
}

impl RawJson {
    /// Creates a null.
    pub(super) fn null() -> Self {
        Self("null".into())
    }

    /// Returns the JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Deserializes the value into any type that serde supports.
    ///
    /// # Errors
    /// Returns an error if the value does not match the type.
    pub fn parse<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(&self.0)
    }

    /// Converts the value into a [`Value`]. Returns `None` if that is impossible, for example for `1e999` or more than 128 nesting levels.
    #[must_use]
    #[inline]
    pub fn to_value(&self) -> Option<Value> {
        self.parse().ok()
    }

    /// Creates a raw value from the text of an accepted value. A tolerant reader accepts raw control characters and unknown escapes in
    /// strings; they are escaped.
    pub(super) fn of(text: &str) -> Repaired {
        if !text.contains(|character: char| {
            character.is_ascii_whitespace() || character.is_ascii_control() || character == '\\'
        }) {
            return Repaired { json: Self(text.into()), is_repaired: false };
        }
        let mut out = String::with_capacity(text.len());
        let (mut in_string, mut is_repaired) = (false, false);
        let mut characters = text.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => in_string = !in_string,
                ' ' | '\n' | '\r' | '\t' if !in_string => continue,
                '\\' if !is_escape(text.get(at..).unwrap_or_default()) => {
                    is_repaired = true;
                    out.push('\\');
                }
                '\\' => {
                    out.push('\\');
                    out.extend(characters.next().map(|(_, letter)| letter));
                    continue;
                }
                '\0'..=' ' if character != ' ' => {
                    is_repaired = true;
                    push_escaped(character, &mut out);
                    continue;
                }
                _ => {}
            }
            out.push(character);
        }
        Repaired { json: Self(out.into()), is_repaired }
    }
}

/// Whether a text starts with a valid JSON escape.
fn is_escape(text: &str) -> bool {
    match text.as_bytes() {
        [_, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => true,
        [_, b'u', digits @ ..] => digits.get(..4).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)),
        _ => false,
    }
}

impl fmt::Debug for RawJson {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_of_a_duplicate_key_replaces_the_first() {
        for count in [3, LINEAR_SEARCH_KEYS, LINEAR_SEARCH_KEYS + 1, 100_000] {
            let mut fields = UnknownFields::default();
            for round in ["0", "1"] {
                for key in 0..count {
                    fields.insert(key.to_string(), RawJson::of(round).json);
                }
            }
            fields.remove_duplicates();
            assert!(fields.iter().map(|(key, _)| key.to_owned()).eq((0..count).map(|key| key.to_string())), "{count}");
            assert!(fields.iter().all(|(_, value)| value.as_str() == "1"), "{count}");
        }
    }

    #[test]
    fn raw_text_is_compact_and_valid() {
        let cases = [
            ("1.50", "1.50", false),
            ("{ \"a\" :\n [ 1e999 , \"b c\\\" \\\\\" ] }", "{\"a\":[1e999,\"b c\\\" \\\\\"]}", false),
            ("\"a\u{1}\nb\"", "\"a\\u0001\\nb\"", true),
            ("\"\\x\\u12\"", "\"\\\\x\\\\u12\"", true),
            ("\"\\ud83d 中\"", "\"\\ud83d 中\"", false),
        ];
        for (came, kept, is_repaired) in cases {
            let raw = RawJson::of(came);
            assert_eq!((raw.json.as_str(), raw.is_repaired), (kept, is_repaired));
        }
    }
}
