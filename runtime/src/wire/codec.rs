//! Implements [`Slot`] once for all types of the schema.
//!
//! Implementing the four functions of [`Slot`] for each of a thousand types would slow down the build. Instead, each type names its codec, which
//! implements them.

use std::fmt;

use super::{FromText, IntEnum, Object, ReadError, Reader, Slot, TextEnum, View, read_integer, read_text};

/// A type of the schema: an object, an enum or an id.
pub trait SchemaType: fmt::Debug + Sized {
    /// The codec of the type.
    type Codec: Codec<Self>;
}

/// Reads and views values of `T`. The functions correspond to those of [`Slot`].
pub trait Codec<T> {
    /// Creates an empty value.
    fn vacant() -> T;

    /// Reads the next value.
    ///
    /// # Errors
    /// See [`Slot::read`].
    fn read(value: &mut T, from: &mut Reader<'_>) -> Result<bool, ReadError>;

    /// Returns a view of the value.
    fn view(value: &T) -> View<'_>;
}

impl<T: SchemaType> Slot for T {
    #[inline]
    fn vacant() -> Self {
        T::Codec::vacant()
    }

    #[inline]
    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, ReadError> {
        T::Codec::read(self, from)
    }

    #[inline]
    fn clear(&mut self) {
        *self = T::Codec::vacant();
    }

    #[inline]
    fn view(&self) -> View<'_> {
        T::Codec::view(self)
    }
}

/// The codec of objects.
#[derive(Debug)]
pub struct ObjectCodec;

impl<T: Object + Default> Codec<T> for ObjectCodec {
    #[inline]
    fn vacant() -> T {
        T::default()
    }

    #[inline]
    fn read(value: &mut T, from: &mut Reader<'_>) -> Result<bool, ReadError> {
        value.read_fields(from)
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Object(value)
    }
}

/// The codec of enums with integer codes.
#[derive(Debug)]
pub struct IntegerCodec;

impl<T: IntEnum> Codec<T> for IntegerCodec {
    #[inline]
    fn vacant() -> T {
        T::from_code(0)
    }

    #[inline]
    fn read(value: &mut T, from: &mut Reader<'_>) -> Result<bool, ReadError> {
        Ok(read_integer(from)?.map(|code| *value = T::from_code(code)).is_some())
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Integer(value.code())
    }
}

/// The codec of enums with string codes.
#[derive(Debug)]
pub struct NameCodec;

impl<T: TextEnum> Codec<T> for NameCodec {
    #[inline]
    fn vacant() -> T {
        T::from_text("")
    }

    #[inline]
    fn read(value: &mut T, from: &mut Reader<'_>) -> Result<bool, ReadError> {
        Ok(read_text(from)?.map(|text| *value = T::from_text(&text)).is_some())
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Text(value.as_str())
    }
}

/// The codec of ids, dates and URLs.
#[derive(Debug)]
pub struct TextCodec;

impl<T: FromText + AsRef<str> + Default> Codec<T> for TextCodec {
    #[inline]
    fn vacant() -> T {
        T::default()
    }

    #[inline]
    fn read(value: &mut T, from: &mut Reader<'_>) -> Result<bool, ReadError> {
        Ok(read_text(from)?.map(|text| *value = T::from_text(text)).is_some())
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Text(value.as_ref())
    }
}

/// The codec of boxed values, which delegates to the codec of the value.
#[derive(Debug)]
pub struct BoxCodec;

impl<T: SchemaType> SchemaType for Box<T> {
    type Codec = BoxCodec;
}

impl<T: Slot> Codec<Box<T>> for BoxCodec {
    fn vacant() -> Box<T> {
        Box::new(T::vacant())
    }

    fn read(value: &mut Box<T>, from: &mut Reader<'_>) -> Result<bool, ReadError> {
        (**value).read(from)
    }

    fn view(value: &Box<T>) -> View<'_> {
        (**value).view()
    }
}
