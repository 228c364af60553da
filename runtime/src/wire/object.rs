//! Objects: which field a key belongs to is emitted, the loop over the keys is here.

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{DeserializeSeed, MapAccess, Visitor},
    ser::SerializeMap,
};

use super::{Read, Slot, UnknownFields, Write, Written};
use crate::check::Limit;

/// A JSON object with named fields; the emitted models are such.
pub trait Object: Default {
    /// The type's name, for `Debug`.
    const NAME: &'static str;

    /// The schema's limits on fields, for objects that are sent.
    const LIMITS: &'static [(&'static str, Limit)] = &[];

    /// Reads the value of `key` from `map` into its field. `false` when no field takes the key; the value is then still to be read.
    ///
    /// # Errors
    /// When the value cannot be taken for the field's type.
    fn read_field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error>;

    /// Shows every field in the order of the schema.
    ///
    /// # Errors
    /// What `to` reports.
    fn fields<F: Fields>(&self, to: &mut F) -> Result<(), F::Error>;

    /// The keys that no field takes.
    fn unknown_fields(&mut self) -> &mut UnknownFields;
}

/// What an object shows its fields to: a JSON writer, `Debug`, a check of limits.
pub trait Fields {
    /// What can go wrong.
    type Error;

    /// Takes one field.
    ///
    /// # Errors
    /// What the taker reports.
    fn field<T: Write + fmt::Debug>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error>;

    /// Takes the keys that no field takes.
    ///
    /// # Errors
    /// What the taker reports.
    fn unknown(&mut self, unknown: &UnknownFields) -> Result<(), Self::Error>;
}

/// Reads the value of the current key into a field; one copy per type, not one per field.
///
/// # Errors
/// When the value cannot be taken for the field's type.
#[inline(never)]
pub fn field<'de, T: Read, A: MapAccess<'de>>(slot: &mut T, map: &mut A) -> Result<(), A::Error> {
    map.next_value_seed(Slot(slot))
}

/// Reads a whole object; null leaves it empty.
///
/// # Errors
/// When what came is no object, or one of its values does not fit.
pub fn read_object<'de, T: Object, D: Deserializer<'de>>(slot: &mut T, from: D) -> Result<(), D::Error> {
    from.deserialize_any(ObjectVisitor(slot))
}

/// Reads an object that may be null, without moving it.
///
/// # Errors
/// As [`read_object`].
pub fn read_object_option<'de, T: Object, D: Deserializer<'de>>(slot: &mut Option<T>, from: D) -> Result<(), D::Error> {
    from.deserialize_any(ObjectOptionVisitor(slot))
}

struct ObjectOptionVisitor<'a, T>(&'a mut Option<T>);

impl<'de, T: Object> Visitor<'de> for ObjectOptionVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        ObjectVisitor(self.0.insert(T::default())).visit_map(map)
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }
}

/// Writes a whole object, the unknown keys last.
///
/// # Errors
/// What the serializer reports.
pub fn write_object<T: Object, S: Serializer>(object: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut map = Writer { map: to.serialize_map(None)?, serializer: PhantomData::<S> };
    object.fields(&mut map)?;
    map.map.end()
}

struct ObjectVisitor<'a, T>(&'a mut T);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut key = Cow::Borrowed("");
        while map.next_key_seed(KeySlot(&mut key))?.is_some() {
            if !self.0.read_field(&key, &mut map)? {
                let value = map.next_value()?;
                self.0.unknown_fields().insert(key.to_string(), value);
            }
        }
        self.0.unknown_fields().settle();
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Where a key is read to: borrowed from the body, unless it had to be unescaped.
struct KeySlot<'a, 'de>(&'a mut Cow<'de, str>);

impl<'de> DeserializeSeed<'de> for KeySlot<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for KeySlot<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<(), E> {
        *self.0 = Cow::Borrowed(key);
        Ok(())
    }

    fn visit_str<E>(self, key: &str) -> Result<(), E> {
        *self.0 = Cow::Owned(key.to_owned());
        Ok(())
    }
}

struct Writer<M, S> {
    map: M,
    serializer: PhantomData<S>,
}

impl<S: Serializer, M: SerializeMap<Ok = S::Ok, Error = S::Error>> Fields for Writer<M, S> {
    type Error = S::Error;

    #[inline(never)]
    fn field<T: Write + fmt::Debug>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        if value.is_absent() {
            return Ok(());
        }
        self.map.serialize_entry(name, &Written(value))
    }

    fn unknown(&mut self, unknown: &UnknownFields) -> Result<(), S::Error> {
        unknown.iter().try_for_each(|(key, value)| self.map.serialize_entry(key, value))
    }
}
