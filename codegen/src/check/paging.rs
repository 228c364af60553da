//! Reads the key `paging`, the parameters and response fields that control paging.

use super::keys::{Keys, Shape};
use super::limit::violates;
use super::named::read_field_name;
use super::report::Report;
use super::rules::payload_fields;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, Limit, Paging, Payload, Type};

pub(super) const PAGING: Shape = Shape {
    what: "`paging`",
    required: &["size", "token", "items", "next", "more"],
    known: &["size", "token", "items", "next", "more"],
};

pub(crate) fn read_paging(
    keys: Keys<'_>,
    query: &[Field],
    payload: &Payload,
    response: &[Field],
    report: &mut Report,
) -> Option<Paging> {
    let node = keys.get("paging")?;
    let keys = Keys::read(node, node.span(), &PAGING, report)?;
    let parameters: Vec<&Field> = query.iter().chain(payload_fields(payload)).collect();
    let fields: Vec<&Field> = response.iter().collect();
    let is_list = |ty: &Type| matches!(ty, Type::List(_));
    let size = read_field_name(
        keys,
        "size",
        &parameters,
        "parameter",
        ("an integer", &|ty| matches!(ty, Type::Int32 | Type::Int64)),
        report,
    );
    let token =
        read_field_name(keys, "token", &parameters, "parameter", ("a string", &|ty| *ty == Type::String), report);
    let items = read_field_name(keys, "items", &fields, "response field", ("a list", &is_list), report);
    let next =
        read_field_name(keys, "next", &fields, "response field", ("a string", &|ty| *ty == Type::String), report);
    let more = read_field_name(keys, "more", &fields, "response field", ("a boolean", &|ty| *ty == Type::Bool), report);
    Some(Paging { size: size?, token: token?, items: items?, next: next?, more: more? })
}

/// Sets the minimum of the page size to 1 unless the schema has one. Documentation pages state only the maximum.
pub(crate) fn bound_page_size(
    paging: Option<&Paging>,
    mut query: Vec<Field>,
    mut payload: Payload,
    report: &mut Report,
) -> (Vec<Field>, Payload) {
    let fields = query.iter_mut().chain(payload.fields_mut());
    for field in fields.filter(|field| paging.is_some_and(|paging| paging.size == field.name)) {
        let was_valid = has_valid_default(field);
        let range = field.limits.iter_mut().find_map(|limit| match limit {
            Limit::Range(min, _) => Some(min),
            Limit::Length(..) | Limit::Items(..) => None,
        });
        match range {
            Some(min) => *min = min.or(Some(1)),
            None => field.limits.push(Limit::Range(Some(1), None)),
        }
        if was_valid && !has_valid_default(field) {
            let diagnostic = Diagnostic::new(Code::LimitViolated, field.span, "the default is not a page size");
            report.add(diagnostic.help("remove the default, and add a quirk `invalid_default`"));
        }
    }
    (query, payload)
}

fn has_valid_default(field: &Field) -> bool {
    field.default.as_ref().is_none_or(|default| !violates(&field.limits, default.wire()))
}
