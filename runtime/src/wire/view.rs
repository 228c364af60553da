//! Values as code sees them that does not know their types.

use serde_json::Value;

use super::{Fault, RawJson, Reader, Shape, Slot, UnknownFields};

/// A value without its Rust type.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Nothing: the key is left out.
    Absent,
    /// A JSON null.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer, an enum coded as one, or a time in milliseconds.
    Integer(i64),
    /// A number with decimals.
    Float(f64),
    /// A text.
    Text(&'a str),
    /// A list.
    List(&'a dyn Items),
    /// A map whose keys are data.
    Map(&'a dyn Entries),
    /// An object with named fields.
    Object(&'a dyn Object),
    /// Free JSON.
    Json(&'a Value),
    /// Free JSON as its text.
    Raw(&'a RawJson),
}

/// A list as a [`View`] shows it.
pub trait Items {
    /// Number of items.
    fn count(&self) -> usize;

    /// One item.
    fn item(&self, index: usize) -> Option<&dyn Slot>;
}

/// A map as a [`View`] shows it.
pub trait Entries {
    /// Number of entries.
    fn count(&self) -> usize;

    /// The value of a key.
    fn value(&self, key: &str) -> Option<&dyn Slot>;

    /// Visits every entry in order.
    fn each(&self, visit: &mut dyn FnMut(&str, &dyn Slot));
}

/// What an object shows its contents to: its shape, the values of the fields in the same order, and the keys that no field takes.
pub type Visitor<'a> = dyn FnMut(&'static Shape, &[&dyn Slot], &UnknownFields) + 'a;

/// An object with named fields.
pub trait Object: Send + Sync {
    /// Reads its fields. Returns `false` for null.
    ///
    /// # Errors
    /// As [`Slot::read`].
    fn read_fields(&mut self, from: &mut Reader<'_>) -> Result<bool, Fault>;

    /// Shows its contents.
    fn values(&self, visit: &mut Visitor<'_>);
}

impl View<'_> {
    /// Whether there is nothing to write.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// The text of a page token, whatever its type.
pub fn page_token(token: &dyn Slot) -> Option<&str> {
    match token.view() {
        View::Text(token) => Some(token),
        _ => None,
    }
}
