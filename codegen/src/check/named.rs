//! Keys that name a field standing elsewhere in the file.

use super::keys::Keys;
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, Type};

/// The type that a field must have: how to call it, and how to tell.
pub(crate) type Expected<'a> = (&'a str, &'a dyn Fn(&Type) -> bool);

/// The name under a key, which must be that of a field of the expected type; nothing when the key is not there.
pub(crate) fn field_name(
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
            let mistake = Diagnostic::new(Code::UnknownField, text.span, format!("there is no {kind} `{}`", text.text));
            report.add(mistake.did_you_mean(text.text, fields.iter().map(|field| field.name.as_str())));
        }
        // A type that could not be understood was reported where it stands.
        Some(field) if !fits(&field.ty) && field.ty != Type::Json => {
            report.add(
                Diagnostic::new(
                    Code::FieldOfOtherType,
                    text.span,
                    format!("`{key}` is {expected}, and `{}` is not", text.text),
                )
                .other(field.span, "defined here"),
            );
        }
        Some(_) => {}
    }
    Some(text.text.to_owned())
}
