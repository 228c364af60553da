//! Id types.

/// Defines a separate type for each kind of id, so that ids of different kinds cannot be confused.
///
/// An id is created from text (`"6949…".into()`) and can be compared with text. In a map with ids as keys, a `&str` can be looked up.
#[macro_export]
macro_rules! id {
    ($($(#[$attribute:meta])* pub struct $name:ident;)+) => { $(
        $(#[$attribute])*
        #[derive(Clone, Default, PartialEq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::Text);

        impl $name {
            /// Creates an id from its text.
            #[inline]
            pub fn new(id: impl ::core::convert::AsRef<str>) -> Self {
                Self(id.as_ref().into())
            }

            /// Returns the text of the id.
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

        // A derived implementation would add a function to every type.
        impl ::core::cmp::Eq for $name {}

        impl $crate::wire::SchemaType for $name {
            type Codec = $crate::wire::TextCodec;
        }

        $crate::serde_traits!($name);
    )+ };
}
