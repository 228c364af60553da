//! Reading and writing JSON the way Feishu does it.
//!
//! A value is read into the [`Slot`] where it lives and written from it. All code per type is a table of fields, so that a type costs
//! a consumer next to nothing; the code that works on the tables exists once:
//!
//! - `reader`: one concrete JSON reader. It is lenient: numbers and strings stand in for each other, and enum values and keys that the
//!   documentation does not list are kept. Its tolerant mode also survives values of the wrong type.
//! - `writer`: JSON text of a value.
//! - `serde`: `Serialize` and `Deserialize` for any format, on top of the two.
//! - `debug`, `equality`, `limits`: the other walks over a value.

mod any_text;
mod date;
mod debug;
mod equality;
mod form;
mod given;
mod id;
mod limits;
mod list;
mod macros;
mod number;
mod open_enum;
mod option;
mod reader;
mod serde;
mod shape;
mod text;
mod time;
mod unknown;
mod url;
mod view;
mod writer;

use std::fmt;

use text::text_newtype;

pub use self::serde::{deserialize, serialize};
pub(crate) use any_text::AnyText;
pub use date::Date;
pub use debug::fmt_object;
pub use equality::objects_equal;
pub use form::{Form, IntegerForm, Modeled, NameForm, ObjectForm, TextForm};
pub use given::{IntoList, IntoMap, IntoOption};
pub(crate) use limits::violations;
pub use limits::{Limit, Measure};
pub use list::{List, Map};
pub use number::read_integer;
pub use open_enum::{IntEnum, TextEnum, UnknownCode, UnknownText};
pub(crate) use reader::Tolerance;
pub use reader::{Fault, Mismatch, Reader};
pub use shape::{Field, Shape};
pub use text::{FromText, Text, read_text};
pub use time::{DateTimeError, Timestamp};
#[cfg(feature = "mock")]
pub(crate) use unknown::unknown_keys;
pub use unknown::{RawJson, UnknownFields};
pub use url::Url;
pub use view::{Entries, Items, Object, View, Visitor, page_token};
pub(crate) use writer::{text_of, write_json};

#[cfg(test)]
pub(crate) use limits::tests;

/// A typed place that a JSON value is read into and written from.
///
/// Emitted models, ids and enums are slots, as are the scalar types, [`Option`], [`Box`], [`List`] and [`Map`].
pub trait Slot: fmt::Debug + Send + Sync {
    /// A slot that holds nothing yet.
    fn vacant() -> Self
    where
        Self: Sized;

    /// Reads the next value. Returns `false` if it is null, or takes a form that means that there is none, such as an empty string
    /// where a number is documented.
    ///
    /// # Errors
    /// [`Fault`] if the text is no JSON, or if the value does not fit.
    fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, Fault>;

    /// Empties the slot.
    fn clear(&mut self);

    /// Shows the value to code that does not know its type.
    fn view(&self) -> View<'_>;
}
