//! Parses the short form (one line) and the long form (a map) of a field into the same representation.

use super::keys::{self, Keys, Shape};
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Node, Piece};
use crate::source::Span;

pub(super) const FIELD: Shape = Shape {
    what: "a field",
    required: &["type", "doc"],
    known: &[
        "type",
        "doc",
        "example",
        "range",
        "length",
        "items",
        "values",
        "replaces",
        "required_if",
        "deprecated",
        "scopes",
        "rust_name",
    ],
};

/// The part before the first `|`: type, default and flags.
pub(crate) struct Head<'a> {
    pub(crate) ty: Piece<'a>,
    pub(crate) default: Option<Piece<'a>>,
    pub(crate) flags: Vec<Piece<'a>>,
}

/// A field as written in the schema.
pub(crate) struct Notation<'a> {
    pub(crate) head: Head<'a>,
    pub(crate) doc: Option<Piece<'a>>,
    pub(crate) example: Option<Piece<'a>>,
    /// The keys of the long form.
    pub(crate) keys: Option<Keys<'a>>,
}

impl<'a> Notation<'a> {
    pub(crate) fn read(node: &'a Node, name: &str, owner: Span, report: &mut Report) -> Option<Self> {
        match node {
            Node::Map(_) => Self::read_long(node, owner, report),
            _ => Self::read_short(keys::text(node, &format!("`{name}`"), report)?, report),
        }
    }

    /// `TYPE = default, flag | doc | example`.
    fn read_short(text: Piece<'a>, report: &mut Report) -> Option<Self> {
        let mut parts = text.split_up_to(3, '|').into_iter();
        let first = parts.next()?;
        if let Some(diagnostic) = check_separator(first) {
            report.add(diagnostic);
            return None;
        }
        let head = Head::read(first);
        let doc = parts.next();
        if doc.is_none() {
            let diagnostic = Diagnostic::new(Code::PartCount, text.span, "missing description").label("only a type");
            report.add(diagnostic.help("add a sentence: `TYPE | Description.`"));
        }
        Some(Self { head, doc, example: parts.next(), keys: None })
    }

    fn read_long(node: &'a Node, owner: Span, report: &mut Report) -> Option<Self> {
        let keys = Keys::read(node, owner, &FIELD, report)?;
        let doc = keys.text("doc", report);
        let example = keys.text("example", report);
        let text = keys.text("type", report)?;
        let (head, rest) = text.split('|');
        if let Some(rest) = rest {
            report.add(
                Diagnostic::new(Code::PartCount, rest.span, "`type` contains a `|`")
                    .help("move the description to `doc` and the example to `example`"),
            );
        }
        Some(Self { head: Head::read(head), doc, example, keys: Some(keys) })
    }
}

/// Returns an error if the part before the first `|` contains both type and description.
fn check_separator(head: Piece<'_>) -> Option<Diagnostic> {
    if let (_, Some(doc)) = head.split('｜') {
        let diagnostic =
            Diagnostic::new(Code::PartCount, doc.span, "type and description are separated by a full-width `｜`");
        return Some(diagnostic.label("follows a `｜`").help("use an ASCII `|`"));
    }
    let is_sentence = head.text.ends_with(['.', '!', '?']) && head.words().len() > 2;
    is_sentence.then(|| {
        Diagnostic::new(Code::PartCount, head.span, "missing `|` between type and description")
            .help("write `TYPE | Description.`")
    })
}

impl<'a> Head<'a> {
    fn read(text: Piece<'a>) -> Self {
        let (typed, mut rest) = text.split(',');
        let (ty, default) = typed.split('=');
        let mut flags = Vec::new();
        while let Some(piece) = rest {
            let (flag, after) = piece.split(',');
            flags.push(flag);
            rest = after;
        }
        Self { ty, default, flags }
    }
}
