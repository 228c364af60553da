//! Implements [`Slot`] once for all types of the schema.
//!
//! The four functions of [`Slot`] for each of a thousand types would slow down the build. Instead, each type names its form, which implements them.

use std::fmt;

use super::{Fault, FromText, IntEnum, Object, Reader, Slot, TextEnum, View, read_integer, read_text};

/// A type of the schema: an object, an enum or an id.
pub trait Modeled: fmt::Debug + Sized {
    /// The implementation that reads and views values of the type.
    type Form: Form<Self>;
}

/// Reads and views values of `T`. The functions correspond to those of [`Slot`].
pub trait Form<T> {
    /// Creates an empty value.
    fn vacant() -> T;

    /// Reads the next value.
    ///
    /// # Errors
    /// See [`Slot::read`].
    fn read(value: &mut T, from: &mut Reader<'_>) -> Result<bool, Fault>;

    /// Returns a view of the value.
    fn view(value: &T) -> View<'_>;
}

impl<T: Modeled> Slot for T {
    #[inline]
    fn vacant() -> Self {
        T::Form::vacant()
    }

    #[inline]
    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, Fault> {
        T::Form::read(self, from)
    }

    #[inline]
    fn clear(&mut self) {
        *self = T::Form::vacant();
    }

    #[inline]
    fn view(&self) -> View<'_> {
        T::Form::view(self)
    }
}

/// The form of objects.
#[derive(Debug)]
pub struct ObjectForm;

impl<T: Object + Default> Form<T> for ObjectForm {
    #[inline]
    fn vacant() -> T {
        T::default()
    }

    #[inline]
    fn read(value: &mut T, from: &mut Reader<'_>) -> Result<bool, Fault> {
        value.read_fields(from)
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Object(value)
    }
}

/// The form of enums with integer codes.
#[derive(Debug)]
pub struct IntegerForm;

impl<T: IntEnum> Form<T> for IntegerForm {
    #[inline]
    fn vacant() -> T {
        T::from_code(0)
    }

    #[inline]
    fn read(value: &mut T, from: &mut Reader<'_>) -> Result<bool, Fault> {
        Ok(read_integer(from)?.map(|code| *value = T::from_code(code)).is_some())
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Integer(value.code())
    }
}

/// The form of enums with string codes.
#[derive(Debug)]
pub struct NameForm;

impl<T: TextEnum> Form<T> for NameForm {
    #[inline]
    fn vacant() -> T {
        T::from_text("")
    }

    #[inline]
    fn read(value: &mut T, from: &mut Reader<'_>) -> Result<bool, Fault> {
        Ok(read_text(from)?.map(|text| *value = T::from_text(&text)).is_some())
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Text(value.as_str())
    }
}

/// The form of ids, dates and URLs.
#[derive(Debug)]
pub struct TextForm;

impl<T: FromText + AsRef<str> + Default> Form<T> for TextForm {
    #[inline]
    fn vacant() -> T {
        T::default()
    }

    #[inline]
    fn read(value: &mut T, from: &mut Reader<'_>) -> Result<bool, Fault> {
        Ok(read_text(from)?.map(|text| *value = T::from_text(text)).is_some())
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Text(value.as_ref())
    }
}

/// The form of a boxed value. It delegates to the value.
#[derive(Debug)]
pub struct BoxForm;

impl<T: Modeled> Modeled for Box<T> {
    type Form = BoxForm;
}

impl<T: Slot> Form<Box<T>> for BoxForm {
    fn vacant() -> Box<T> {
        Box::new(T::vacant())
    }

    fn read(value: &mut Box<T>, from: &mut Reader<'_>) -> Result<bool, Fault> {
        (**value).read(from)
    }

    fn view(value: &Box<T>) -> View<'_> {
        (**value).view()
    }
}
