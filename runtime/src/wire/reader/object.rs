//! Reads objects and maps.

use std::borrow::Cow;

use super::{ReadError, Reader};
use crate::wire::{Field, Shape, Slot, UnknownFields};

impl<'a> Reader<'a> {
    /// Reads an object into the slots of its fields, in the order of its shape. Returns `false` for null.
    ///
    /// # Errors
    /// See [`Slot::read`].
    pub fn object(
        &mut self,
        shape: &'static Shape,
        slots: &mut [&mut dyn Slot],
        unknown: &mut UnknownFields,
    ) -> Result<bool, ReadError> {
        if self.null()? {
            return Ok(false);
        }
        if let (Some(field), [slot]) = (shape.bare(), &mut *slots) {
            return self.value_of_field(field, *slot).map(|()| true);
        }
        if self.peek() != Some(b'{') {
            return Err(self.type_mismatch("an object"));
        }
        self.descend()?;
        self.at += 1;
        if self.peek() == Some(b'}') {
            self.at += 1;
        } else {
            self.fields(shape, slots, unknown)?;
            unknown.remove_duplicates();
        }
        self.depth -= 1;
        Ok(true)
    }

    fn fields(
        &mut self,
        shape: &'static Shape,
        slots: &mut [&mut dyn Slot],
        unknown: &mut UnknownFields,
    ) -> Result<(), ReadError> {
        let outside = self.path_length();
        let mut previous = None;
        let mut seen = Seen::default();
        loop {
            match self.key(shape, previous, outside)? {
                Key::Field(index) => {
                    previous = Some(index);
                    if let (Some(slot), Some(field)) = (slots.get_mut(index), shape.fields().get(index)) {
                        if seen.record(index) {
                            slot.clear();
                        }
                        self.step_to_key(outside, field.name());
                        self.value_of_field(field, *slot)?;
                    }
                }
                Key::Unknown(key) => {
                    self.step_to_key(outside, &key);
                    let raw = self.raw_value()?;
                    unknown.insert(key.into_owned(), raw);
                }
            }
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.syntax("`,` or `}`")),
            }
        }
        self.at += 1;
        self.step_back(outside);
        Ok(())
    }

    /// Reads the value of a field into its slot. In tolerant mode, a mismatch leaves the slot empty.
    fn value_of_field(&mut self, field: &Field, slot: &mut dyn Slot) -> Result<(), ReadError> {
        let mark = self.mark();
        self.is_seconds = field.is_seconds();
        let read = if field.is_json_text() { self.json_text(slot) } else { slot.read(self).map(drop) };
        if let Err(fault) = read {
            self.recover(fault, &mark)?;
            slot.clear();
        }
        Ok(())
    }

    /// Reads a key and its colon.
    fn key(&mut self, shape: &'static Shape, previous: Option<usize>, outside: usize) -> Result<Key<'a>, ReadError> {
        if self.peek() != Some(b'"') {
            return Err(self.syntax("a key"));
        }
        let prediction = shape.predict(previous);
        if let Some(field) = shape.fields().get(prediction)
            && self.is_key(field.name())
        {
            self.at += field.name().len() + 2;
            self.colon()?;
            return Ok(Key::Field(prediction));
        }
        let key = self.key_text(outside)?;
        self.colon()?;
        Ok(shape.find(&key, previous).map_or(Key::Unknown(key), Key::Field))
    }

    /// Whether the next token is exactly this key, in quotes and without escapes.
    fn is_key(&self, name: &str) -> bool {
        let text = self.text.as_bytes();
        let end = self.at + 1 + name.len();
        text.get(end) == Some(&b'"') && text.get(self.at + 1..end) == Some(name.as_bytes())
    }

    pub(super) fn colon(&mut self) -> Result<(), ReadError> {
        if self.peek() != Some(b':') {
            return Err(self.syntax("`:`"));
        }
        self.at += 1;
        Ok(())
    }

    /// Reads the entries of a map with arbitrary keys. Returns `false` for null.
    pub(in crate::wire) fn map(&mut self, value: &mut ReadEntry<'a, '_>) -> Result<bool, ReadError> {
        if self.null()? {
            return Ok(false);
        }
        if self.peek() != Some(b'{') {
            return Err(self.type_mismatch("an object"));
        }
        self.descend()?;
        self.at += 1;
        if self.peek() == Some(b'}') {
            self.at += 1;
            self.depth -= 1;
            return Ok(true);
        }
        let outside = self.path_length();
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.syntax("a key"));
            }
            let key = self.key_text(outside)?;
            self.colon()?;
            self.step_to_key(outside, &key);
            let mark = self.mark();
            if let Err(fault) = value(self, key) {
                self.recover(fault, &mark)?;
            }
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.syntax("`,` or `}`")),
            }
        }
        self.at += 1;
        self.step_back(outside);
        self.depth -= 1;
        Ok(true)
    }
}

/// Reads the value of a map entry with this key.
type ReadEntry<'a, 'f> = dyn FnMut(&mut Reader<'a>, Cow<'a, str>) -> Result<(), ReadError> + 'f;

enum Key<'a> {
    /// Index of the field.
    Field(usize),
    Unknown(Cow<'a, str>),
}

/// The fields that have been read. If a key occurs twice, the second value must replace the first one completely.
#[derive(Default)]
struct Seen(u64);

impl Seen {
    /// Records that a field is read. Returns whether it may have been read before. This is always `true` for fields after the 64th, whose slots are
    /// cleared unnecessarily.
    fn record(&mut self, index: usize) -> bool {
        let Some(bit) = u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index)) else { return true };
        let is_duplicate = self.0 & bit != 0;
        self.0 |= bit;
        is_duplicate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Inner {
        a: Option<i64>,
        b: Option<i64>,
        unknown_fields: UnknownFields,
    }

    crate::object!(Inner {
        a: "a";
        b: "b";
    });

    /// An object whose field is not optional, so that a second value is read into the slot with the first value.
    #[derive(Clone, Default)]
    struct Outer {
        inner: Inner,
        unknown_fields: UnknownFields,
    }

    crate::object!(Outer {
        inner: "inner";
    });

    /// An object whose JSON is a list.
    #[derive(Clone, Default)]
    struct Bare {
        items: crate::List<Inner>,
        unknown_fields: UnknownFields,
    }

    crate::object!(Bare {
        items: "items", bare;
    });

    #[test]
    fn the_json_of_a_bare_field_is_its_value() {
        let text = r#"[{"a":1},{"b":2}]"#;
        let mut bare = Bare::default();
        assert_eq!(Reader::new(text).read_all(&mut bare), Ok(()));
        assert_eq!(bare.items.iter().map(|item| item.a).collect::<Vec<_>>(), [Some(1), None]);
        assert_eq!(crate::wire::write_json(bare.view()), text);
        assert_eq!(serde_json::to_string(&bare).ok().as_deref(), Some(text));
        assert_eq!(serde_json::from_str::<Bare>(text).ok(), Some(bare.clone()));
        assert!(format!("{bare:?}").starts_with("Bare { items: ["), "{bare:?}");
        assert_eq!(Reader::new("null").read_all(&mut bare), Ok(()));
        for other in [r#"{"items":[]}"#, "[1]", "1"] {
            assert!(Reader::new(other).read_all(&mut bare).is_err(), "{other}");
        }
    }

    #[test]
    fn the_second_value_of_a_duplicate_key_replaces_the_first_completely() {
        for (text, a, b) in [
            (r#"{"inner":{"a":1},"inner":{"b":2}}"#, None, Some(2)),
            (r#"{"inner":{"a":1},"inner":null}"#, None, None),
            (r#"{"inner":{"b":1,"a":2}}"#, Some(2), Some(1)),
        ] {
            let mut outer = Outer::default();
            assert_eq!(Reader::new(text).read_all(&mut outer), Ok(()), "{text}");
            assert_eq!((outer.inner.a, outer.inner.b), (a, b), "{text}");
        }
    }
}
