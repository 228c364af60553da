//! Reads keys that refer to a field of the same file.

use super::keys::Keys;
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, Type};

/// The expected type of a field: its name in messages, and a test.
pub(crate) type Expected<'a> = (&'a str, &'a dyn Fn(&Type) -> bool);

/// Reads the name of a field of the expected type. Returns `None` if the key is absent.
pub(crate) fn read_field_name(
    keys: Keys<'_>,
    key: &str,
    fields: &[&Field],
    kind: &str,
    (expected, fits): Expected<'_>,
    report: &mut Report,
) -> Option<String> {
    let text = keys.text(key, report)?;
    match fields.iter().find(|field| field.name == text.text) {
        None => {
            let diagnostic = Diagnostic::new(Code::UnknownField, text.span, format!("unknown {kind} `{}`", text.text));
            report.add(diagnostic.did_you_mean(text.text, fields.iter().map(|field| field.name.as_str())));
        }
        // An invalid type was already reported at the field.
        Some(field) if !fits(&field.ty) && field.ty != Type::Json => {
            report.add(
                Diagnostic::new(
                    Code::FieldTypeMismatch,
                    text.span,
                    format!("expected {expected} for `{key}`, but `{}` has another type", text.text),
                )
                .other(field.span, "defined here"),
            );
        }
        Some(_) => {}
    }
    Some(text.text.to_owned())
}
