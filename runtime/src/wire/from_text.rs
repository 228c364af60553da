//! Types that are created from text.

use std::borrow::Cow;

use super::{
    ReadError, Reader,
    reader::{NextValue, Number},
};

/// A type that is created from text, such as an id, a date or a URL.
pub trait FromText: Sized {
    /// Creates a value from its text.
    fn from_text(text: Cow<'_, str>) -> Self;
}

/// Reads text. A number is read as its digits, and a boolean as `true` or `false`. Returns `None` for null.
///
/// # Errors
/// Returns a [`ReadError`] for an object or a list.
pub fn read_text<'a>(from: &mut Reader<'a>) -> Result<Option<Cow<'a, str>>, ReadError> {
    Ok(match from.scalar()? {
        NextValue::Text(text) => Some(text),
        NextValue::Null => None,
        NextValue::Number(Number { digits, .. }) => Some(Cow::Borrowed(digits)),
        NextValue::Bool(true) => Some(Cow::Borrowed("true")),
        NextValue::Bool(false) => Some(Cow::Borrowed("false")),
        NextValue::List | NextValue::Object => return Err(from.type_mismatch("a string")),
    })
}
