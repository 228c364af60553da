//! Maps with a fixed set of keys, and values of an expected kind.

use std::collections::HashMap;

use super::report::Report;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::load::tree::{List, Map, Node, Piece};
use crate::source::Span;

/// The keys of a kind of map.
pub(crate) struct Shape {
    /// The name in messages, with its article: "an enum".
    pub(crate) what: &'static str,
    pub(crate) required: &'static [&'static str],
    /// All keys, including the required ones, in the order of the documentation.
    pub(crate) known: &'static [&'static str],
}

/// A map whose keys are checked.
#[derive(Clone, Copy)]
pub(crate) struct Keys<'a> {
    map: &'a Map,
}

impl<'a> Keys<'a> {
    /// Checks the keys of a map. A missing key is reported at `owner`.
    pub(crate) fn read(node: &'a Node, owner: Span, shape: &Shape, report: &mut Report) -> Option<Self> {
        let map = map(node, shape.what, report)?;
        let mut missing: Vec<&str> = shape.required.iter().copied().filter(|key| map.get(key).is_none()).collect();
        for entry in &map.entries {
            let key = entry.key.text.as_str();
            if !shape.known.contains(&key) {
                report.add(unknown_key(entry.key.span, key, shape));
                // A misspelled required key is reported once, not also as a missing key.
                let meant = nearest(key, shape.known.iter().copied());
                missing.retain(|key| Some(*key) != meant);
            }
        }
        for key in shape.required {
            if missing.contains(key) {
                report.add(
                    Diagnostic::new(Code::MissingKey, owner, format!("missing key `{key}`"))
                        .label(format!("{} requires `{key}`", shape.what)),
                );
            }
        }
        Some(Self { map })
    }

    pub(crate) fn get(self, key: &str) -> Option<&'a Node> {
        self.map.get(key)
    }

    /// Returns the string of a key. Returns `None` if the key is absent, or if the value is invalid, which is reported.
    pub(crate) fn text(self, key: &str, report: &mut Report) -> Option<Piece<'a>> {
        text(self.get(key)?, &format!("`{key}`"), report)
    }

    pub(crate) fn list(self, key: &str, report: &mut Report) -> Option<&'a List> {
        list(self.get(key)?, &format!("`{key}`"), report)
    }

    pub(crate) fn map(self, key: &str, report: &mut Report) -> Option<&'a Map> {
        map(self.get(key)?, &format!("`{key}`"), report)
    }

    /// Returns the strings of a list and reports duplicates.
    pub(crate) fn texts(self, key: &str, report: &mut Report) -> Vec<Piece<'a>> {
        self.list(key, report).map(|list| texts(list, &format!("`{key}`"), report)).unwrap_or_default()
    }
}

fn unknown_key(span: Span, key: &str, shape: &Shape) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::UnknownKey, span, format!("unknown key `{key}` in {}", shape.what));
    match key {
        "parameters" => diagnostic
            .help("define shared parameters in `types/`, and other parameters under `path`, `query`, `body` or `form`"),
        _ => diagnostic
            .help(format!("the known keys are {}", shape.known.join(", ")))
            .did_you_mean(key, shape.known.iter().copied()),
    }
}

pub(crate) fn text<'a>(node: &'a Node, what: &str, report: &mut Report) -> Option<Piece<'a>> {
    match node {
        Node::Text(scalar) if scalar.text.trim().is_empty() => {
            report.add(Diagnostic::new(Code::Empty, scalar.span, format!("{what} is empty")));
            None
        }
        Node::Text(scalar) => Some(scalar.piece().trim()),
        _ => reject(node, what, "a string", report),
    }
}

pub(crate) fn list<'a>(node: &'a Node, what: &str, report: &mut Report) -> Option<&'a List> {
    match node {
        Node::List(list) => Some(list),
        _ => reject(node, what, "a list", report),
    }
}

pub(crate) fn map<'a>(node: &'a Node, what: &str, report: &mut Report) -> Option<&'a Map> {
    match node {
        Node::Map(map) => Some(map),
        _ => reject(node, what, "a map", report),
    }
}

/// Returns the strings of a list and reports duplicates.
pub(crate) fn texts<'a>(list: &'a List, what: &str, report: &mut Report) -> Vec<Piece<'a>> {
    let mut seen = Seen::default();
    let mut texts = Vec::new();
    for item in &list.items {
        texts.extend(text(item, &format!("an entry of {what}"), report).filter(|piece| seen.is_new(*piece, report)));
    }
    texts
}

/// The entries of a list so far.
#[derive(Default)]
pub(crate) struct Seen<'a> {
    first: HashMap<&'a str, Span>,
}

impl<'a> Seen<'a> {
    /// Returns whether the entry has not occurred yet, and reports a duplicate.
    pub(crate) fn is_new(&mut self, piece: Piece<'a>, report: &mut Report) -> bool {
        let Some(earlier) = self.first.get(piece.text) else {
            self.first.insert(piece.text, piece.span);
            return true;
        };
        report.add(
            Diagnostic::new(Code::Duplicate, piece.span, format!("`{}` is listed twice", piece.text))
                .label("listed again here")
                .other(*earlier, "first listed here")
                .help("remove one of them"),
        );
        false
    }
}

fn reject<T>(node: &Node, what: &str, expected: &str, report: &mut Report) -> Option<T> {
    let diagnostic =
        Diagnostic::new(Code::WrongKind, node.span(), format!("expected {expected} for {what}, found {}", node.kind()));
    report.add(match likely_fix(node, expected) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    });
    None
}

/// Returns the fix for common errors that turn a list or a map into a string.
fn likely_fix(node: &Node, expected: &str) -> Option<&'static str> {
    match node {
        Node::Text(text) if text.text.is_empty() => Some("indent the contents of a key by two spaces"),
        Node::Text(text) if expected == "a map" && text.text.contains('：') => {
            Some("use an ASCII `:` instead of the full-width `：`")
        }
        Node::Text(text) if expected == "a map" && text.text.contains(':') => Some("add a space after `:`"),
        _ => None,
    }
}
