//! Defaults and examples: texts that must be values of their type.

use super::enums::{self, Listed};
use super::reader::Reader;
use super::report::UnlistedExample;
use super::text::{is_date, is_url};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::json;
use crate::load::tree::Piece;
use crate::model::{Enum, Literal, Type};
use crate::source::Span;

/// So many values are named in a message.
const FEW: usize = 12;

impl Reader<'_> {
    /// A default: a single value, of an enum by its name.
    pub(crate) fn default_value(&mut self, text: Piece<'_>, ty: &Type, values: &[Literal]) -> Option<Literal> {
        if text.text.is_empty() {
            self.report.add(Diagnostic::new(Code::Empty, text.span, "the default is empty").help("write it after `=`"));
            return None;
        }
        if let Type::IntEnum(_) | Type::TextEnum(_) = ty {
            let of = self.context.index.enum_of(ty)?;
            let found = enums::by_name(of, text.text).filter(|found| is_among(values, found));
            if found.is_none() {
                self.report.add(no_such_default(text, of, values));
            }
            return found.map(named);
        }
        if !super::place::is_scalar(ty) {
            self.report.add(Diagnostic::new(Code::NoDefaultHere, text.span, "only single values have a default"));
            return None;
        }
        self.plain(text, ty)
    }

    /// An example: a value as the page has it; of a list one item or a JSON list.
    pub(crate) fn example(&mut self, text: Piece<'_>, ty: &Type, values: &[Literal], field: Span) -> Option<Literal> {
        if text.text.is_empty() {
            self.report
                .add(Diagnostic::new(Code::Empty, text.span, "the example is empty").help("leave out the second `|`"));
            return None;
        }
        match ty {
            Type::List(_) if text.text.starts_with('[') => self.json_example(text, "a JSON list"),
            Type::List(item) => self.example(text, item, values, field),
            Type::Map(_) => self.json_example(text, "a JSON object"),
            Type::Object(_) | Type::Boxed(_) => {
                self.report.add(
                    Diagnostic::new(Code::NoValue, text.span, "an object has no example")
                        .help("give its fields examples, or add a sample"),
                );
                None
            }
            Type::IntEnum(_) | Type::TextEnum(_) => {
                let of = self.context.index.enum_of(ty)?;
                let found = enums::by_wire(of, text.text).or_else(|| enums::by_name(of, text.text));
                match found.filter(|found| is_among(values, found)) {
                    Some(found) => Some(named(found)),
                    None => {
                        let mistake = unlisted(text, of, values);
                        self.report.unlisted_examples.push(UnlistedExample {
                            fields: vec![field],
                            mistake,
                            excused: false,
                        });
                        Some(Literal::Text(text.text.to_owned()))
                    }
                }
            }
            ty => self.plain(text, ty),
        }
    }

    fn json_example(&mut self, text: Piece<'_>, what: &str) -> Option<Literal> {
        let parsed = json::parse(text.span.file(), text.text);
        let fits = parsed.is_ok_and(|json| match json.value {
            json::Value::Array(_) => what == "a JSON list",
            json::Value::Object(_) => what == "a JSON object",
            _ => false,
        });
        if !fits {
            self.report.add(Diagnostic::new(Code::NoValue, text.span, format!("`{}` is not {what}", text.text)));
        }
        Some(Literal::Text(text.text.to_owned()))
    }

    fn plain(&mut self, text: Piece<'_>, ty: &Type) -> Option<Literal> {
        let wrong = match ty {
            Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp if !json::is_number(text.text) => Err("number"),
            ty => parses(text.text, ty),
        };
        if let Err(what) = wrong {
            self.report.add(Diagnostic::new(Code::NoValue, text.span, format!("`{}` is no {what}", text.text)));
            return None;
        }
        Some(Literal::Text(text.text.to_owned()))
    }
}

/// Whether a text is a value of a plain type; if not, what it should be.
pub(crate) fn parses(text: &str, ty: &Type) -> Result<(), &'static str> {
    let (fits, what) = match ty {
        Type::Bool => (matches!(text, "true" | "false"), "`true` or `false`"),
        Type::Int32 => (text.parse::<i32>().is_ok(), "integer of 32 bits"),
        Type::Int64 => (text.parse::<i64>().is_ok(), "integer of 64 bits"),
        Type::Timestamp => (text.parse::<i64>().is_ok(), "timestamp in milliseconds"),
        Type::Float => (text.parse::<f64>().is_ok_and(f64::is_finite), "number"),
        Type::Date => (is_date(text), "date such as 2024-01-31"),
        Type::Url => (is_url(text), "address such as https://example.com"),
        _ => (true, ""),
    };
    if fits { Ok(()) } else { Err(what) }
}

pub(super) fn named(listed: Listed) -> Literal {
    Literal::Named { name: listed.name, wire: listed.wire }
}

fn is_among(values: &[Literal], listed: &Listed) -> bool {
    values.is_empty() || values.iter().any(|value| value.wire() == listed.wire)
}

fn no_such_default(text: Piece<'_>, of: &Enum, values: &[Literal]) -> Diagnostic {
    let mistake =
        Diagnostic::new(Code::UnknownValue, text.span, format!("`{}` is no value of `{}` here", text.text, of.name));
    match enums::by_wire(of, text.text) {
        Some(meant) if is_among(values, &meant) => {
            mistake.label("a code").help(format!("a default is written by name: `{}`", meant.name))
        }
        _ => suggest(mistake, text, of, |listed| is_among(values, listed).then_some(&listed.name)),
    }
}

fn unlisted(text: Piece<'_>, of: &Enum, values: &[Literal]) -> Diagnostic {
    let mistake = Diagnostic::new(
        Code::UnlistedExample,
        text.span,
        format!("the example `{}` is no value of `{}` here", text.text, of.name),
    )
    .label("as on the page? then add a quirk `unlisted_example`");
    suggest(mistake, text, of, |listed| is_among(values, listed).then_some(&listed.wire))
}

/// Names the nearest value, or all of them if they are few.
fn suggest(mistake: Diagnostic, text: Piece<'_>, of: &Enum, show: impl Fn(&Listed) -> Option<&String>) -> Diagnostic {
    let listed = enums::listed(of);
    let shown: Vec<&str> = listed.iter().filter_map(show).map(String::as_str).collect();
    let mistake = mistake.other(of.span, "its values stand here");
    let mistake = if shown.len() <= FEW { mistake.help(format!("one of {}", shown.join(", "))) } else { mistake };
    mistake.did_you_mean(text.text, shown)
}
