//! Reading and writing JSON the way Feishu does it.
//!
//! Reading is in place: a value is read into the slot where it will live, so that a nested object is never moved.
//! It is lenient in one place, here: a null or absent list is empty, numbers and strings stand in for each other,
//! enum values and keys that nobody knows are kept.

mod date;
mod debug;
mod id;
mod list;
mod macros;
mod number;
mod object;
mod open_enum;
mod text;
mod time;
mod unknown;
mod url;

use text::text_newtype;

pub use serde::de::MapAccess;
use serde::{Deserializer, Serializer, de::DeserializeSeed};

pub use date::Date;
pub use debug::{Secret, fmt_object};
pub use id::{Id, IdKind};
pub use list::Map;
pub use object::{Fields, Object, field, read_object, read_object_option, write_object};
pub use open_enum::{IntEnum, TextEnum, UnknownCode, UnknownText, read_int_enum, read_text_enum};
pub use text::{AsText, Text};
pub use time::Timestamp;
pub use unknown::UnknownFields;
pub use url::Url;

pub use crate::check::{Checker, Limit, Measure};

/// A value that can be read from JSON into the slot where it lives.
pub trait Read: Default {
    /// Reads into `self`, replacing what was there.
    ///
    /// # Errors
    /// When what came cannot be taken for such a value.
    fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error>;

    /// Reads a value that may be null, or come in another form that means that there is none (an empty string for a number).
    ///
    /// # Errors
    /// As [`Read::read`].
    fn read_option<'de, D: Deserializer<'de>>(slot: &mut Option<Self>, from: D) -> Result<(), D::Error> {
        from.deserialize_option(list::OptionVisitor(slot))
    }
}

/// A value that can be written as JSON.
pub trait Write {
    /// Writes the value in its documented form.
    ///
    /// # Errors
    /// What the serializer reports.
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;

    /// Whether there is nothing to write; the key is then left out.
    fn is_absent(&self) -> bool {
        false
    }

    /// What a limit of the schema is held against.
    fn measure(&self) -> Measure {
        Measure::Other
    }

    /// Holds the value's own fields against their limits.
    fn check(&self, _checker: &mut Checker) {}
}

/// A seed that reads into a borrowed slot.
pub(crate) struct Slot<'a, T>(pub(crate) &'a mut T);

impl<'de, T: Read> DeserializeSeed<'de> for Slot<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.0.read(from)
    }
}

/// Lends a value's [`Write`] to anything that wants `serde::Serialize`.
pub(crate) struct Written<'a, T: ?Sized>(pub(crate) &'a T);

impl<T: Write + ?Sized> serde::Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    fn read<T: Read>(json: &str) -> Option<T> {
        let mut value = None;
        T::read_option(&mut value, &mut serde_json::Deserializer::from_str(json)).ok().and(value)
    }

    fn reads<T: Read + Debug + PartialEq>(cases: &[(&str, Option<T>)]) {
        for (json, expected) in cases {
            assert_eq!(read::<T>(json), *expected, "{json}");
        }
    }

    #[test]
    fn each_type_takes_what_can_be_meant() {
        reads::<i64>(&[
            ("1.0", Some(1)),
            ("\" 7 \"", Some(7)),
            ("9007199254740994.0", None),
            ("9223372036854775808", None),
            ("true", None),
        ]);
        reads::<f64>(&[("\"0.5\"", Some(0.5)), ("\"NaN\"", None), ("\"inf\"", None)]);
        reads::<bool>(&[
            ("1", Some(true)),
            ("0", Some(false)),
            ("2", None),
            ("\"true\"", Some(true)),
            ("\"0\"", Some(false)),
            ("\"yes\"", None),
            ("1.0", None),
        ]);
        let text = |text: &str| Some(text.to_owned());
        reads::<String>(&[("true", text("true")), ("-5", text("-5")), ("1.5", text("1.5")), ("[]", None)]);
    }

    /// serde_json rounds to a neighbour unless told otherwise (its feature `float_roundtrip`); what is written then reads as another value.
    #[test]
    fn numbers_with_decimals_are_read_to_the_last_digit() {
        for text in ["31.245270191439438", "121.48791951161945", "-9221.520368547758", "1e-7"] {
            let number: Option<f64> = text.parse().ok();
            assert_eq!(read::<f64>(text), number, "{text}");
            assert_eq!(read::<serde_json::Value>(text).and_then(|json| json.as_f64()), number, "{text}");
        }
    }

    #[test]
    fn maps_and_free_json_are_replaced() {
        let mut map = Map::from([("old".to_owned(), 1_i64)]);
        assert!(map.read(&mut serde_json::Deserializer::from_str(r#"{"new":2}"#)).is_ok());
        assert_eq!(map, Map::from([("new".to_owned(), 2)]));
        assert!(map.read(&mut serde_json::Deserializer::from_str("null")).is_ok());
        assert!(map.is_empty());
        let mut json = Some(serde_json::Value::from(1));
        assert!(json.read(&mut serde_json::Deserializer::from_str("null")).is_ok());
        assert_eq!(json, None);
    }
}
