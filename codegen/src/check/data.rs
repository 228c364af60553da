//! Reads the key `data`, the location of the data in a response.

use super::keys::Keys;
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Piece;
use crate::model::{DataLocation, Field};

/// The only accepted value.
pub(super) const TOP_LEVEL: &str = "top_level";

/// The fields of the envelope. Response fields at the top level cannot have these names.
const ENVELOPE: [&str; 3] = ["code", "msg", "error"];

pub(super) fn read_data_location(keys: Keys<'_>, response: &[Field], report: &mut Report) -> DataLocation {
    let Some(text) = keys.text("data", report) else { return DataLocation::Field };
    if text.text != TOP_LEVEL {
        let message = format!("expected {TOP_LEVEL}, found `{}`", text.text);
        let diagnostic = Diagnostic::new(Code::UnknownChoice, text.span, message);
        report.add(diagnostic.help("remove `data` if the fields are in `data`").did_you_mean(text.text, [TOP_LEVEL]));
        return DataLocation::Field;
    }
    check_fields(text, response, report);
    DataLocation::TopLevel
}

fn check_fields(location: Piece<'_>, response: &[Field], report: &mut Report) {
    if response.is_empty() {
        let message = "`data` has no effect without response fields";
        report.add(Diagnostic::new(Code::NoEffect, location.span, message).help("remove it"));
    }
    for field in response.iter().filter(|field| ENVELOPE.contains(&field.name.as_str())) {
        let message = format!("`{}` is a field of the envelope", field.name);
        let diagnostic = Diagnostic::new(Code::ReservedName, field.span, message)
            .other(location.span, "the data is at the top level");
        report.add(diagnostic.help("remove the field"));
    }
}
