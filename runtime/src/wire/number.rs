//! Numbers and booleans, each read from its string form as well.

use std::fmt;

use serde::{
    Deserializer, Serializer,
    de::{Error, Unexpected, Visitor},
};

use super::{Measure, Read, Text, Write};

/// How a number is made from each form that it may come in. `None`: that form is not this number.
pub(super) trait Number: Copy + Default {
    const EXPECTING: &'static str;

    fn from_integer(value: i64) -> Option<Self>;
    fn from_float(value: f64) -> Option<Self>;
    fn from_text(text: &str) -> Option<Self>;

    fn from_bool(_value: bool) -> Option<Self> {
        None
    }
}

impl Number for i64 {
    const EXPECTING: &'static str = "an integer";

    fn from_integer(value: i64) -> Option<Self> {
        Some(value)
    }

    fn from_float(value: f64) -> Option<Self> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        #[allow(clippy::cast_possible_truncation)]
        (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64)
    }

    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

impl Number for i32 {
    const EXPECTING: &'static str = "an integer of 32 bits";

    fn from_integer(value: i64) -> Option<Self> {
        value.try_into().ok()
    }

    fn from_float(value: f64) -> Option<Self> {
        i64::from_float(value).and_then(Self::from_integer)
    }

    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }
}

impl Number for f64 {
    const EXPECTING: &'static str = "a number";

    #[allow(clippy::cast_precision_loss)]
    fn from_integer(value: i64) -> Option<Self> {
        Some(value as Self)
    }

    fn from_float(value: f64) -> Option<Self> {
        Some(value)
    }

    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok().filter(|number: &Self| number.is_finite())
    }
}

impl Number for bool {
    const EXPECTING: &'static str = "true or false";

    fn from_integer(value: i64) -> Option<Self> {
        match value {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn from_float(_value: f64) -> Option<Self> {
        None
    }

    fn from_text(text: &str) -> Option<Self> {
        match text.trim() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }

    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }
}

/// Reads a number; an empty string and null are an absent one.
pub(super) fn read_number<'de, T: Number, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    from.deserialize_any(NumberVisitor(std::marker::PhantomData))
}

struct NumberVisitor<T>(std::marker::PhantomData<T>);

impl<T: Number> NumberVisitor<T> {
    fn fitting<E: Error>(self, number: Option<T>, what: &'static str) -> Result<Option<T>, E> {
        match number {
            Some(number) => Ok(Some(number)),
            None => Err(E::invalid_value(Unexpected::Other(what), &self)),
        }
    }
}

impl<T: Number> Visitor<'_> for NumberVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTING)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        self.fitting(T::from_bool(value), "a boolean")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        self.fitting(T::from_integer(value), "another integer")
    }

    #[allow(clippy::cast_precision_loss)]
    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            Err(_) => self.fitting(T::from_float(value as f64), "an integer beyond 64 bits"),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        self.fitting(T::from_float(value), "another number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.is_empty() {
            return Ok(None);
        }
        self.fitting(T::from_text(text), "another string")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

macro_rules! numbers {
    ($($number:ident: $write:ident, $measure:expr;)+) => { $(
        impl Read for $number {
            fn read<'de, D: Deserializer<'de>>(&mut self, from: D) -> Result<(), D::Error> {
                *self = read_number(from)?.unwrap_or_default();
                Ok(())
            }

            fn read_option<'de, D: Deserializer<'de>>(slot: &mut Option<Self>, from: D) -> Result<(), D::Error> {
                *slot = read_number(from)?;
                Ok(())
            }
        }

        impl Write for $number {
            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.$write(*self)
            }

            fn measure(&self) -> Measure {
                let measure: fn($number) -> Measure = $measure;
                measure(*self)
            }
        }

        impl Text for $number {
            fn to_text(&self) -> String {
                self.to_string()
            }
        }
    )+ };
}

numbers! {
    i32: serialize_i32, |number| Measure::Number(number.into());
    i64: serialize_i64, Measure::Number;
    f64: serialize_f64, Measure::Float;
    bool: serialize_bool, |_| Measure::Other;
}
