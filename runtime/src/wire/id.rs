//! Ids that cannot be mixed up.

use std::{borrow::Cow, fmt};

use compact_str::CompactString;

/// The text of an id. Ids of up to 24 bytes need no allocation.
///
/// Consumers meet the types that [`id!`](crate::id) makes of it, one for each kind of thing.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdText(CompactString);

impl IdText {
    /// The text as Feishu writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for IdText {
    fn from(text: &str) -> Self {
        Self(CompactString::new(text))
    }
}

impl From<String> for IdText {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<Cow<'_, str>> for IdText {
    fn from(text: Cow<'_, str>) -> Self {
        Self(text.into())
    }
}

impl From<IdText> for String {
    fn from(id: IdText) -> Self {
        id.0.into()
    }
}

impl fmt::Debug for IdText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// Makes types of ids, one for each kind of thing, so that one cannot stand where another is wanted.
///
/// Each is made from text (`"6949…".into()`), compares with text, and serves as the key of a map that is asked with a `&str`.
#[macro_export]
macro_rules! id {
    ($($(#[$attribute:meta])* pub struct $name:ident;)+) => { $(
        $(#[$attribute])*
        #[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::wire::IdText);

        impl $name {
            /// Creates an id from its text.
            #[inline]
            pub fn new(id: impl ::core::convert::AsRef<str>) -> Self {
                Self(id.as_ref().into())
            }

            /// Returns the id as Feishu writes it.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(id: &str) -> Self {
                Self(id.into())
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(id: ::std::string::String) -> Self {
                Self(id.into())
            }
        }

        impl ::core::convert::From<&::std::string::String> for $name {
            #[inline]
            fn from(id: &::std::string::String) -> Self {
                Self(id.as_str().into())
            }
        }

        impl ::core::convert::From<&Self> for $name {
            #[inline]
            fn from(id: &Self) -> Self {
                id.clone()
            }
        }

        impl ::core::convert::From<$name> for ::std::string::String {
            #[inline]
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(id: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(Self(id.into()))
            }
        }

        impl $crate::wire::FromText for $name {
            #[inline]
            fn from_text(id: ::std::borrow::Cow<'_, str>) -> Self {
                Self(id.into())
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::borrow::Borrow<str> for $name {
            #[inline]
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(::core::stringify!($name)).field(&self.0).finish()
            }
        }

        impl $crate::wire::Slot for $name {
            #[inline]
            fn vacant() -> Self {
                Self::default()
            }

            #[inline]
            fn read(
                &mut self,
                from: &mut $crate::wire::Reader<'_>,
            ) -> ::core::result::Result<bool, $crate::wire::Fault> {
                $crate::wire::Slot::read(&mut self.0, from)
            }

            #[inline]
            fn clear(&mut self) {
                *self = Self::default();
            }

            #[inline]
            fn view(&self) -> $crate::wire::View<'_> {
                $crate::wire::View::Text(self.as_str())
            }
        }

        $crate::serde_traits!($name);
    )+ };
}

impl super::Slot for IdText {
    fn vacant() -> Self {
        Self::default()
    }

    fn read(&mut self, from: &mut super::Reader<'_>) -> Result<bool, super::Fault> {
        let text = super::read_text(from)?;
        let is_there = text.is_some();
        *self = text.map(Into::into).unwrap_or_default();
        Ok(is_there)
    }

    fn clear(&mut self) {
        *self = Self::default();
    }

    fn view(&self) -> super::View<'_> {
        super::View::Text(self.as_str())
    }
}
