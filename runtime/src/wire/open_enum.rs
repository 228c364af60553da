//! Enums, always open: a value that the schema does not list is kept.

use std::fmt;

use serde::Deserializer;

use super::{
    number::read_number,
    text::{FromText, read_text},
};

/// An enum that travels as an integer.
pub trait IntEnum: Sized {
    /// The value of a code, listed or not.
    fn from_code(code: i64) -> Self;

    /// The code of the value.
    fn code(&self) -> i64;
}

/// An enum that travels as a string.
pub trait TextEnum: Sized {
    /// The value of a text, listed or not.
    fn from_text(text: &str) -> Self;

    /// The text of the value.
    fn as_str(&self) -> &str;
}

/// A code that the schema does not list. Opaque, so that matching on it cannot break on the day that it gets a name;
/// `code()` of the enum tells it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct UnknownCode(i64);

impl UnknownCode {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(code: i64) -> Self {
        Self(code)
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Debug for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A text that the schema does not list. Opaque, so that matching on it cannot break on the day that it gets a name;
/// `as_str()` of the enum tells it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnknownText(Box<str>);

impl UnknownText {
    #[doc(hidden)]
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    #[doc(hidden)]
    #[must_use]
    pub fn get(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// Reads an enum that travels as an integer; an empty string is an absent one.
///
/// # Errors
/// When what came is no integer.
pub fn read_int_enum<'de, T: IntEnum, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    Ok(read_number(from)?.map(T::from_code))
}

/// Reads an enum that travels as a string.
///
/// # Errors
/// When what came is no string.
pub fn read_text_enum<'de, T: TextEnum, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    Ok(read_text(from)?.map(|Wrapped(value)| value))
}

/// An enum on its way through the reading of text.
struct Wrapped<T>(T);

impl<T: TextEnum> FromText for Wrapped<T> {
    fn from_text(text: &str) -> Self {
        Self(T::from_text(text))
    }
}
