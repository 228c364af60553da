//! The two ways to write a field down, one line or several, made one.

use super::keys::{self, Keys, Shape};
use super::report::Report;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Node, Piece};
use crate::source::Span;

pub(super) const FIELD: Shape = Shape {
    what: "a field",
    needed: &["type", "doc"],
    known: &["type", "doc", "example", "range", "length", "items", "values", "deprecated", "scopes"],
};

/// What stands before the first `|`.
pub(crate) struct Head<'a> {
    pub(crate) ty: Piece<'a>,
    pub(crate) default: Option<Piece<'a>>,
    pub(crate) flags: Vec<Piece<'a>>,
}

/// A field as it was written.
pub(crate) struct Notation<'a> {
    pub(crate) head: Head<'a>,
    pub(crate) doc: Option<Piece<'a>>,
    pub(crate) example: Option<Piece<'a>>,
    /// The keys of the longer form.
    pub(crate) keys: Option<Keys<'a>>,
}

impl<'a> Notation<'a> {
    pub(crate) fn read(node: &'a Node, name: &str, owner: Span, report: &mut Report) -> Option<Self> {
        match node {
            Node::Map(_) => Self::long(node, owner, report),
            _ => Self::short(keys::text(node, &format!("`{name}`"), report)?, report),
        }
    }

    /// `TYPE = default, flag | doc | example`.
    fn short(text: Piece<'a>, report: &mut Report) -> Option<Self> {
        let mut parts = text.split_up_to(3, '|').into_iter();
        let first = parts.next()?;
        if let Some(mistake) = without_bar(first) {
            report.add(mistake);
            return None;
        }
        let head = Head::read(first);
        let doc = parts.next();
        if doc.is_none() {
            let mistake = Diagnostic::new(Code::Parts, text.span, "the doc is missing").label("only a type");
            report.add(mistake.help("write `TYPE | What it is.`"));
        }
        Some(Self { head, doc, example: parts.next(), keys: None })
    }

    fn long(node: &'a Node, owner: Span, report: &mut Report) -> Option<Self> {
        let keys = Keys::read(node, owner, &FIELD, report)?;
        let doc = keys.text("doc", report);
        let example = keys.text("example", report);
        let text = keys.text("type", report)?;
        let (head, rest) = text.split('|');
        if let Some(rest) = rest {
            report.add(
                Diagnostic::new(Code::Parts, rest.span, "`type` holds what stands before the first `|`")
                    .help("the doc goes under `doc`"),
            );
        }
        Some(Self { head: Head::read(head), doc, example, keys: Some(keys) })
    }
}

/// What is wrong when type and doc stand together in front of the first bar.
fn without_bar(head: Piece<'_>) -> Option<Diagnostic> {
    if let (_, Some(doc)) = head.split('｜') {
        let mistake = Diagnostic::new(Code::Parts, doc.span, "type and doc are divided by a full-width bar");
        return Some(mistake.label("behind a `｜`").help("write `|`"));
    }
    let is_sentence = head.text.ends_with(['.', '!', '?']) && head.words().len() > 2;
    is_sentence.then(|| {
        Diagnostic::new(Code::Parts, head.span, "no `|` stands between type and doc").help("write `TYPE | What it is.`")
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
