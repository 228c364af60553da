//! Reads the key `quirks`, the discrepancies between documentation page, sample and observed behavior.

use super::keys::{self, Keys, Shape};
use super::path::Path;
use super::report::Report;
use super::subject::Root;
use super::text;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Node, Piece};
use crate::model::Quirk;
use crate::source::Span;

pub(super) const QUIRK: Shape = Shape {
    what: "a quirk",
    required: &["at", "kind", "because", "docs", "observed"],
    known: &["at", "kind", "values", "fields", "because", "docs", "observed"],
};

/// The kind of a discrepancy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    UnlistedValue,
    UnlistedExample,
    UnknownKey,
    WrongType,
    AbsentFromSample,
    Undocumented,
    OnlyInSample,
    WrongTypeOnPage,
    WrongPresenceOnPage,
    InvalidDefault,
    OtherScopes,
    FewerValues,
    FewerFields,
    TokenAfterLastPage,
    MessageForMsg,
    NoSample,
}

pub(super) const KINDS: [(&str, Kind); 16] = [
    ("unlisted_value", Kind::UnlistedValue),
    ("unlisted_example", Kind::UnlistedExample),
    ("unknown_key", Kind::UnknownKey),
    ("wrong_type", Kind::WrongType),
    ("absent_from_sample", Kind::AbsentFromSample),
    ("undocumented", Kind::Undocumented),
    ("only_in_sample", Kind::OnlyInSample),
    ("wrong_type_on_page", Kind::WrongTypeOnPage),
    ("wrong_presence_on_page", Kind::WrongPresenceOnPage),
    ("invalid_default", Kind::InvalidDefault),
    ("other_scopes", Kind::OtherScopes),
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

    /// Returns a description of the discrepancy for the emitted documentation. A list of values or fields may follow it.
    fn summary(self) -> &'static str {
        match self {
            Self::UnlistedValue => "a sample contains a value that is not listed",
            Self::UnlistedExample => "the example on the page is not a listed value",
            Self::UnknownKey => "a sample contains an undocumented key",
            Self::WrongType => "a sample contains a value of another type",
            Self::AbsentFromSample => "no sample contains the field",
            Self::Undocumented => "neither the page nor a sample contains the field",
            Self::OnlyInSample => "a sample contains the field, but the page does not list it",
            Self::WrongTypeOnPage => "the page has another type",
            Self::WrongPresenceOnPage => "the page differs in whether the field is required",
            Self::InvalidDefault => "the default on the page is not valid",
            Self::OtherScopes => "the page has other scopes",
            Self::FewerValues => "the page lists fewer values",
            Self::FewerFields => "the page omits fields",
            Self::TokenAfterLastPage => "a sample contains a page token after the last page",
            Self::MessageForMsg => "a sample contains `message` instead of `msg`",
            Self::NoSample => "the page has no sample",
        }
    }
}

/// A quirk that is not yet compared with the samples.
pub(crate) struct QuirkDraft {
    pub(crate) at: Path,
    pub(crate) at_span: Span,
    pub(crate) kind: Kind,
    /// The items of the list that the kind requires, see [`list_key`], with their locations.
    pub(crate) values: Vec<(String, Span)>,
    pub(crate) quirk: Quirk,
}

/// The quirks of an operation or an event.
#[derive(Default)]
pub(crate) struct Quirks {
    pub(crate) drafts: Vec<QuirkDraft>,
    /// The paths of invalid quirks. Errors at these paths are not reported, because the quirk may explain them.
    pub(crate) unclear: Vec<String>,
}

/// Reads the quirks. `roots` are the sections that they can refer to.
pub(crate) fn read_quirks(keys: Keys<'_>, roots: &[(&'static str, Root)], report: &mut Report) -> Quirks {
    let items = keys.list("quirks", report).map_or(&[][..], |list| list.items.as_slice());
    let mut quirks = Quirks::default();
    for item in items {
        let Some(keys) = Keys::read(item, first_key(item), &QUIRK, report) else { continue };
        let Some(draft) = read_quirk(keys, roots, report) else {
            if let Some(Node::Text(at)) = keys.get("at") {
                quirks.unclear.push(at.text.trim().to_owned());
            }
            continue;
        };
        let same = |earlier: &&QuirkDraft| earlier.kind == draft.kind && earlier.quirk.at == draft.quirk.at;
        match quirks.drafts.iter().find(same) {
            Some(first) => report.add(
                Diagnostic::new(Code::DuplicateQuirk, draft.at_span, "duplicate quirk")
                    .label("same kind and path")
                    .other(first.at_span, "first quirk")
                    .help("merge the two quirks"),
            ),
            None => quirks.drafts.push(draft),
        }
    }
    quirks
}

fn read_quirk(keys: Keys<'_>, roots: &[(&'static str, Root)], report: &mut Report) -> Option<QuirkDraft> {
    let because = keys.text("because", report).map(|text| text::doc(text, report));
    let docs = keys.text("docs", report).map(|text| text::doc(text, report));
    let observed = keys.text("observed", report).map(|text| text::doc(text, report));
    let kind = keys.text("kind", report).and_then(|text| read_kind(text, report));
    let at_text = keys.text("at", report);
    let at = at_text.and_then(|text| report.keep(Path::read(text, roots)));
    let ((kind, kind_span), at_text, at) = (kind?, at_text?, at?);
    report.keep(check_root(&at, at_text, kind))?;
    let values = read_listed(keys, kind, kind_span, report)?;
    let listed = || values.iter().map(|(text, _)| text.clone()).collect();
    let quirk = Quirk {
        at: at_text.text.to_owned(),
        because: because.unwrap_or_default(),
        docs: docs.unwrap_or_default(),
        observed: observed.unwrap_or_default(),
        kind: kind.name(),
        summary: kind.summary(),
        values: if list_key(kind) == Some("values") { listed() } else { Vec::new() },
        fields: if list_key(kind) == Some("fields") { listed() } else { Vec::new() },
    };
    Some(QuirkDraft { at, at_span: at_text.span, kind, values, quirk })
}

fn read_kind(text: Piece<'_>, report: &mut Report) -> Option<(Kind, Span)> {
    let found = KINDS.iter().find(|(name, _)| *name == text.text).map(|(_, kind)| (*kind, text.span));
    if found.is_none() {
        let names = KINDS.map(|(name, _)| name);
        let diagnostic =
            Diagnostic::new(Code::UnknownQuirkKind, text.span, format!("unknown kind of quirk `{}`", text.text));
        report.add(diagnostic.help(format!("expected one of {}", names.join(", "))).did_you_mean(text.text, names));
    }
    found
}

/// Checks that the kind is allowed at the path.
fn check_root(at: &Path, text: Piece<'_>, kind: Kind) -> Result<(), Diagnostic> {
    let fits = match kind {
        Kind::TokenAfterLastPage | Kind::MessageForMsg => text.text == "response",
        Kind::NoSample => matches!(text.text, "response" | "body" | "payload"),
        Kind::UnknownKey | Kind::WrongType | Kind::FewerFields => at.is_in_sample(),
        Kind::UnlistedValue | Kind::AbsentFromSample | Kind::Undocumented | Kind::OnlyInSample => {
            at.is_in_sample() && !at.is_root()
        }
        Kind::WrongPresenceOnPage => at.is_in_request() && !at.is_root(),
        Kind::UnlistedExample
        | Kind::FewerValues
        | Kind::InvalidDefault
        | Kind::WrongTypeOnPage
        | Kind::OtherScopes => !at.is_root(),
    };
    let place = match kind {
        _ if fits => return Ok(()),
        Kind::TokenAfterLastPage | Kind::MessageForMsg => "`response`",
        Kind::NoSample => "`response`, `body` or `payload`",
        Kind::WrongPresenceOnPage => "a parameter or a field that is sent",
        Kind::UnlistedExample
        | Kind::FewerValues
        | Kind::InvalidDefault
        | Kind::WrongTypeOnPage
        | Kind::OtherScopes => "a field or a parameter",
        _ => "`response.…`, `body.…` or `payload.…`",
    };
    Err(Diagnostic::new(
        Code::MisplacedQuirk,
        text.span,
        format!("a quirk `{}` is not allowed at `{}`", kind.name(), text.text),
    )
    .help(format!("use it at {place}")))
}

/// Returns the key whose list a quirk of this kind must have.
pub(super) fn list_key(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::FewerValues | Kind::OtherScopes => Some("values"),
        Kind::FewerFields => Some("fields"),
        _ => None,
    }
}

/// Reads the list of a quirk. Returns `None` if it is missing or not allowed.
fn read_listed(keys: Keys<'_>, kind: Kind, kind_span: Span, report: &mut Report) -> Option<Vec<(String, Span)>> {
    let expected = list_key(kind);
    for key in ["values", "fields"].into_iter().filter(|key| Some(*key) != expected) {
        if let Some(node) = keys.get(key) {
            let owners = KINDS.iter().filter(|(_, kind)| list_key(*kind) == Some(key));
            let owners: Vec<String> = owners.map(|(name, _)| format!("`{name}`")).collect();
            let message = format!("`{key}` is allowed only for the kind {}", owners.join(" or "));
            report.add(Diagnostic::new(Code::QuirkValues, node.span(), message).help("remove the key"));
            return None;
        }
    }
    let Some(key) = expected else { return Some(Vec::new()) };
    let Some(node) = keys.get(key) else {
        let help = match kind {
            Kind::FewerValues => "`values: [1, 2]` lists the documented codes",
            Kind::OtherScopes => "`values: [hire:talent]` lists the documented scopes, `values: []` none",
            _ => "`fields: [a, b]` lists the undocumented fields",
        };
        report.add(Diagnostic::new(Code::QuirkValues, kind_span, format!("missing key `{key}`")).help(help));
        return None;
    };
    let what = format!("`{key}`");
    let texts = keys::texts(keys::list(node, &what, report)?, &what, report);
    Some(texts.into_iter().map(|text| (text.text.to_owned(), text.span)).collect())
}

fn first_key(node: &Node) -> Span {
    match node {
        Node::Map(map) => map.entries.first().map_or(map.span, |entry| entry.key.span),
        node => node.span(),
    }
}
