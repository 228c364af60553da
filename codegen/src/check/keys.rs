//! Maps with a fixed set of keys, and values of the expected kind.

use std::collections::HashMap;

use super::report::Report;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::load::tree::{List, Map, Node, Piece};
use crate::source::Span;

/// The keys that a kind of map has.
pub(crate) struct Shape {
    /// What has them, with its article: "an enum".
    pub(crate) what: &'static str,
    pub(crate) needed: &'static [&'static str],
    /// Needed ones too, in the order of the page.
    pub(crate) known: &'static [&'static str],
}

/// A map whose keys were looked over.
#[derive(Clone, Copy)]
pub(crate) struct Keys<'a> {
    map: &'a Map,
}

impl<'a> Keys<'a> {
    /// `owner` is shown when a needed key is missing.
    pub(crate) fn read(node: &'a Node, owner: Span, shape: &Shape, report: &mut Report) -> Option<Self> {
        let map = map(node, shape.what, report)?;
        let mut missing: Vec<&str> = shape.needed.iter().copied().filter(|key| map.get(key).is_none()).collect();
        for entry in &map.entries {
            let key = entry.key.text.as_str();
            if !shape.known.contains(&key) {
                report.add(unknown_key(entry.key.span, key, shape));
                // A needed key that is misspelt is one mistake, not two.
                let meant = nearest(key, shape.known.iter().copied());
                missing.retain(|key| Some(*key) != meant);
            }
        }
        for key in shape.needed {
            if missing.contains(key) {
                report.add(
                    Diagnostic::new(Code::MissingKey, owner, format!("`{key}` is missing"))
                        .label(format!("{} needs it", shape.what)),
                );
            }
        }
        Some(Self { map })
    }

    pub(crate) fn get(self, key: &str) -> Option<&'a Node> {
        self.map.get(key)
    }

    /// The text under a key; nothing when there is none, or when it is empty, which is a mistake.
    pub(crate) fn text(self, key: &str, report: &mut Report) -> Option<Piece<'a>> {
        text(self.get(key)?, &format!("`{key}`"), report)
    }

    pub(crate) fn list(self, key: &str, report: &mut Report) -> Option<&'a List> {
        list(self.get(key)?, &format!("`{key}`"), report)
    }

    pub(crate) fn map(self, key: &str, report: &mut Report) -> Option<&'a Map> {
        map(self.get(key)?, &format!("`{key}`"), report)
    }

    /// The texts of a list, which is refused when it says one twice.
    pub(crate) fn texts(self, key: &str, report: &mut Report) -> Vec<Piece<'a>> {
        self.list(key, report).map(|list| texts(list, &format!("`{key}`"), report)).unwrap_or_default()
    }
}

fn unknown_key(span: Span, key: &str, shape: &Shape) -> Diagnostic {
    let mistake = Diagnostic::new(Code::UnknownKey, span, format!("`{key}` is no key of {}", shape.what));
    match key {
        "parameters" => {
            mistake.help("shared parameters stand in `types/`; parameters are under `path`, `query`, `body` and `form`")
        }
        _ => mistake
            .help(format!("its keys are {}", shape.known.join(", ")))
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
        _ => refuse(node, what, "a text", report),
    }
}

pub(crate) fn list<'a>(node: &'a Node, what: &str, report: &mut Report) -> Option<&'a List> {
    match node {
        Node::List(list) => Some(list),
        _ => refuse(node, what, "a list", report),
    }
}

pub(crate) fn map<'a>(node: &'a Node, what: &str, report: &mut Report) -> Option<&'a Map> {
    match node {
        Node::Map(map) => Some(map),
        _ => refuse(node, what, "a map", report),
    }
}

/// The texts of a list, which is refused when it says one twice.
pub(crate) fn texts<'a>(list: &'a List, what: &str, report: &mut Report) -> Vec<Piece<'a>> {
    let mut first = HashMap::new();
    let mut texts = Vec::new();
    for item in &list.items {
        let Some(piece) = text(item, &format!("an entry of {what}"), report) else { continue };
        match first.get(piece.text) {
            Some(earlier) => report.add(
                Diagnostic::new(Code::Twice, piece.span, format!("`{}` is listed twice", piece.text))
                    .label("again")
                    .other(*earlier, "first listed here"),
            ),
            None => {
                first.insert(piece.text, piece.span);
                texts.push(piece);
            }
        }
    }
    texts
}

fn refuse<T>(node: &Node, what: &str, expected: &str, report: &mut Report) -> Option<T> {
    let mistake = Diagnostic::new(Code::WrongKind, node.span(), format!("{what} is {expected}"));
    let mistake = mistake.label(format!("this is {}", node.kind()));
    report.add(match slip(node, expected) {
        Some(help) => mistake.help(help),
        None => mistake,
    });
    None
}

/// What usually makes a text of something that was not meant as one.
fn slip(node: &Node, expected: &str) -> Option<&'static str> {
    match node {
        Node::Text(text) if text.text.is_empty() => Some("what belongs to a key is indented by two blanks"),
        Node::Text(text) if expected == "a map" && text.text.contains('：') => {
            Some("`：` is another character than `:`")
        }
        Node::Text(text) if expected == "a map" && text.text.contains(':') => Some("a blank stands behind `:`"),
        _ => None,
    }
}
