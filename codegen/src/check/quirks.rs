//! `quirks`: where page, sample and wire disagree.

use super::keys::{self, Keys, Shape};
use super::path::Path;
use super::report::Report;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Node, Piece};
use crate::model::Quirk;
use crate::source::Span;

pub(super) const QUIRK: Shape = Shape {
    what: "a quirk",
    needed: &["at", "kind", "because", "docs", "observed"],
    known: &["at", "kind", "values", "fields", "because", "docs", "observed"],
};

/// What kind of disagreement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    UnlistedValue,
    UnlistedExample,
    UnknownKey,
    WrongType,
    AbsentFromSample,
    Undocumented,
    FewerValues,
    FewerFields,
    TokenAfterLastPage,
    MessageForMsg,
    NoSample,
}

pub(super) const KINDS: [(&str, Kind); 11] = [
    ("unlisted_value", Kind::UnlistedValue),
    ("unlisted_example", Kind::UnlistedExample),
    ("unknown_key", Kind::UnknownKey),
    ("wrong_type", Kind::WrongType),
    ("absent_from_sample", Kind::AbsentFromSample),
    ("undocumented", Kind::Undocumented),
    ("fewer_values", Kind::FewerValues),
    ("fewer_fields", Kind::FewerFields),
    ("token_after_last_page", Kind::TokenAfterLastPage),
    ("message_for_msg", Kind::MessageForMsg),
    ("no_sample", Kind::NoSample),
];

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// A quirk, before it is known whether it bites.
pub(crate) struct Draft {
    pub(crate) at: Path,
    pub(crate) at_span: Span,
    pub(crate) kind: Kind,
    /// The codes that a `fewer_values` names, or the fields of a `fewer_fields`, with their places.
    pub(crate) values: Vec<(String, Span)>,
    pub(crate) quirk: Quirk,
}

/// The quirks of an operation.
#[derive(Default)]
pub(crate) struct Quirks {
    pub(crate) drafts: Vec<Draft>,
    /// The places of those that could not be read: what they would excuse is seen when they are mended.
    pub(crate) unclear: Vec<String>,
}

pub(crate) fn read_quirks(keys: Keys<'_>, report: &mut Report) -> Quirks {
    let items = keys.list("quirks", report).map_or(&[][..], |list| list.items.as_slice());
    let mut quirks = Quirks::default();
    for item in items {
        let Some(keys) = Keys::read(item, first_key(item), &QUIRK, report) else { continue };
        let Some(draft) = read_quirk(keys, report) else {
            if let Some(Node::Text(at)) = keys.get("at") {
                quirks.unclear.push(at.text.trim().to_owned());
            }
            continue;
        };
        let same = |earlier: &&Draft| earlier.kind == draft.kind && earlier.quirk.at == draft.quirk.at;
        match quirks.drafts.iter().find(same) {
            Some(first) => report.add(
                Diagnostic::new(Code::QuirkTwice, draft.at_span, "two quirks say the same")
                    .label("the second")
                    .other(first.at_span, "the first"),
            ),
            None => quirks.drafts.push(draft),
        }
    }
    quirks
}

fn read_quirk(keys: Keys<'_>, report: &mut Report) -> Option<Draft> {
    let because = keys.text("because", report).map(|text| text::doc(text, report));
    let docs = keys.text("docs", report).map(|text| text::doc(text, report));
    let observed = keys.text("observed", report).map(|text| text::doc(text, report));
    let kind = keys.text("kind", report).and_then(|text| read_kind(text, report));
    let at_text = keys.text("at", report);
    let at = at_text.and_then(|text| report.keep(Path::read(text)));
    let ((kind, kind_span), at_text, at) = (kind?, at_text?, at?);
    report.keep(check_root(&at, at_text, kind))?;
    let values = read_codes(keys, kind, kind_span, report)?;
    let listed = || values.iter().map(|(text, _)| text.clone()).collect();
    let quirk = Quirk {
        at: at_text.text.to_owned(),
        because: because.unwrap_or_default(),
        docs: docs.unwrap_or_default(),
        observed: observed.unwrap_or_default(),
        kind: kind.name(),
        values: if kind == Kind::FewerValues { listed() } else { Vec::new() },
        fields: if kind == Kind::FewerFields { listed() } else { Vec::new() },
    };
    Some(Draft { at, at_span: at_text.span, kind, values, quirk })
}

fn read_kind(text: Piece<'_>, report: &mut Report) -> Option<(Kind, Span)> {
    let found = KINDS.iter().find(|(name, _)| *name == text.text).map(|(_, kind)| (*kind, text.span));
    if found.is_none() {
        let names = KINDS.map(|(name, _)| name);
        let mistake = Diagnostic::new(Code::QuirkKind, text.span, format!("`{}` is no kind of quirk", text.text));
        report.add(mistake.help(format!("kinds are {}", names.join(", "))).did_you_mean(text.text, names));
    }
    found
}

/// Some kinds are about the answer as a whole, the others about a place in something.
fn check_root(at: &Path, text: Piece<'_>, kind: Kind) -> Result<(), Diagnostic> {
    let fits = match kind {
        Kind::TokenAfterLastPage | Kind::MessageForMsg => text.text == "response",
        Kind::NoSample => matches!(text.text, "response" | "body"),
        Kind::UnknownKey | Kind::WrongType | Kind::FewerFields => at.is_in_sample(),
        Kind::UnlistedValue | Kind::AbsentFromSample | Kind::Undocumented => at.is_in_sample() && !at.is_root(),
        Kind::UnlistedExample | Kind::FewerValues => !at.is_root(),
    };
    let place = match kind {
        _ if fits => return Ok(()),
        Kind::TokenAfterLastPage | Kind::MessageForMsg => "`response`",
        Kind::NoSample => "`response` or `body`",
        Kind::UnlistedExample | Kind::FewerValues => "a field or a parameter",
        _ => "`response.…` or `body.…`",
    };
    Err(Diagnostic::new(Code::QuirkPlace, text.span, format!("a quirk `{}` is at {place}", kind.name())))
}

/// The codes of a `fewer_values`, the fields of a `fewer_fields`; no other kind has any. Nothing comes back when they are missing.
fn read_codes(keys: Keys<'_>, kind: Kind, kind_span: Span, report: &mut Report) -> Option<Vec<(String, Span)>> {
    let owners = [
        ("values", Kind::FewerValues, "`values: [1, 2]` says which codes the page lists"),
        ("fields", Kind::FewerFields, "`fields: [a, b]` says which fields the page leaves out"),
    ];
    let mut listed = Vec::new();
    for (key, owner, help) in owners {
        match keys.get(key) {
            Some(node) if kind == owner => {
                let what = format!("`{key}`");
                let texts = keys::texts(keys::list(node, &what, report)?, &what, report);
                listed = texts.into_iter().map(|text| (text.text.to_owned(), text.span)).collect();
            }
            Some(node) => {
                let message = format!("`{key}` belongs to the kind `{}` alone", owner.name());
                report.add(Diagnostic::new(Code::QuirkValues, node.span(), message));
                return None;
            }
            None if kind == owner => {
                report.add(Diagnostic::new(Code::QuirkValues, kind_span, format!("`{key}` is missing")).help(help));
                return None;
            }
            None => {}
        }
    }
    Some(listed)
}

fn first_key(node: &Node) -> Span {
    match node {
        Node::Map(map) => map.entries.first().map_or(map.span, |entry| entry.key.span),
        node => node.span(),
    }
}
