//! `Debug` of objects: the fields that are there, and nothing of a person.

use std::fmt;

use serde::Serializer;

use super::{Checker, Fields, Measure, Object, UnknownFields, Write};

/// Shows an object's fields, without the absent ones.
///
/// # Errors
/// What the formatter reports.
pub fn fmt_object<T: Object>(object: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut fields = DebugFields(f.debug_struct(T::NAME));
    object.fields(&mut fields)?;
    fields.0.finish()
}

struct DebugFields<'a, 'b>(fmt::DebugStruct<'a, 'b>);

impl Fields for DebugFields<'_, '_> {
    type Error = fmt::Error;

    fn field<T: Write + fmt::Debug>(&mut self, name: &'static str, value: &T) -> fmt::Result {
        if !value.is_absent() {
            self.0.field(name, value);
        }
        Ok(())
    }

    fn unknown(&mut self, unknown: &UnknownFields) -> fmt::Result {
        if !unknown.is_empty() {
            self.0.field("unknown_fields", unknown);
        }
        Ok(())
    }
}

/// A person's data, or a credential: written like any other value, and never shown.
pub struct Secret<'a, T>(pub &'a T);

impl<T> fmt::Debug for Secret<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T: Write> Write for Secret<'_, T> {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }

    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }

    fn measure(&self) -> Measure {
        self.0.measure()
    }

    fn check(&self, checker: &mut Checker) {
        self.0.check(checker);
    }
}
