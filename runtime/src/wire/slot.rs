//! The trait of all values that the reader fills.

use std::fmt;

use super::{Fault, Reader, View};

/// A typed location into which a JSON value is read, and from which it is written.
///
/// Emitted models, ids and enums are slots, as are the scalar types, [`Option`], [`Box`], [`List`](super::List) and [`Map`](super::Map).
pub trait Slot: fmt::Debug {
    /// Creates an empty slot.
    fn vacant() -> Self
    where
        Self: Sized;

    /// Reads the next value. Returns `false` if there is no value: if it is null, or for example an empty string instead of a number.
    ///
    /// # Errors
    /// Returns a [`Fault`] if the text is not JSON or the value has the wrong type.
    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, Fault>;

    /// Clears the slot.
    fn clear(&mut self);

    /// Returns a type-erased view of the value.
    fn view(&self) -> View<'_>;
}
