//! Checks the flag `bare`: the body or the data is the value of the only field.

use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{DataLocation, Field, Presence};

pub(super) fn check_body(body: &[Field], report: &mut Report) {
    check_alone(body, report);
    for field in body.iter().filter(|field| field.is_bare && field.presence != Presence::Required) {
        let diagnostic = Diagnostic::new(Code::InvalidFlag, field.span, "a bare body must be required");
        report.add(diagnostic.help("add `required`: a bare body cannot be absent"));
    }
}

pub(super) fn check_response(response: &[Field], location: DataLocation, report: &mut Report) {
    check_alone(response, report);
    for field in response.iter().filter(|field| field.is_bare && location == DataLocation::TopLevel) {
        let diagnostic =
            Diagnostic::new(Code::InvalidFlag, field.span, "a field cannot be bare if the data is at the top level");
        report.add(diagnostic.help("remove `bare`, or `data: top_level`"));
    }
}

fn check_alone(fields: &[Field], report: &mut Report) {
    let Some(bare) = fields.iter().find(|field| field.is_bare) else { return };
    if let Some(other) = fields.iter().find(|field| field.span != bare.span) {
        let diagnostic = Diagnostic::new(Code::InvalidFlag, bare.span, "a bare field must be the only field");
        report.add(diagnostic.other(other.span, "another field").help("remove `bare` or the other fields"));
    }
}
