//! What holds other values: options, boxes, lists, maps, free JSON.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value;

use super::{Checker, Measure, Read, Slot, Write, Written};

/// A JSON object whose keys are data.
pub type Map<T> = BTreeMap<String, T>;

impl<T: Read> Read for Option<T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        T::read_option(self, from)
    }
}

/// For types that tell a value from null no better than JSON does.
pub(super) struct OptionVisitor<'a, T>(pub(super) &'a mut Option<T>);

impl<'de, T: Read> Visitor<'de> for OptionVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        *self.0 = None;
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.0.insert(T::default()).read(from)
    }
}

impl<T: Write> Write for Option<T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(to),
            None => to.serialize_none(),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn measure(&self) -> Measure {
        self.as_ref().map_or(Measure::Other, Write::measure)
    }

    fn check(&self, checker: &mut Checker) {
        if let Some(value) = self {
            value.check(checker);
        }
    }
}

impl<T: Read> Read for Box<T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        (**self).read(from)
    }
}

impl<T: Write> Write for Box<T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (**self).write(to)
    }

    fn check(&self, checker: &mut Checker) {
        (**self).check(checker);
    }
}

impl<T: Read> Read for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        self.clear();
        from.deserialize_any(ListVisitor(self))
    }
}

struct ListVisitor<'a, T>(&'a mut Vec<T>);

impl<'de, T: Read> Visitor<'de> for ListVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(NewItem(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Makes room for an item only once there is one, and reads it there.
struct NewItem<'a, T>(&'a mut Vec<T>);

impl<'de, T: Read> DeserializeSeed<'de> for NewItem<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.0.push(T::default());
        self.0.last_mut().map_or(Ok(()), |item| item.read(from))
    }
}

impl<T: Write> Write for Vec<T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter().map(Written))
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn measure(&self) -> Measure {
        Measure::Items(self.len())
    }

    fn check(&self, checker: &mut Checker) {
        for (index, item) in self.iter().enumerate() {
            checker.within(format_args!("[{index}]"), |checker| item.check(checker));
        }
    }
}

impl<T: Read> Read for Map<T> {
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        self.clear();
        from.deserialize_any(MapVisitor(self, PhantomData))
    }
}

struct MapVisitor<'a, T>(&'a mut Map<T>, PhantomData<T>);

impl<'de, T: Read> Visitor<'de> for MapVisitor<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let mut value = T::default();
            map.next_value_seed(Slot(&mut value))?;
            self.0.insert(key, value);
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

impl<T: Write> Write for Map<T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.iter().map(|(key, value)| (key, Written(value))))
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn measure(&self) -> Measure {
        Measure::Items(self.len())
    }

    fn check(&self, checker: &mut Checker) {
        for (key, value) in self {
            checker.within(format_args!("{{{key}}}"), |checker| value.check(checker));
        }
    }
}

impl Read for Value {
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
        *self = serde::Deserialize::deserialize(from)?;
        Ok(())
    }
}

impl Write for Value {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serde::Serialize::serialize(self, to)
    }
}
