//! The trait of all values that the reader fills, and the type-erased views through which values are written.

use std::fmt;

use serde_json::Value;

use super::{RawJson, ReadError, Reader, Shape, UnknownFields};

/// A typed location into which a JSON value is read, and from which it is written.
///
/// Emitted models, ids and enums are slots, as are the scalar types, [`Option`], [`Box`], [`List`](super::List) and [`Map`](super::Map).
pub trait Slot: fmt::Debug {
    /// Creates an empty slot.
    fn vacant() -> Self
    where
        Self: Sized;

    /// Reads the next value. Returns `false` if there is no value, for example for null, or for an empty string instead of a number.
    ///
    /// # Errors
    /// Returns a [`ReadError`] if the text is not JSON or the value has the wrong type.
    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, ReadError>;

    /// Clears the slot.
    fn clear(&mut self);

    /// Returns a type-erased view of the value.
    fn view(&self) -> View<'_>;
}

/// A type-erased view of a value.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// No value. The key is omitted.
    Absent,
    /// A JSON null.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer, an enum coded as one, or a time in milliseconds.
    Integer(i64),
    /// A decimal number.
    Float(f64),
    /// A text.
    Text(&'a str),
    /// A list.
    List(&'a dyn Items),
    /// A map with arbitrary keys.
    Map(&'a dyn Entries),
    /// An object with named fields.
    Object(&'a dyn Object),
    /// JSON of any type.
    Json(&'a Value),
    /// JSON of any type, as its text.
    Raw(&'a RawJson),
}

/// A list in a [`View`].
pub trait Items {
    /// Returns the number of items.
    fn count(&self) -> usize;

    /// Returns an item.
    fn item(&self, index: usize) -> Option<&dyn Slot>;
}

/// A map in a [`View`].
pub trait Entries {
    /// Returns the number of entries.
    fn count(&self) -> usize;

    /// Returns the value of a key.
    fn value(&self, key: &str) -> Option<&dyn Slot>;

    /// Visits every entry in order.
    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Slot));
}

/// A visitor of an object. It receives the shape, the field values in the order of the shape, and the unknown fields.
pub type Visitor<'a> = dyn FnMut(&'static Shape, &[&dyn Slot], &UnknownFields) + 'a;

/// An object with named fields.
pub trait Object {
    /// Reads the fields. Returns `false` for null.
    ///
    /// # Errors
    /// See [`Slot::read`].
    fn read_fields(&mut self, from: &mut Reader<'_>) -> Result<bool, ReadError>;

    /// Passes the fields to a visitor.
    fn values(&self, visit: &mut Visitor<'_>);
}

impl View<'_> {
    /// Whether the value is absent.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// Returns the text of a page token of any type.
pub fn page_token(token: &dyn Slot) -> Option<&str> {
    match token.view() {
        View::Text(token) => Some(token),
        _ => None,
    }
}
