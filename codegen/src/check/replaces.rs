//! Reads `replaces: whole`, a key of fields and operations.

use super::keys::Keys;
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// The only accepted value.
pub(super) const WHOLE: &str = "whole";

/// Returns the location of the value if the key is present.
pub(super) fn read_replaces(keys: Keys<'_>, report: &mut Report) -> Option<Span> {
    let text = keys.text("replaces", report)?;
    if text.text != WHOLE {
        let message = format!("expected {WHOLE}, found `{}`", text.text);
        report.add(Diagnostic::new(Code::UnknownChoice, text.span, message).did_you_mean(text.text, [WHOLE]));
    }
    Some(text.span)
}
