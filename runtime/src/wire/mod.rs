//! Reads and writes JSON as Feishu uses it.
//!
//! Values are read into a [`Slot`] in place, and written from it. Each type contributes only a table of its fields, which keeps the build cost of a
//! type low. The code that uses the tables exists once:
//!
//! - `reader`: the JSON reader. It is lenient: numbers are accepted as strings and strings as numbers, and undocumented enum values and keys
//!   are kept. In tolerant mode, it also accepts values of the wrong type.
//! - `writer`: writes the JSON text of a value.
//! - `serde`: `Serialize` and `Deserialize` for any format, based on the reader and views.
//! - `debug`, `equality`, `limits`: traversals of a value.

mod any_text;
mod argument;
mod codec;
mod date;
mod debug;
mod equality;
mod escape;
mod from_text;
mod id;
mod limit;
mod limits;
mod list;
mod macros;
mod number;
mod open_enum;
mod option;
mod page_size;
mod path;
mod reader;
mod rules;
mod serde;
mod shape;
mod slot;
mod text;
mod time;
mod unknown;
#[cfg(feature = "mock")]
mod unknown_keys;
mod url;
mod writer;

use text::text_newtype;

pub use self::serde::{deserialize, serialize};
pub(crate) use any_text::AnyText;
pub use argument::{IntoList, IntoMap, IntoOption};
pub use codec::{Codec, IntegerCodec, NameCodec, ObjectCodec, SchemaType, TextCodec};
pub use date::Date;
pub use debug::fmt_object;
pub use equality::objects_equal;
pub use from_text::{FromText, read_text};
pub use limit::{Limit, Measure};
pub(crate) use limits::violations;
pub use list::{List, Map};
pub use number::read_integer;
pub use open_enum::{IntEnum, TextEnum, UnknownCode, UnknownText};
pub use page_size::PageSize;
pub(crate) use reader::Tolerance;
pub use reader::{Mismatch, ReadError, Reader};
pub use rules::{Condition, Rule};
pub use shape::{Field, Shape};
pub use slot::{Entries, Items, Object, Slot, View, Visitor, page_token};
pub use text::Text;
pub use time::{DateTimeError, Timestamp};
pub use unknown::{RawJson, UnknownFields};
#[cfg(feature = "mock")]
pub(crate) use unknown_keys::unknown_keys;
pub use url::Url;
pub(crate) use writer::{text_of, texts_of, write_json, write_texts};

#[cfg(test)]
pub(crate) use limits::tests;
