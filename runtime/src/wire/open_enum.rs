//! Open enums, which keep values that the schema does not list.

use std::fmt;

/// An enum with integer codes.
pub trait IntEnum: Sized {
    /// Returns the value of a code, listed or not.
    fn from_code(code: i64) -> Self;

    /// Returns the code of the value.
    fn code(&self) -> i64;
}

/// An enum with string codes.
pub trait TextEnum: Sized {
    /// Returns the value of a text, listed or not.
    fn from_text(text: &str) -> Self;

    /// Returns the text of the value.
    fn as_str(&self) -> &str;
}

/// A code that the schema does not list.
///
/// The type is opaque, so that programs cannot match on a code that a later version lists. To get the code, call `code()` of the enum.
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
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Display for UnknownCode {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("unknown ({})", self.0))
    }
}

/// A text that the schema does not list.
///
/// The type is opaque, so that programs cannot match on a text that a later version lists. To get the text, call `as_str()` of the enum.
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
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// Defines an open enum with integer codes.
#[macro_export]
macro_rules! int_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[$variant_attribute:meta])* $variant:ident = $code:literal,)* }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_attribute])* $variant,)*
            /// An undocumented code; `code()` returns it.
            Unknown($crate::wire::UnknownCode),
        }

        #[allow(deprecated)]
        impl $crate::wire::IntEnum for $name {
            #[inline]
            fn from_code(code: i64) -> Self {
                match code {
                    $($code => Self::$variant,)*
                    _ => Self::Unknown($crate::wire::UnknownCode::new(code)),
                }
            }

            #[inline]
            fn code(&self) -> i64 {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Unknown(code) => code.get(),
                }
            }
        }

        impl $name {
            /// Returns the code that is used in JSON.
            #[must_use]
            #[inline]
            pub fn code(self) -> i64 {
                $crate::wire::IntEnum::code(&self)
            }
        }

        impl ::core::convert::From<i64> for $name {
            #[inline]
            fn from(code: i64) -> Self {
                $crate::wire::IntEnum::from_code(code)
            }
        }

        /// Formats the name of the variant, or `unknown (77)` for an undocumented code.
        #[allow(deprecated)]
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant => f.pad(::core::stringify!($variant)),)*
                    Self::Unknown(code) => ::core::fmt::Display::fmt(code, f),
                }
            }
        }

        // A derived implementation would add a function to every type.
        impl ::core::cmp::Eq for $name {}

        impl $crate::wire::SchemaType for $name {
            type Codec = $crate::wire::IntegerCodec;
        }

        $crate::serde_traits!($name);
    };
}

/// Defines an open enum with string codes.
#[macro_export]
macro_rules! text_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[$variant_attribute:meta])* $variant:ident = $text:literal,)* }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_attribute])* $variant,)*
            /// An undocumented text; `as_str()` returns it.
            Unknown($crate::wire::UnknownText),
        }

        #[allow(deprecated)]
        impl $crate::wire::TextEnum for $name {
            #[inline]
            fn from_text(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown($crate::wire::UnknownText::new(text)),
                }
            }

            #[inline]
            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text.get(),
                }
            }
        }

        impl $name {
            /// Returns the text that is used in JSON.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::wire::TextEnum::as_str(self)
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::wire::TextEnum::from_text(text)
            }
        }

        /// Formats the text that is used in JSON.
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        // A derived implementation would add a function to every type.
        impl ::core::cmp::Eq for $name {}

        impl $crate::wire::SchemaType for $name {
            type Codec = $crate::wire::NameCodec;
        }

        $crate::serde_traits!($name);
    };
}
