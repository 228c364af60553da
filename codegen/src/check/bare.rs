//! Checks the flag `bare`: the body or the data is the value of the only field.

use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{DataPlace, Field, Presence};

pub(super) fn check_body(body: &[Field], report: &mut Report) {
    check_alone(body, report);
    for field in body.iter().filter(|field| field.is_bare && field.presence != Presence::Required) {
        let diagnostic = Diagnostic::new(Code::InvalidFlag, field.span, "a bare body is optional");
        report.add(diagnostic.help("add `required`: without the value, there is no body"));
    }
}

pub(super) fn check_response(response: &[Field], place: DataPlace, report: &mut Report) {
    check_alone(response, report);
    for field in response.iter().filter(|field| field.is_bare && place == DataPlace::TopLevel) {
        let diagnostic = Diagnostic::new(Code::InvalidFlag, field.span, "data at the top level is an object");
        report.add(diagnostic.help("remove `bare`, or `data: top_level`"));
    }
}

fn check_alone(fields: &[Field], report: &mut Report) {
    let Some(bare) = fields.iter().find(|field| field.is_bare) else { return };
    if let Some(other) = fields.iter().find(|field| field.span != bare.span) {
        let diagnostic = Diagnostic::new(Code::InvalidFlag, bare.span, "a bare field is not the only field");
        report.add(diagnostic.other(other.span, "another field").help("remove `bare` or the other fields"));
    }
}
