//! Strings, and types that are created from text.

use std::{
    borrow::{Borrow, Cow},
    convert::Infallible,
    fmt,
    ops::Deref,
    str::FromStr,
};

use compact_str::CompactString;

use super::{FromText, ReadError, Reader, SchemaType, Slot, TextCodec, View, read_text};

/// A string in a request or a response.
///
/// It dereferences to [`str`], can be compared with strings, and converts into [`String`]. Texts of up to 24 bytes need no allocation, which is
/// enough for most names, codes and ids.
///
/// ```
/// # use feishu_runtime::Text;
/// let name = Text::from("李四");
/// assert_eq!(name, "李四");
/// assert_eq!(name.chars().count(), 2);
/// let owned: String = name.into();
/// # drop(owned);
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(CompactString);

impl Text {
    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.0
    }
}

macro_rules! text_from {
    ($($from:ty),+) => { $(
        impl From<$from> for Text {
            fn from(text: $from) -> Self {
                Self(text.into())
            }
        }
    )+ };
}

text_from!(&str, String, &String, Cow<'_, str>, Box<str>);

impl From<&Text> for Text {
    fn from(text: &Text) -> Self {
        text.clone()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0.into()
    }
}

impl FromStr for Text {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.into())
    }
}

impl FromText for Text {
    fn from_text(text: Cow<'_, str>) -> Self {
        text.into()
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<Text> for str {
    fn eq(&self, other: &Text) -> bool {
        self == other.as_str()
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        *self == other.as_str()
    }
}

impl PartialEq<Text> for String {
    fn eq(&self, other: &Text) -> bool {
        self == other.as_str()
    }
}

impl fmt::Debug for Text {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl SchemaType for Text {
    type Codec = TextCodec;
}

crate::serde_traits!(Text);

impl Slot for String {
    fn vacant() -> Self {
        Self::new()
    }

    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, ReadError> {
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

/// Implements the traits of a type that is created from text.
macro_rules! text_newtype {
    ($name:ident) => {
        impl $name {
            /// Returns the text in Feishu's format.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl crate::wire::FromText for $name {
            fn from_text(text: std::borrow::Cow<'_, str>) -> Self {
                Self(text.into())
            }
        }

        impl crate::wire::SchemaType for $name {
            type Codec = crate::wire::TextCodec;
        }

        crate::serde_traits!($name);
    };
}

pub(super) use text_newtype;
