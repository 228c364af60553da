//! `Serialize` and `Deserialize` for any format.
//!
//! Responses and requests do not use this module, but the reader and the writer.

use std::fmt::{self, Write as _};

use serde::{
    Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor},
    ser::{Error as _, SerializeMap, SerializeSeq},
};

use super::{
    List, RawJson, Reader, Shape, Slot, UnknownFields, View,
    reader::NextValue,
    writer::{Encoded, encode},
};

/// Serializes a slot to any format.
///
/// # Errors
/// Returns the errors of the serializer.
pub fn serialize<S: Serializer>(slot: &dyn Slot, to: S) -> Result<S::Ok, S::Error> {
    SerializedView(slot.view()).serialize(to)
}

/// Deserializes a slot from any self-describing format, by converting it to JSON text first.
///
/// # Errors
/// Returns the errors of the deserializer, and an error for a mismatch.
pub fn deserialize<'de, T: Slot, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut text = String::new();
    Transcoded(&mut text).deserialize(from)?;
    let mut slot = T::vacant();
    let mut reader = Reader::new(&text);
    match reader.read_all(&mut slot) {
        Ok(()) => Ok(slot),
        Err(_) => Err(D::Error::custom(reader.explanation())),
    }
}

struct SerializedView<'a>(View<'a>);

impl Serialize for SerializedView<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            View::Absent | View::Null => to.serialize_none(),
            View::Bool(value) => to.serialize_bool(value),
            View::Integer(number) => to.serialize_i64(number),
            View::Float(number) => to.serialize_f64(number),
            View::Text(text) => to.serialize_str(text),
            View::Json(value) => value.serialize(to),
            View::Raw(raw) => raw.serialize(to),
            View::List(items) => {
                let mut list = to.serialize_seq(Some(items.count()))?;
                for item in (0..items.count()).filter_map(|index| items.item(index)) {
                    list.serialize_element(&SerializedView(item.view()))?;
                }
                list.end()
            }
            View::Map(entries) => {
                let mut map = to.serialize_map(Some(entries.count()))?;
                let mut outcome = Ok(());
                entries.each(&mut |key, value| {
                    if outcome.is_ok() {
                        outcome = map.serialize_entry(key, &SerializedView(value.view()));
                    }
                });
                outcome?;
                map.end()
            }
            View::Object(object) => {
                let mut serializer = Some(to);
                let mut outcome = None;
                object.values(&mut |shape, values, unknown| {
                    outcome = serializer.take().map(|to| object_with(to, shape, values, unknown));
                });
                outcome.unwrap_or_else(|| Err(S::Error::custom("an object passed no values to its visitor")))
            }
        }
    }
}

fn object_with<S: Serializer>(
    to: S,
    shape: &Shape,
    values: &[&dyn Slot],
    unknown: &UnknownFields,
) -> Result<S::Ok, S::Error> {
    if let (Some(field), [value]) = (shape.bare(), values) {
        return match encode(field, value.view()) {
            Encoded::Text(text) => to.serialize_str(&text),
            Encoded::Value(value) => SerializedView(value).serialize(to),
        };
    }
    let fields = shape.fields().iter().zip(values).map(|(field, value)| (field, value.view()));
    let given: Vec<_> = fields.filter(|(_, value)| !value.is_absent()).collect();
    let mut map = to.serialize_map(Some(given.len() + unknown.iter().count()))?;
    for (field, value) in given {
        match encode(field, value) {
            Encoded::Text(text) => map.serialize_entry(field.name(), &text)?,
            Encoded::Value(value) => map.serialize_entry(field.name(), &SerializedView(value))?,
        }
    }
    for (key, raw) in unknown.iter() {
        map.serialize_entry(key, raw)?;
    }
    map.end()
}

/// Maximum depth to which a raw value is serialized as nested values.
const MAX_DEPTH: usize = 128;

/// Integers of more than 64 bits, which few formats support, and numbers outside the range of `f64` are serialized as strings of their digits.
/// Values that are nested too deeply are serialized as strings of their JSON.
impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        RawAt { raw: self, depth: 0 }.serialize(to)
    }
}

struct RawAt<'a> {
    raw: &'a RawJson,
    depth: usize,
}

impl Serialize for RawAt<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        static ANY: Shape = Shape::new("", &[]);
        let text = self.raw.as_str();
        let inner = |raw| RawAt { raw, depth: self.depth + 1 };
        match text.as_bytes().first() {
            Some(b'{') if self.depth < MAX_DEPTH => {
                let mut fields = UnknownFields::default();
                let read = Reader::new(text).object(&ANY, &mut [], &mut fields);
                read.map_err(|_| S::Error::custom("a raw value is not JSON"))?;
                to.collect_map(fields.iter().map(|(key, raw)| (key, inner(raw))))
            }
            Some(b'[') if self.depth < MAX_DEPTH => {
                let mut items = List::<RawJson>::vacant();
                items.read(&mut Reader::new(text)).map_err(|_| S::Error::custom("a raw value is not JSON"))?;
                to.collect_seq(items.iter().map(inner))
            }
            Some(b'-' | b'0'..=b'9') => number(text, to),
            _ => match self.raw.to_value() {
                Some(value) => value.serialize(to),
                None => to.serialize_str(text),
            },
        }
    }
}

/// Serializes a number from its digits.
fn number<S: Serializer>(digits: &str, to: S) -> Result<S::Ok, S::Error> {
    if let Ok(integer) = digits.parse::<i64>() {
        return to.serialize_i64(integer);
    }
    if let Ok(integer) = digits.parse::<u64>() {
        return to.serialize_u64(integer);
    }
    let is_integer = !digits.contains(['.', 'e', 'E']);
    match digits.parse::<f64>() {
        Ok(number) if number.is_finite() && !is_integer => to.serialize_f64(number),
        _ => to.serialize_str(digits),
    }
}

/// Writes a value of any format as JSON text.
struct Transcoded<'a>(&'a mut String);

/// Returns the digits if a map represents a number. If any crate enables the feature `arbitrary_precision` of serde_json, it passes numbers as maps
/// with this key.
fn number_as_text(map: &str) -> Option<&str> {
    let digits = map.strip_prefix(r#"{"$serde_json::private::Number":""#)?.strip_suffix(r#""}"#)?;
    let mut reader = Reader::new(digits);
    let is_number = matches!(reader.scalar(), Ok(NextValue::Number(_))) && reader.at_end().is_ok();
    is_number.then_some(digits)
}

impl<'de> DeserializeSeed<'de> for Transcoded<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

macro_rules! visit_displayed {
    ($($visit:ident: $number:ty),+) => { $(
        fn $visit<E>(self, number: $number) -> Result<(), E> {
            let _ = write!(self.0, "{number}");
            Ok(())
        }
    )+ };
}

impl<'de> Visitor<'de> for Transcoded<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    visit_displayed!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_i128: i128, visit_u128: u128);

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        self.0.push_str(&super::write_json(View::Float(number)));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.push_str(&super::write_json(View::Text(text)));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.push_str("null");
        Ok(())
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.push('[');
        let mut end = self.0.len();
        while items.next_element_seed(Transcoded(self.0))?.is_some() {
            end = self.0.len();
            self.0.push(',');
        }
        self.0.truncate(end);
        self.0.push(']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let start = self.0.len();
        self.0.push('{');
        let mut end = self.0.len();
        while let Some(key) = entries.next_key::<String>()? {
            self.0.push_str(&super::write_json(View::Text(&key)));
            self.0.push(':');
            entries.next_value_seed(Transcoded(self.0))?;
            end = self.0.len();
            self.0.push(',');
        }
        self.0.truncate(end);
        self.0.push('}');
        if let Some(digits) = self.0.get(start..).and_then(number_as_text).map(str::to_owned) {
            self.0.truncate(start);
            self.0.push_str(&digits);
        }
        Ok(())
    }
}
