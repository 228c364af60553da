//! Reads the key `data`, the location of the data in a response.

use super::keys::Keys;
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Piece;
use crate::model::{DataPlace, Field};

/// The only accepted value.
pub(super) const TOP_LEVEL: &str = "top_level";

/// The fields of the envelope, next to which no data has the same name.
const ENVELOPE: [&str; 3] = ["code", "msg", "error"];

pub(super) fn read_data_place(keys: Keys<'_>, response: &[Field], report: &mut Report) -> DataPlace {
    let Some(text) = keys.text("data", report) else { return DataPlace::Field };
    if text.text != TOP_LEVEL {
        let message = format!("expected {TOP_LEVEL}, found `{}`", text.text);
        let diagnostic = Diagnostic::new(Code::UnknownChoice, text.span, message);
        report.add(diagnostic.help("remove `data` if the fields are in `data`").did_you_mean(text.text, [TOP_LEVEL]));
        return DataPlace::Field;
    }
    check_fields(text, response, report);
    DataPlace::TopLevel
}

fn check_fields(place: Piece<'_>, response: &[Field], report: &mut Report) {
    if response.is_empty() {
        let message = "`data` has no effect without response fields";
        report.add(Diagnostic::new(Code::NoEffect, place.span, message).help("remove it"));
    }
    for field in response.iter().filter(|field| ENVELOPE.contains(&field.name.as_str())) {
        let message = format!("`{}` is a field of the envelope", field.name);
        let diagnostic = Diagnostic::new(Code::ReservedName, field.span, message).other(place.span, "the data is here");
        report.add(diagnostic.help("remove the field"));
    }
}
