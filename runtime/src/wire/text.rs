//! Strings, and values that are made of text.

use std::borrow::Cow;

use super::{
    Fault, Reader, Slot, View,
    reader::{Found, Number},
};

/// A value with a meaning of its own that is made of text: an id, a date, an address.
pub trait FromText: Sized {
    /// The value of a text.
    fn from_text(text: Cow<'_, str>) -> Self;
}

/// Reads text; numbers as their digits, booleans as their word. `None` for null.
///
/// # Errors
/// [`Fault`] for an object or a list.
pub fn read_text<'a>(from: &mut Reader<'a>) -> Result<Option<Cow<'a, str>>, Fault> {
    Ok(match from.scalar()? {
        Found::Text(text) => Some(text),
        Found::Null => None,
        Found::Number(Number { digits, .. }) => Some(Cow::Borrowed(digits)),
        Found::Bool(true) => Some(Cow::Borrowed("true")),
        Found::Bool(false) => Some(Cow::Borrowed("false")),
        Found::List | Found::Object => return Err(from.mistyped("a string")),
    })
}

impl Slot for String {
    fn vacant() -> Self {
        Self::new()
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, Fault> {
        let text = read_text(from)?;
        let is_there = text.is_some();
        *self = text.map(Cow::into_owned).unwrap_or_default();
        Ok(is_there)
    }

    fn clear(&mut self) {
        self.clear();
    }

    fn view(&self) -> View<'_> {
        View::Text(self)
    }
}

/// Text of any value: a string as it is, anything else as its JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AnyText(String);

impl AnyText {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

impl Slot for AnyText {
    fn vacant() -> Self {
        Self::default()
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, Fault> {
        if from.is_nested() {
            from.raw_value()?.as_str().clone_into(&mut self.0);
            return Ok(true);
        }
        self.0.read(from)
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    fn view(&self) -> View<'_> {
        View::Text(&self.0)
    }
}

/// The traits of a text with a meaning of its own.
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

        impl crate::wire::FromText for $name {
            fn from_text(text: std::borrow::Cow<'_, str>) -> Self {
                Self(text.into_owned())
            }
        }

        impl crate::wire::Slot for $name {
            fn vacant() -> Self {
                Self::default()
            }

            fn read(&mut self, from: &mut crate::wire::Reader<'_>) -> Result<bool, crate::wire::Fault> {
                self.0.read(from)
            }

            fn clear(&mut self) {
                self.0.clear();
            }

            fn view(&self) -> crate::wire::View<'_> {
                crate::wire::View::Text(&self.0)
            }
        }

        crate::serde_traits!($name);
    };
}

pub(super) use text_newtype;
