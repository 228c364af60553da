//! `Debug` of objects: shows the fields that are present and redacts sensitive values.

use std::fmt;

use super::Object;

/// Formats the fields of an object. Absent fields are omitted, sensitive values are redacted.
///
/// # Errors
/// Returns the errors of the formatter.
pub fn fmt_object(object: &dyn Object, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut outcome = Ok(());
    object.values(&mut |shape, values, unknown| {
        let mut out = f.debug_struct(shape.name());
        for (field, value) in shape.fields().iter().zip(values) {
            if value.view().is_absent() {
                continue;
            }
            if field.is_sensitive() {
                out.field(field.name(), &Redacted)
            } else {
                out.field(field.name(), value)
            };
        }
        if !unknown.is_empty() {
            out.field("unknown_fields", unknown);
        }
        outcome = out.finish();
    });
    outcome
}

struct Redacted;

impl fmt::Debug for Redacted {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
