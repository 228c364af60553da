//! Enums, and their values by name and by code.

use super::catalog::parts;
use super::keys::{Keys, Shape};
use super::report::Report;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Entry, Map};
use crate::model::{Enum, EnumValue, EnumValues, GroupNames, Home};
use crate::names;

pub(super) const ENUM: Shape =
    Shape { what: "an enum", needed: &["doc", "code", "values"], known: &["doc", "zh", "code", "values"] };

/// Reads an enum; nothing comes back when its values are not clear.
pub(crate) fn read_enum(entry: &Entry, home: &Home, report: &mut Report) -> Option<Enum> {
    let name = &entry.key;
    let keys = Keys::read(&entry.value, name.span, &ENUM, report)?;
    let doc = keys.text("doc", report).map(|doc| text::doc(doc, report)).unwrap_or_default();
    let zh = keys.text("zh", report).map(|zh| zh.text.to_owned());
    let code = keys.text("code", report);
    let values = keys.map("values", report);
    if values.is_some_and(|values| values.entries.is_empty()) {
        report.add(Diagnostic::new(Code::Empty, name.span, format!("`{}` has no values", name.text)));
        return None;
    }
    let (code, values) = (code?, values?);
    let values = match code.text {
        "int" => EnumValues::Int(read_values(values, int_code, report)?),
        "string" => EnumValues::Text(read_values(values, text_code, report)?),
        _ => {
            let mistake = Diagnostic::new(Code::EnumCode, code.span, format!("`{}` is no kind of code", code.text));
            report.add(mistake.help("codes are `int` or `string`").did_you_mean(code.text, ["int", "string"]));
            return None;
        }
    };
    let key = names::key(home.service(), &name.text);
    Some(Enum { name: key, doc, zh, values, home: home.clone(), groups: GroupNames::new(), span: name.span })
}

fn int_code(entry: &Entry, report: &mut Report) -> Option<i64> {
    let key = &entry.key;
    let code = key.text.parse().ok().filter(|code: &i64| code.to_string() == key.text);
    if code.is_none() {
        let mistake = Diagnostic::new(Code::EnumCode, key.span, format!("`{}` is no int", key.text));
        report.add(mistake.help("say `code: string`, or write a number"));
    }
    code
}

fn text_code(entry: &Entry, report: &mut Report) -> Option<String> {
    Some(text::label(entry.key.piece(), "the code", report))
}

fn read_values<C>(
    map: &Map,
    code: impl Fn(&Entry, &mut Report) -> Option<C>,
    report: &mut Report,
) -> Option<Vec<EnumValue<C>>> {
    let values: Vec<_> = map.entries.iter().map(|entry| read_value(entry, &code, report)).collect();
    values.into_iter().collect()
}

fn read_value<C>(
    entry: &Entry,
    code: impl Fn(&Entry, &mut Report) -> Option<C>,
    report: &mut Report,
) -> Option<EnumValue<C>> {
    let code = code(entry, report);
    let parts = parts(entry, 3, "name | label | doc", report)?;
    let [name, zh, doc] = parts.as_slice() else { return None };
    if !text::is_snake_case(name.text) {
        report.add(Diagnostic::new(Code::Name, name.span, format!("`{}` is not written in snake_case", name.text)));
    }
    let zh = text::label(*zh, "the label", report);
    let doc = text::doc(*doc, report);
    Some(EnumValue { code: code?, name: name.text.to_owned(), zh, doc, span: entry.key.span })
}

/// A value: its name in the schema, and its code or text on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) wire: String,
}

/// The value of a name.
pub(crate) fn by_name(of: &Enum, name: &str) -> Option<Listed> {
    listed(of).into_iter().find(|listed| listed.name == name)
}

/// The value of a code or text on the wire.
pub(crate) fn by_wire(of: &Enum, wire: &str) -> Option<Listed> {
    listed(of).into_iter().find(|listed| listed.wire == wire)
}

/// Every value.
pub(crate) fn listed(of: &Enum) -> Vec<Listed> {
    match &of.values {
        EnumValues::Int(values) => {
            values.iter().map(|value| Listed { name: value.name.clone(), wire: value.code.to_string() }).collect()
        }
        EnumValues::Text(values) => {
            values.iter().map(|value| Listed { name: value.name.clone(), wire: value.code.clone() }).collect()
        }
    }
}
