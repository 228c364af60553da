//! Strings, and values that travel as strings.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{Error, Visitor},
};

use super::{Measure, Read, Write};

/// A value with one text form, used in paths, queries and where JSON carries it as a string.
pub trait Text {
    /// The text form.
    fn to_text(&self) -> String;
}

/// A value that is made of text.
pub(super) trait FromText {
    fn from_text(text: &str) -> Self;
}

/// Reads text; numbers and booleans in their usual form, null as nothing.
pub(super) fn read_text<'de, T: FromText, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    from.deserialize_any(TextVisitor(PhantomData))
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: FromText> Visitor<'_> for TextVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(T::from_text(text)))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        self.visit_str(if value { "true" } else { "false" })
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// Reading of a type that is made of text.
macro_rules! read_as_text {
    () => {
        fn read<'de, D: serde::Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
            *self = crate::wire::text::read_text(from)?.unwrap_or_default();
            Ok(())
        }

        fn read_option<'de, D: serde::Deserializer<'de>>(slot: &mut Option<Self>, from: D) -> Result<(), D::Error> {
            *slot = crate::wire::text::read_text(from)?;
            Ok(())
        }
    };
}

pub(super) use read_as_text;

impl FromText for String {
    fn from_text(text: &str) -> Self {
        text.to_owned()
    }
}

impl Read for String {
    read_as_text!();
}

impl Write for String {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }

    fn measure(&self) -> Measure {
        Measure::Characters(self.chars().count())
    }
}

impl Text for String {
    fn to_text(&self) -> String {
        self.clone()
    }
}

/// Writes a value as a JSON string where the documentation has one.
#[derive(Debug)]
pub struct AsText<'a, T>(pub &'a T);

impl<T: WriteText> Write for AsText<'_, T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write_text(to)
    }

    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }

    fn measure(&self) -> Measure {
        self.0.measure()
    }
}

/// What [`AsText`] takes: a value with a text form, or an option of one.
#[doc(hidden)]
pub trait WriteText: Write {
    fn write_text<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
}

macro_rules! write_text {
    ($($name:ty),+) => { $(
        impl WriteText for $name {
            fn write_text<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.to_text())
            }
        }
    )+ };
}

write_text!(bool, i32, i64, f64, super::Timestamp);

impl<T: WriteText> WriteText for Option<T> {
    fn write_text<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write_text(to),
            None => to.serialize_none(),
        }
    }
}

/// What every text with a meaning of its own has: its conversions, its reading and writing.
macro_rules! text_newtype {
    ($name:ident) => {
        impl $name {
            /// The text as Feishu writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl crate::wire::text::FromText for $name {
            fn from_text(text: &str) -> Self {
                Self::from(text)
            }
        }

        impl crate::wire::Read for $name {
            crate::wire::text::read_as_text!();
        }

        impl crate::wire::Write for $name {
            fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                self.0.write(to)
            }

            fn measure(&self) -> crate::wire::Measure {
                self.0.measure()
            }
        }

        impl crate::wire::Text for $name {
            fn to_text(&self) -> String {
                self.0.clone()
            }
        }

        crate::serde_traits!($name);
    };
}

pub(super) use text_newtype;
