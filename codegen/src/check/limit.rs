//! `range`, `length` and `items`.

use std::str::FromStr;

use super::keys::Keys;
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Piece;
use crate::model::{Limit, Type};

/// The limits of a field's longer form.
pub(crate) fn read_limits(keys: Keys<'_>, ty: &Type, report: &mut Report) -> Vec<Limit> {
    let mut limits = Vec::new();
    if let Some(text) = keys.text("range", report) {
        let fits = matches!(ty, Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp);
        refuse_unless(fits, text, "`range` is for numbers and timestamps", report);
        limits.extend(ends(text, report).map(|(from, to)| Limit::Range(from, to)));
    }
    if let Some(text) = keys.text("length", report) {
        let fits = matches!(ty, Type::String | Type::Id(_) | Type::Url);
        refuse_unless(fits, text, "`length` is for strings and ids", report);
        limits.extend(ends(text, report).map(|(from, to)| Limit::Length(from, to)));
    }
    if let Some(text) = keys.text("items", report) {
        refuse_unless(matches!(ty, Type::List(_)), text, "`items` is for lists", report);
        limits.extend(ends(text, report).map(|(from, to)| Limit::Items(from, to)));
    }
    limits
}

fn refuse_unless(fits: bool, text: Piece<'_>, message: &str, report: &mut Report) {
    if !fits {
        report.add(Diagnostic::new(Code::LimitOfOthers, text.span, message).label("the type is another"));
    }
}

/// `1..100`, `1..` or `..100`.
fn ends<T: FromStr + PartialOrd + Copy>(text: Piece<'_>, report: &mut Report) -> Option<(Option<T>, Option<T>)> {
    let ends = text.text.split_once("..").and_then(|(from, to)| Some((end(from)?, end(to)?)));
    match ends {
        Some((Some(from), Some(to))) if from > to => {
            report.add(
                Diagnostic::new(Code::NoRange, text.span, format!("`{}` holds nothing", text.text))
                    .label("it ends before it starts"),
            );
            None
        }
        Some((from, to)) if from.is_some() || to.is_some() => Some((from, to)),
        _ => {
            let mistake = Diagnostic::new(Code::NoRange, text.span, format!("`{}` is no range", text.text));
            report.add(mistake.help("write `1..100`, `1..` or `..100`; both ends are included"));
            None
        }
    }
}

fn end<T: FromStr>(text: &str) -> Option<Option<T>> {
    let text = text.trim();
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}
