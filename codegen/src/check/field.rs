//! Fields and parameters.

use std::collections::HashSet;

use super::enums;
use super::keys::Keys;
use super::limit::read_limits;
use super::literal;
use super::notation::{Head, Notation};
use super::place::{Place, is_scalar};
use super::reader::{Reader, Shared};
use super::text;
use super::types::Written;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Entry, Map, Node, Piece};
use crate::model::{Deprecated, Field, Limit, Literal, Presence, Type};
use crate::source::Span;

const NOT_SENT: &str = "a default is what the server takes when nothing is sent, and an answer is not sent";

/// The flags and what they say.
#[derive(Default)]
struct Flags {
    required: bool,
    always: bool,
    sensitive: bool,
}

impl Reader<'_> {
    /// The fields under `path`, `query`, `body`, `form`, `response` or `fields`.
    pub(crate) fn fields(&mut self, map: &Map, place: Place) -> Vec<Field> {
        let names: HashSet<&str> = map.entries.iter().map(|entry| entry.key.text.as_str()).collect();
        map.entries.iter().map(|entry| self.field(entry, place, &names)).collect()
    }

    /// A field that cannot be understood becomes `json`, which agrees with every sample.
    pub(crate) fn field(&mut self, entry: &Entry, place: Place, siblings: &HashSet<&str>) -> Field {
        let name = &entry.key;
        if !text::is_key(&name.text) {
            let mistake = Diagnostic::new(Code::Name, name.span, format!("`{}` is no name of a field", name.text));
            self.report.add(mistake.help("names are letters, digits and `_`"));
        }
        if let Some((parameter, span)) = shared_name(entry, place) {
            return self.shared_parameter(entry, parameter, span, place);
        }
        let mut field = blank(entry);
        let Some(notation) = Notation::read(&entry.value, &name.text, name.span, self.report) else {
            self.report.unclear = true;
            return field;
        };
        field.doc = notation.doc.map(|doc| text::doc(doc, self.report)).unwrap_or_default();
        let flags = self.flags(&notation.head.flags, place);
        field.sensitive = flags.sensitive;
        field.presence = self.presence(&flags, &notation, place);
        match self.read_type(notation.head.ty) {
            Some(written) => self.read_values(&mut field, written, &notation, place),
            None => self.report.unclear = true,
        }
        if let Some(keys) = notation.keys {
            field.deprecated = self.deprecated(keys, &name.text, siblings);
            let scopes = keys.texts("scopes", self.report);
            field.scopes = self.scopes(scopes);
        }
        field
    }

    fn flags(&mut self, pieces: &[Piece<'_>], place: Place) -> Flags {
        let mut flags = Flags::default();
        for piece in pieces {
            let flag = match piece.text {
                "required" => &mut flags.required,
                "always" => &mut flags.always,
                "sensitive" => &mut flags.sensitive,
                _ => {
                    let mistake = Diagnostic::new(Code::Flag, piece.span, format!("`{}` is no flag", piece.text));
                    let help = format!("flags here are {}", place.flags().join(", "));
                    self.report.add(mistake.help(help).did_you_mean(piece.text, place.flags().iter().copied()));
                    continue;
                }
            };
            if std::mem::replace(flag, true) {
                self.report.add(Diagnostic::new(Code::Twice, piece.span, format!("`{}` is said twice", piece.text)));
            }
            if !place.flags().contains(&piece.text) {
                let mistake = Diagnostic::new(
                    Code::Flag,
                    piece.span,
                    format!("`{}` is not said in {}", piece.text, place.name()),
                );
                self.report.add(match (place, piece.text) {
                    (Place::Path, "required") => mistake.help("path parameters are always required: leave it out"),
                    (_, "always") => mistake.help("`always` is for answers; what must be sent is `required`"),
                    _ => mistake.help("`required` is for what is sent; what an answer promises is `always`"),
                });
            }
        }
        flags
    }

    fn presence(&mut self, flags: &Flags, notation: &Notation<'_>, place: Place) -> Presence {
        if flags.required && flags.always {
            let mistake =
                Diagnostic::new(Code::Flag, notation.head.ty.span, "`required` and `always` exclude each other");
            self.report.add(mistake.help("`required` is for objects that are sent, `always` for those that come back"));
        }
        let presence = match place {
            Place::Path => Presence::Required,
            _ if flags.required => Presence::Required,
            _ if flags.always => Presence::Always,
            _ => Presence::Optional,
        };
        let refused = match presence {
            Presence::Required => Some("what is required is always given"),
            Presence::Always => Some(NOT_SENT),
            Presence::Optional => (place == Place::Response).then_some(NOT_SENT),
        };
        if let (Some(default), Some(why)) = (notation.head.default, refused) {
            self.report.add(Diagnostic::new(Code::NoDefaultHere, default.span, "there is no default here").help(why));
        }
        presence
    }

    /// The type, and all that must agree with it.
    fn read_values(&mut self, field: &mut Field, written: Written, notation: &Notation<'_>, place: Place) {
        let Written { ty, as_string } = written;
        let Head { ty: text, default, .. } = notation.head;
        if let Some(why) = place.refuses(&ty) {
            let mistake = Diagnostic::new(
                Code::TypeNotHere,
                text.span,
                format!("`{}` cannot stand in {}", text.text, place.name()),
            );
            self.report.add(mistake.help(why));
        }
        if as_string && place.is_text() {
            let mistake = Diagnostic::new(Code::AsString, text.span, "`as string` is not said here");
            self.report.add(mistake.help(format!("in {} everything is text anyway", place.name())));
        }
        if let Some(keys) = notation.keys {
            field.limits = read_limits(keys, &ty, self.report);
            field.values = self.subset(keys, &ty);
        }
        field.default = default.and_then(|text| self.default_value(text, &ty, &field.values));
        field.example = notation.example.and_then(|text| self.example(text, &ty, &field.values, field.span));
        let default = default.filter(|_| field.default.is_some());
        let example = notation.example.filter(|_| field.example.is_some());
        for (what, text) in [("default", default), ("example", example)] {
            if let Some(text) = text.filter(|text| is_beyond(&field.limits, text.text)) {
                let mistake = Diagnostic::new(
                    Code::BeyondLimit,
                    text.span,
                    format!("the {what} is beyond the field's own limit"),
                );
                self.report.add(mistake.help("mend one of the two"));
            }
        }
        field.as_string = as_string;
        field.ty = ty;
    }

    /// `values`, said by name.
    fn subset(&mut self, keys: Keys<'_>, ty: &Type) -> Vec<Literal> {
        let texts = keys.texts("values", self.report);
        let Some(of) = self.context.index.enum_of(ty) else {
            if let Some(node) = keys.get("values") {
                self.report.add(
                    Diagnostic::new(Code::LimitOfOthers, node.span(), "`values` is for enums")
                        .label("the type is another"),
                );
            }
            return Vec::new();
        };
        let mut values = Vec::new();
        for text in texts {
            match enums::by_name(of, text.text) {
                Some(listed) => values.push(literal::named(listed)),
                None => {
                    let mistake = Diagnostic::new(
                        Code::UnknownValue,
                        text.span,
                        format!("`{}` is no value of `{}`", text.text, of.name),
                    );
                    let mistake = match enums::by_wire(of, text.text) {
                        Some(meant) => mistake.help(format!("values are said by name: `{}`", meant.name)),
                        None => {
                            let names: Vec<String> = enums::listed(of).into_iter().map(|listed| listed.name).collect();
                            mistake.did_you_mean(text.text, names.iter().map(String::as_str))
                        }
                    };
                    self.report.add(mistake.other(of.span, "its values stand here"));
                }
            }
        }
        values
    }

    fn deprecated(&mut self, keys: Keys<'_>, name: &str, siblings: &HashSet<&str>) -> Option<Deprecated> {
        let text = keys.text("deprecated", self.report)?;
        if text.text == "nothing" {
            return Some(Deprecated::Nothing);
        }
        if text.text == name || !siblings.contains(text.text) {
            let others = siblings.iter().copied().filter(|sibling| *sibling != name);
            let mistake = Diagnostic::new(
                Code::UnknownSibling,
                text.span,
                format!("there is no other field `{}` beside this one", text.text),
            );
            let mistake = mistake.help("name the field to use instead, or say `nothing`");
            self.report.add(mistake.did_you_mean(text.text, others));
        }
        Some(Deprecated::Use(text.text.to_owned()))
    }

    fn shared_parameter(&mut self, entry: &Entry, name: &str, span: Span, place: Place) -> Field {
        let Some(Shared { field: parameter, used }) = self.context.shared.get(name) else {
            if self.context.index.all_shared {
                let mistake =
                    Diagnostic::new(Code::UnknownShared, span, format!("there is no shared parameter `{name}`"));
                let names = self.context.shared.keys().map(String::as_str);
                let mistake = mistake.help("shared parameters stand under `parameters` in `types/`");
                self.report.add(mistake.did_you_mean(name, names));
            }
            return blank(entry);
        };
        used.set(true);
        self.report.share_example(parameter.span, entry.key.span);
        let mut field = Field { name: entry.key.text.clone(), span: entry.key.span, ..parameter.clone() };
        if place == Place::Path {
            if field.default.is_some() || !is_scalar(&field.ty) {
                let mistake = Diagnostic::new(Code::TypeNotHere, span, format!("`{name}` cannot stand in a path"));
                self.report.add(mistake.other(parameter.span, "it is a list or has a default"));
            }
            field.presence = Presence::Required;
        }
        field
    }
}

/// The name after `shared`, or the parameter's own, where parameters stand.
fn shared_name(entry: &Entry, place: Place) -> Option<(&str, Span)> {
    let Node::Text(scalar) = &entry.value else { return None };
    if !matches!(place, Place::Path | Place::Query | Place::Body | Place::Form) {
        return None;
    }
    match scalar.piece().words().as_slice() {
        [shared] if shared.text == "shared" => Some((&entry.key.text, shared.span)),
        [shared, other] if shared.text == "shared" => Some((other.text, other.span)),
        _ => None,
    }
}

fn blank(entry: &Entry) -> Field {
    Field {
        name: entry.key.text.clone(),
        doc: String::new(),
        ty: Type::Json,
        as_string: false,
        presence: Presence::Optional,
        sensitive: false,
        default: None,
        example: None,
        limits: Vec::new(),
        values: Vec::new(),
        deprecated: None,
        scopes: Vec::new(),
        span: entry.key.span,
    }
}

/// Whether a literal is beyond one of the limits; how many items a list may have is not asked of one of them.
fn is_beyond(limits: &[Limit], text: &str) -> bool {
    limits.iter().any(|limit| match *limit {
        Limit::Range(min, max) => text.parse().is_ok_and(|number| is_outside(number, min, max)),
        Limit::Length(min, max) => is_outside(text.chars().count() as u64, min, max),
        Limit::Items(..) => false,
    })
}

fn is_outside<N: PartialOrd>(number: N, min: Option<N>, max: Option<N>) -> bool {
    min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max)
}
