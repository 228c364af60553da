//! Reads the key `limits`, such as `[1000/minute, 50/second]`.

use super::keys::{self, Keys};
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Node, Piece};
use crate::model::{RateLimit, Window};
use crate::source::Span;

pub(super) const UNITS: [(&str, u64); 4] = [("second", 1), ("minute", 60), ("hour", 3_600), ("day", 86_400)];

pub(crate) fn read_rate_limit(keys: Keys<'_>, report: &mut Report) -> RateLimit {
    match keys.get("limits") {
        None => RateLimit::Unstated,
        Some(Node::Text(scalar)) if scalar.text == "special" => RateLimit::Special,
        Some(Node::Text(scalar)) if scalar.text.contains('/') => {
            let diagnostic =
                Diagnostic::new(Code::InvalidRateLimit, scalar.span, "expected a list or `special` for `limits`");
            report.add(diagnostic.help(format!("write `[{}]`", scalar.text)));
            RateLimit::Unstated
        }
        Some(Node::Text(scalar)) => {
            let diagnostic =
                Diagnostic::new(Code::InvalidRateLimit, scalar.span, "expected a list or `special` for `limits`");
            report.add(diagnostic.did_you_mean(&scalar.text, ["special"]));
            RateLimit::Unstated
        }
        Some(node) => {
            let empty = keys::list(node, "`limits`", report).is_some_and(|list| list.items.is_empty());
            if empty {
                report.add(
                    Diagnostic::new(Code::InvalidRateLimit, node.span(), "`limits` is empty")
                        .help("remove the key if the page states no limits"),
                );
            }
            read_windows(keys.texts("limits", report), report)
        }
    }
}

fn read_windows(texts: Vec<Piece<'_>>, report: &mut Report) -> RateLimit {
    let mut windows: Vec<(Window, Span)> = Vec::new();
    for text in texts {
        let Some(window) = read_window(text, report) else { continue };
        if let Some((_, first)) = windows.iter().find(|(earlier, _)| earlier.seconds == window.seconds) {
            report.add(
                Diagnostic::new(Code::InvalidRateLimit, text.span, "two limits have the same unit of time")
                    .label("second limit")
                    .other(*first, "first limit")
                    .help("remove one of them"),
            );
        }
        windows.push((window, text.span));
    }
    let windows = windows.into_iter().map(|(window, _)| window).collect();
    RateLimit::Windows(windows)
}

fn read_window(text: Piece<'_>, report: &mut Report) -> Option<Window> {
    let (calls, unit) = text.split('/');
    let count = calls.text.parse().ok().filter(|count: &u32| *count > 0);
    let (Some(unit), Some(count)) = (unit, count) else {
        report.add(
            Diagnostic::new(Code::InvalidRateLimit, text.span, format!("invalid limit `{}`", text.text))
                .help("write a limit like `20/second` or `1000/minute`"),
        );
        return None;
    };
    let seconds = UNITS.iter().find(|(name, _)| *name == unit.text).map(|(_, seconds)| *seconds);
    if seconds.is_none() {
        let names = UNITS.map(|(name, _)| name);
        let diagnostic =
            Diagnostic::new(Code::InvalidRateLimit, unit.span, format!("unknown unit of time `{}`", unit.text));
        report.add(diagnostic.help(format!("expected one of {}", names.join(", "))).did_you_mean(unit.text, names));
    }
    Some(Window { calls: count, seconds: seconds? })
}
