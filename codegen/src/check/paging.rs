//! `paging`: which parameters and which fields of the answer make the pages.

use super::keys::{Keys, Shape};
use super::report::Report;
use super::rules::payload_fields;
use crate::diagnostic::Diagnostic;
use crate::model::{Field, Paging, Payload, Type};

const PAGING: Shape = Shape {
    what: "`paging`",
    needed: &["size", "token", "items", "next", "more"],
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
    let answer: Vec<&Field> = response.iter().collect();
    let is_list = |ty: &Type| matches!(ty, Type::List(_));
    let size =
        name(keys, "size", &parameters, "parameter", ("an int", &|ty| matches!(ty, Type::Int32 | Type::Int64)), report);
    let token = name(keys, "token", &parameters, "parameter", ("a string", &|ty| *ty == Type::String), report);
    let items = name(keys, "items", &answer, "field of the answer", ("a list", &is_list), report);
    let next = name(keys, "next", &answer, "field of the answer", ("a string", &|ty| *ty == Type::String), report);
    let more = name(keys, "more", &answer, "field of the answer", ("a bool", &|ty| *ty == Type::Bool), report);
    Some(Paging { size: size?, token: token?, items: items?, next: next?, more: more? })
}

/// The type that a field must have: how to call it, and how to tell.
type Expected<'a> = (&'a str, &'a dyn Fn(&Type) -> bool);

fn name(
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
            let mistake = Diagnostic::new(text.span, format!("there is no {kind} `{}`", text.text));
            report.add(mistake.did_you_mean(text.text, fields.iter().map(|field| field.name.as_str())));
        }
        // A type that could not be understood was reported where it stands.
        Some(field) if !fits(&field.ty) && field.ty != Type::Json => {
            report.add(
                Diagnostic::new(text.span, format!("`{key}` is {expected}, and `{}` is not", text.text))
                    .other(field.span, "defined here"),
            );
        }
        Some(_) => {}
    }
    Some(text.text.to_owned())
}
