//! Reads the keys `range`, `length` and `items`.

use std::str::FromStr;

use super::keys::Keys;
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Piece;
use crate::model::{Limit, Type};

/// Reads the limits from the long form of a field.
pub(crate) fn read_limits(keys: Keys<'_>, ty: &Type, report: &mut Report) -> Vec<Limit> {
    let mut limits = Vec::new();
    if let Some(text) = keys.text("range", report) {
        let fits = matches!(ty, Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp);
        require(fits, text, "`range` applies only to numbers and timestamps", report);
        limits.extend(read_range(text, report).map(|(from, to)| Limit::Range(from, to)));
    }
    if let Some(text) = keys.text("length", report) {
        let fits = matches!(ty, Type::String | Type::Id(_) | Type::Url);
        require(fits, text, "`length` applies only to strings, ids and URLs", report);
        limits.extend(read_range(text, report).map(|(from, to)| Limit::Length(from, to)));
    }
    if let Some(text) = keys.text("items", report) {
        require(matches!(ty, Type::List(_)), text, "`items` applies only to lists", report);
        limits.extend(read_range(text, report).map(|(from, to)| Limit::Items(from, to)));
    }
    limits
}

fn require(fits: bool, text: Piece<'_>, message: &str, report: &mut Report) {
    if !fits {
        report.add(Diagnostic::new(Code::LimitNotApplicable, text.span, message).label("the field has another type"));
    }
}

/// Parses `1..100`, `1..` or `..100`.
fn read_range<T: FromStr + PartialOrd + Copy>(text: Piece<'_>, report: &mut Report) -> Option<(Option<T>, Option<T>)> {
    let ends = text.text.split_once("..").and_then(|(from, to)| Some((read_end(from)?, read_end(to)?)));
    match ends {
        Some((Some(from), Some(to))) if from > to => {
            report.add(
                Diagnostic::new(Code::InvalidRange, text.span, format!("empty range `{}`", text.text))
                    .label("the start is greater than the end"),
            );
            None
        }
        Some((from, to)) if from.is_some() || to.is_some() => Some((from, to)),
        _ => {
            let diagnostic = Diagnostic::new(Code::InvalidRange, text.span, format!("invalid range `{}`", text.text));
            report.add(diagnostic.help("write `1..100`, `1..` or `..100`; both ends are inclusive"));
            None
        }
    }
}

fn read_end<T: FromStr>(text: &str) -> Option<Option<T>> {
    let text = text.trim();
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

/// Whether a literal violates a limit. The example of a list is one of its items, so `items` does not apply.
pub(super) fn violates(limits: &[Limit], text: &str) -> bool {
    limits.iter().any(|limit| match *limit {
        Limit::Range(min, max) => text.parse().is_ok_and(|number| is_outside(number, min, max)),
        Limit::Length(min, max) => is_outside(text.chars().count() as u64, min, max),
        Limit::Items(..) => false,
    })
}

fn is_outside<N: PartialOrd>(number: N, min: Option<N>, max: Option<N>) -> bool {
    min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max)
}
