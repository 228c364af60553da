//! Reads defaults and examples, and checks that they are values of their type.

use super::enums::{self, ListedValue};
use super::reader::Reader;
use super::report::UnlistedExample;
use super::text::{is_date, is_url};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::json::{self, Json, Value};
use crate::load::tree::Piece;
use crate::model::{Enum, Example, Literal, Type};
use crate::source::Span;

/// The maximum number of values that a message lists.
const MAX_LISTED: usize = 12;

impl Reader<'_> {
    /// Reads a default: a single value, or the name of an enum value.
    pub(crate) fn read_default(&mut self, text: Piece<'_>, ty: &Type, values: &[Literal]) -> Option<Literal> {
        if text.text.is_empty() {
            self.report.add(
                Diagnostic::new(Code::Empty, text.span, "the default is empty")
                    .help("write a value after `=`, or remove the `=`"),
            );
            return None;
        }
        if let Type::IntEnum(_) | Type::TextEnum(_) = ty {
            let of = self.context.index.enum_of(ty)?;
            let found = enums::by_name(of, text.text).filter(|found| is_among(values, found));
            if found.is_none() {
                self.report.add(unknown_default(text, of, values));
            }
            return found.map(named);
        }
        if !super::section::is_scalar(ty) {
            self.report.add(
                Diagnostic::new(Code::DefaultNotAllowed, text.span, "a default is not allowed for this type")
                    .help("remove it: only single values can have a default"),
            );
            return None;
        }
        self.read_plain(text, ty)
    }

    /// Reads the name of an enum value.
    pub(crate) fn read_value_name(&mut self, text: Piece<'_>, of: &Enum) -> Option<Literal> {
        let found = enums::by_name(of, text.text);
        if found.is_none() {
            let diagnostic =
                Diagnostic::new(Code::UnknownValue, text.span, format!("`{}` has no value `{}`", of.name, text.text));
            let diagnostic = match enums::by_wire(of, text.text) {
                Some(meant) => diagnostic.help(format!("use the name of the value: `{}`", meant.name)),
                None => {
                    let names: Vec<String> = enums::listed(of).into_iter().map(|listed| listed.name).collect();
                    diagnostic.did_you_mean(text.text, names.iter().map(String::as_str))
                }
            };
            self.report.add(diagnostic.other(of.span, "its values are defined here"));
        }
        found.map(named)
    }

    /// Reads an example, as documented. The example of a list is one item or a JSON array.
    pub(crate) fn read_example(
        &mut self,
        text: Piece<'_>,
        ty: &Type,
        values: &[Literal],
        field: Span,
    ) -> Option<Example> {
        if text.text.is_empty() {
            self.report
                .add(Diagnostic::new(Code::Empty, text.span, "the example is empty").help("remove the second `|`"));
            return None;
        }
        match ty {
            Type::List(_) if text.text.starts_with('[') => match json::parse(text.span.file(), text.text) {
                Ok(json) => self.read_json_item(&json, text, ty, values, field),
                Err(_) => self.refuse_example(text, "a JSON array"),
            },
            Type::List(item) => Some(Example::List(vec![self.read_example(text, item, values, field)?])),
            Type::Map(_) => match json::parse(text.span.file(), text.text) {
                Ok(Json { value: Value::Object(_), .. }) => Some(Example::One(Literal::Text(text.text.to_owned()))),
                _ => self.refuse_example(text, "a JSON object"),
            },
            Type::Object(_) | Type::Boxed(_) => {
                self.report.add(
                    Diagnostic::new(Code::InvalidValue, text.span, "an example is not allowed for an object")
                        .help("add examples to its fields, or add a sample"),
                );
                None
            }
            Type::IntEnum(_) | Type::TextEnum(_) => {
                let of = self.context.index.enum_of(ty)?;
                let found = enums::by_wire(of, text.text).or_else(|| enums::by_name(of, text.text));
                let literal = match found.filter(|found| is_among(values, found)) {
                    Some(found) => named(found),
                    None => {
                        let diagnostic = unlisted_example(text, of, values);
                        self.report.unlisted_examples.push(UnlistedExample {
                            fields: vec![field],
                            diagnostic,
                            explained: false,
                        });
                        Literal::Text(text.text.to_owned())
                    }
                };
                Some(Example::One(literal))
            }
            ty => self.read_plain(text, ty).map(Example::One),
        }
    }

    /// Reads an item of a JSON array, which is the example of a list. An empty list is not an example.
    fn read_json_item(
        &mut self,
        json: &Json<'_>,
        whole: Piece<'_>,
        ty: &Type,
        values: &[Literal],
        field: Span,
    ) -> Option<Example> {
        let written = whole.text.get(json.span.range()).unwrap_or_default();
        match (ty, &json.value) {
            (Type::List(item), Value::Array(items)) => {
                let items = items.iter().map(|json| self.read_json_item(json, whole, item, values, field));
                items.collect::<Option<Vec<_>>>().filter(|items| !items.is_empty()).map(Example::List)
            }
            (Type::List(_), _) => self.refuse_example(whole.with_text(written), "a JSON array"),
            (Type::Json, _) => Some(Example::One(Literal::Text(written.to_owned()))),
            (_, Value::Text(text)) => self.read_example(whole.with_text(text), ty, values, field),
            (_, Value::Array(_) | Value::Null) => self.refuse_example(whole.with_text(written), "a single value"),
            _ => self.read_example(whole.with_text(written), ty, values, field),
        }
    }

    fn refuse_example(&mut self, text: Piece<'_>, what: &str) -> Option<Example> {
        let message = format!("expected {what}, found `{}`", text.text);
        self.report.add(Diagnostic::new(Code::InvalidValue, text.span, message));
        None
    }

    fn read_plain(&mut self, text: Piece<'_>, ty: &Type) -> Option<Literal> {
        let wrong = match ty {
            Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp | Type::Seconds
                if !json::is_number(text.text) =>
            {
                Err("a number")
            }
            ty => check_plain(text.text, ty),
        };
        if let Err(what) = wrong {
            self.report.add(Diagnostic::new(
                Code::InvalidValue,
                text.span,
                format!("expected {what}, found `{}`", text.text),
            ));
            return None;
        }
        Some(Literal::Text(text.text.to_owned()))
    }
}

/// Checks that a text is a value of a plain type. The error is a description of the expected value.
pub(crate) fn check_plain(text: &str, ty: &Type) -> Result<(), &'static str> {
    let (fits, what) = match ty {
        Type::Bool => (matches!(text, "true" | "false"), "`true` or `false`"),
        Type::Int32 => (text.parse::<i32>().is_ok(), "a 32-bit integer"),
        Type::Int64 => (text.parse::<i64>().is_ok(), "a 64-bit integer"),
        Type::Timestamp => (text.parse::<i64>().is_ok(), "a timestamp in milliseconds"),
        Type::Seconds => (text.parse().is_ok_and(is_in_seconds), "a timestamp in seconds"),
        Type::Float => (text.parse::<f64>().is_ok_and(f64::is_finite), "a number"),
        Type::Date => (is_date(text), "a date such as `2024-01-31`"),
        Type::Url => (is_url(text), "a URL such as `https://example.com`"),
        _ => (true, ""),
    };
    if fits { Ok(()) } else { Err(what) }
}

/// Whether a timestamp can be in seconds. A larger number is in milliseconds.
fn is_in_seconds(timestamp: i64) -> bool {
    timestamp.abs() < 100_000_000_000
}

pub(super) fn named(listed: ListedValue) -> Literal {
    Literal::Named { name: listed.name, wire: listed.wire }
}

fn is_among(values: &[Literal], listed: &ListedValue) -> bool {
    values.is_empty() || values.iter().any(|value| value.wire() == listed.wire)
}

fn unknown_default(text: Piece<'_>, of: &Enum, values: &[Literal]) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::UnknownValue, text.span, format!("`{}` has no value `{}` here", of.name, text.text));
    match enums::by_wire(of, text.text) {
        Some(meant) if is_among(values, &meant) => {
            diagnostic.label("this is a code").help(format!("use the name of the value: `{}`", meant.name))
        }
        _ => suggest(diagnostic, text, of, |listed| is_among(values, listed).then_some(&listed.name)),
    }
}

fn unlisted_example(text: Piece<'_>, of: &Enum, values: &[Literal]) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::UnlistedExample,
        text.span,
        format!("the example `{}` is not a value of `{}` here", text.text, of.name),
    )
    .label("if the page shows it, add a quirk `unlisted_example`");
    suggest(diagnostic, text, of, |listed| is_among(values, listed).then_some(&listed.wire))
}

/// Adds the most similar value to the help, or all values if there are only a few.
fn suggest(
    diagnostic: Diagnostic,
    text: Piece<'_>,
    of: &Enum,
    show: impl Fn(&ListedValue) -> Option<&String>,
) -> Diagnostic {
    let listed = enums::listed(of);
    let shown: Vec<&str> = listed.iter().filter_map(show).map(String::as_str).collect();
    let diagnostic = diagnostic.other(of.span, "its values are defined here");
    let diagnostic = if shown.len() <= MAX_LISTED {
        diagnostic.help(format!("expected one of {}", shown.join(", ")))
    } else {
        diagnostic
    };
    diagnostic.did_you_mean(text.text, shown)
}
