//! The traits that emitted types have besides their own: thin, and the same for each.

/// Gives objects their reading, writing, `serde` traits and `Debug`.
#[macro_export]
macro_rules! object {
    ($($name:ident),+ $(,)?) => { $(
        impl $crate::wire::Read for $name {
            fn read<'de, D: $crate::serde::Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
                $crate::wire::read_object(self, from)
            }

            fn read_option<'de, D: $crate::serde::Deserializer<'de>>(
                slot: &mut Option<Self>,
                from: D,
            ) -> Result<(), D::Error> {
                $crate::wire::read_object_option(slot, from)
            }
        }

        impl $crate::wire::Write for $name {
            fn write<S: $crate::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::wire::write_object(self, to)
            }

            fn check(&self, checker: &mut $crate::wire::Checker) {
                checker.object(self)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::wire::fmt_object(self, f)
            }
        }

        $crate::serde_traits!($name);
    )+ };
}

/// Gives enums that travel as integers their reading, writing, `serde` traits and conversions.
#[macro_export]
macro_rules! int_enum {
    ($($name:ident),+ $(,)?) => { $(
        $crate::enum_reading!($name, $crate::wire::read_int_enum);

        impl $crate::wire::Write for $name {
            fn write<S: $crate::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_i64($crate::wire::IntEnum::code(self))
            }
        }

        impl $crate::wire::Text for $name {
            fn to_text(&self) -> String {
                $crate::wire::IntEnum::code(self).to_string()
            }
        }

        impl $name {
            /// The value as it travels.
            #[must_use]
            pub fn code(self) -> i64 {
                $crate::wire::IntEnum::code(&self)
            }
        }

        impl From<i64> for $name {
            fn from(code: i64) -> Self {
                $crate::wire::IntEnum::from_code(code)
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::from(0)
            }
        }

        $crate::serde_traits!($name);
    )+ };
}

/// Gives enums that travel as strings their reading, writing, `serde` traits and conversions.
#[macro_export]
macro_rules! text_enum {
    ($($name:ident),+ $(,)?) => { $(
        $crate::enum_reading!($name, $crate::wire::read_text_enum);

        impl $crate::wire::Write for $name {
            fn write<S: $crate::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str($crate::wire::TextEnum::as_str(self))
            }
        }

        impl $crate::wire::Text for $name {
            fn to_text(&self) -> String {
                $crate::wire::TextEnum::as_str(self).to_owned()
            }
        }

        impl $name {
            /// The value as it travels.
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::wire::TextEnum::as_str(self)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::wire::TextEnum::from_text(text)
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::from("")
            }
        }

        $crate::serde_traits!($name);
    )+ };
}

/// How an enum is read, by a function that gives `None` for an absent one.
#[doc(hidden)]
#[macro_export]
macro_rules! enum_reading {
    ($name:ident, $read:path) => {
        impl $crate::wire::Read for $name {
            fn read<'de, D: $crate::serde::Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
                *self = $read(from)?.unwrap_or_default();
                Ok(())
            }

            fn read_option<'de, D: $crate::serde::Deserializer<'de>>(
                slot: &mut Option<Self>,
                from: D,
            ) -> Result<(), D::Error> {
                *slot = $read(from)?;
                Ok(())
            }
        }
    };
}

/// `serde::Serialize` and `serde::Deserialize` on top of [`Write`](crate::wire::Write) and [`Read`](crate::wire::Read).
#[doc(hidden)]
#[macro_export]
macro_rules! serde_traits {
    ($name:ident $(<$param:ident: $bound:path>)?) => {
        impl $(<$param: $bound>)? $crate::serde::Serialize for $name $(<$param>)? {
            fn serialize<S: $crate::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::wire::Write::write(self, to)
            }
        }

        impl<'de $(, $param: $bound)?> $crate::serde::Deserialize<'de> for $name $(<$param>)? {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let mut value = Self::default();
                $crate::wire::Read::read(&mut value, from)?;
                Ok(value)
            }
        }
    };
}
