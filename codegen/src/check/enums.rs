//! Reads enums, and finds their values by name and by code.

use super::catalog::split_parts;
use super::keys::{Keys, Shape};
use super::report::Report;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Entry, Map};
use crate::model::{Enum, EnumValue, EnumValues, GroupNames, Home};
use crate::names;

pub(super) const ENUM: Shape =
    Shape { what: "an enum", required: &["doc", "code", "values"], known: &["doc", "zh", "code", "values"] };

/// The flag of a value that should no longer be used.
pub(super) const DEPRECATED: &str = "deprecated";

/// Reads an enum. Returns `None` if its values are invalid.
pub(crate) fn read_enum(entry: &Entry, home: &Home, report: &mut Report) -> Option<Enum> {
    let name = &entry.key;
    let keys = Keys::read(&entry.value, name.span, &ENUM, report)?;
    let doc = keys.text("doc", report).map(|doc| text::doc(doc, report)).unwrap_or_default();
    let zh = keys.text("zh", report).map(|zh| zh.text.to_owned());
    let code = keys.text("code", report);
    let values = keys.map("values", report);
    if values.is_some_and(|values| values.entries.is_empty()) {
        report.add(
            Diagnostic::new(Code::Empty, name.span, format!("`{}` has no values", name.text))
                .help("list at least one value"),
        );
        return None;
    }
    let (code, values) = (code?, values?);
    let values = match code.text {
        "int" => EnumValues::Int(read_values(values, read_int_code, report)?),
        "string" => EnumValues::Text(read_values(values, read_text_code, report)?),
        _ => {
            let diagnostic =
                Diagnostic::new(Code::InvalidEnumCode, code.span, format!("unknown kind of code `{}`", code.text));
            report.add(diagnostic.help("expected `int` or `string`").did_you_mean(code.text, ["int", "string"]));
            return None;
        }
    };
    let key = names::key(home.service(), &name.text);
    Some(Enum { name: key, doc, zh, values, home: home.clone(), groups: GroupNames::new(), span: name.span })
}

fn read_int_code(entry: &Entry, report: &mut Report) -> Option<i64> {
    let key = &entry.key;
    let code = key.text.parse().ok().filter(|code: &i64| code.to_string() == key.text);
    if code.is_none() {
        let diagnostic =
            Diagnostic::new(Code::InvalidEnumCode, key.span, format!("expected an integer, found `{}`", key.text));
        report.add(diagnostic.help("write an integer without leading zeros, or use `code: string`"));
    }
    code
}

fn read_text_code(entry: &Entry, report: &mut Report) -> Option<String> {
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
    let parts = split_parts(entry, 3..=3, "name | label | doc", report)?;
    let [head, zh, doc] = parts.as_slice() else { return None };
    let (name, flag) = head.split(',');
    if let Some(flag) = flag.filter(|flag| flag.text != DEPRECATED) {
        let diagnostic = Diagnostic::new(Code::InvalidFlag, flag.span, format!("unknown flag `{}`", flag.text));
        report.add(diagnostic.help("the only flag of a value is `deprecated`").did_you_mean(flag.text, [DEPRECATED]));
    }
    if name.text.is_empty() {
        report.add(
            Diagnostic::new(Code::UnnamedValue, entry.key.span, "the value has no name")
                .help("write a name before the first `|`, in snake_case and after the meaning of the value"),
        );
        return None;
    }
    if !text::is_snake_case(name.text) {
        report.add(
            Diagnostic::new(Code::InvalidName, name.span, format!("invalid name `{}`", name.text))
                .help("write the name of a value in snake_case"),
        );
    }
    let zh = text::label(*zh, "the label", report);
    let doc = text::doc(*doc, report);
    Some(EnumValue {
        code: code?,
        name: name.text.to_owned(),
        deprecated: flag.is_some(),
        zh,
        doc,
        span: entry.key.span,
    })
}

/// An enum value: its name in the schema, and its code in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ListedValue {
    pub(crate) name: String,
    pub(crate) wire: String,
}

/// Finds a value by its name.
pub(crate) fn by_name(of: &Enum, name: &str) -> Option<ListedValue> {
    listed(of).into_iter().find(|listed| listed.name == name)
}

/// Finds a value by its code.
pub(crate) fn by_wire(of: &Enum, wire: &str) -> Option<ListedValue> {
    listed(of).into_iter().find(|listed| listed.wire == wire)
}

/// Returns all values.
pub(crate) fn listed(of: &Enum) -> Vec<ListedValue> {
    match &of.values {
        EnumValues::Int(values) => {
            values.iter().map(|value| ListedValue { name: value.name.clone(), wire: value.code.to_string() }).collect()
        }
        EnumValues::Text(values) => {
            values.iter().map(|value| ListedValue { name: value.name.clone(), wire: value.code.clone() }).collect()
        }
    }
}
