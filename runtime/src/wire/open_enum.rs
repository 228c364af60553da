//! Enums, always open: a value that the schema does not list is kept.

use std::fmt;

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

/// A code that the schema does not list.
///
/// It is opaque, so that code that matches on it does not break on the day that the code gets a name. `code()` of the enum returns it.
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

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("unknown ({})", self.0))
    }
}

/// A text that the schema does not list.
///
/// It is opaque, so that code that matches on it does not break on the day that the text gets a name. `as_str()` of the enum returns it.
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

/// Defines an enum that travels as an integer, from its codes.
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
            /// A code that the documentation does not list; `code()` returns it.
            Unknown($crate::wire::UnknownCode),
        }

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
            /// Returns the code as JSON carries it.
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

        /// Prints the name of the variant, or `unknown (77)` for a code that the documentation does not list.
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant => f.pad(::core::stringify!($variant)),)*
                    Self::Unknown(code) => ::core::fmt::Display::fmt(code, f),
                }
            }
        }

        // Derived, it would bring a function.
        impl ::core::cmp::Eq for $name {}

        impl $crate::wire::Modeled for $name {
            type Form = $crate::wire::IntegerForm;
        }

        $crate::serde_traits!($name);
    };
}

/// Defines an enum that travels as a string, from its texts.
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
            /// A text that the documentation does not list; `as_str()` returns it.
            Unknown($crate::wire::UnknownText),
        }

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
            /// Returns the text as JSON carries it.
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

        /// Prints the text as JSON carries it.
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        // Derived, it would bring a function.
        impl ::core::cmp::Eq for $name {}

        impl $crate::wire::Modeled for $name {
            type Form = $crate::wire::NameForm;
        }

        $crate::serde_traits!($name);
    };
}
