//! Reads fields and parameters.

use std::collections::HashSet;

use super::keys::Keys;
use super::limit::{read_limits, violates};
use super::notation::{Head, Notation};
use super::reader::{Reader, Shared};
use super::replaces::read_replaces;
use super::section::{Section, is_scalar};
use super::text;
use super::types::TypeSpec;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Entry, Map, Node, Piece};
use crate::model::{Deprecated, Field, Literal, Presence, Type};
use crate::names;
use crate::source::Span;

const REMOVE_DEFAULT: &str = "remove it: only fields that are sent can have a default";

/// The flags of a field.
#[derive(Default)]
struct Flags {
    required: bool,
    always: bool,
    sensitive: bool,
    bare: bool,
}

impl Reader<'_> {
    /// Reads the fields under `path`, `query`, `body`, `form`, `response` or `fields`.
    pub(crate) fn read_fields(&mut self, map: &Map, section: Section) -> Vec<Field> {
        let names: HashSet<&str> = map.entries.iter().map(|entry| entry.key.text.as_str()).collect();
        let mut fields: Vec<Field> = map.entries.iter().map(|entry| self.read_field(entry, section, &names)).collect();
        let conditions: Vec<_> = map.entries.iter().map(|entry| self.read_condition(entry, &fields, section)).collect();
        for (field, condition) in fields.iter_mut().zip(conditions) {
            field.required_if = condition;
        }
        fields
    }

    /// Reads a field. An invalid type becomes `json`, which matches every sample value.
    pub(crate) fn read_field(&mut self, entry: &Entry, section: Section, siblings: &HashSet<&str>) -> Field {
        let name = &entry.key;
        if !text::is_key(&name.text) {
            let diagnostic =
                Diagnostic::new(Code::InvalidName, name.span, format!("invalid field name `{}`", name.text));
            self.report.add(diagnostic.help("use letters, digits and `_`; do not start with a digit"));
        }
        if let Some((parameter, span)) = shared_name(entry, section) {
            return self.resolve_shared(entry, parameter, span, section);
        }
        let mut field = placeholder(entry);
        let Some(notation) = Notation::read(&entry.value, &name.text, name.span, self.report) else {
            self.report.unclear = true;
            return field;
        };
        field.doc = notation.doc.map(|doc| text::doc(doc, self.report)).unwrap_or_default();
        let flags = self.read_flags(&notation.head.flags, section);
        field.sensitive = flags.sensitive;
        field.is_bare = flags.bare;
        field.presence = self.read_presence(&flags, &notation, section);
        match self.read_type(notation.head.ty) {
            Some(spec) => self.read_values(&mut field, spec, &notation, section),
            None => self.report.unclear = true,
        }
        if let Some(keys) = notation.keys {
            if let Some(rust_name) = self.read_rust_name(keys) {
                field.rust_name = rust_name;
            }
            field.deprecated = self.read_deprecated(keys, &name.text, siblings);
            field.replaces_whole = read_replaces(keys, self.report).is_some_and(|span| {
                let is_sent = matches!(section, Section::Body | Section::Object);
                if !is_sent {
                    let message = format!("`replaces` has no effect in {}", section.name());
                    self.report.add(Diagnostic::new(Code::NoEffect, span, message).help("remove it"));
                }
                is_sent
            });
            let scopes = keys.texts("scopes", self.report);
            field.scopes = self.read_scopes(scopes);
        }
        field
    }

    fn read_flags(&mut self, pieces: &[Piece<'_>], section: Section) -> Flags {
        let mut flags = Flags::default();
        for piece in pieces {
            let flag = match piece.text {
                "required" => &mut flags.required,
                "always" => &mut flags.always,
                "sensitive" => &mut flags.sensitive,
                "bare" => &mut flags.bare,
                _ => {
                    let diagnostic =
                        Diagnostic::new(Code::InvalidFlag, piece.span, format!("unknown flag `{}`", piece.text));
                    let help = format!("the allowed flags are {}", section.flags().join(", "));
                    self.report.add(diagnostic.help(help).did_you_mean(piece.text, section.flags().iter().copied()));
                    continue;
                }
            };
            if std::mem::replace(flag, true) {
                self.report.add(
                    Diagnostic::new(Code::Duplicate, piece.span, format!("duplicate flag `{}`", piece.text))
                        .help("remove it"),
                );
            }
            if !section.flags().contains(&piece.text) {
                let diagnostic = Diagnostic::new(
                    Code::InvalidFlag,
                    piece.span,
                    format!("flag `{}` is not allowed in {}", piece.text, section.name()),
                );
                self.report.add(match (section, piece.text) {
                    (Section::Path, "required") => diagnostic.help("remove it: path parameters are always required"),
                    (_, "bare") => diagnostic.help("remove it: only the one field of a body or a response can be bare"),
                    (_, "always") => {
                        diagnostic.help("use `required` for values that must be sent; `always` is for responses")
                    }
                    _ => diagnostic
                        .help("use `always` for values that every response contains; `required` is for requests"),
                });
            }
        }
        flags
    }

    fn read_presence(&mut self, flags: &Flags, notation: &Notation<'_>, section: Section) -> Presence {
        if flags.required && flags.always {
            let diagnostic = Diagnostic::new(
                Code::InvalidFlag,
                notation.head.ty.span,
                "`required` and `always` are mutually exclusive",
            );
            self.report.add(
                diagnostic.help("use `required` in objects that are sent, and `always` in objects that are received"),
            );
        }
        let presence = match section {
            Section::Path => Presence::Required,
            _ if flags.required => Presence::Required,
            _ if flags.always => Presence::Always,
            _ => Presence::Optional,
        };
        let refused = match presence {
            Presence::Required => Some("remove it: a required field is always sent"),
            Presence::Always => Some(REMOVE_DEFAULT),
            Presence::Optional => matches!(section, Section::Response | Section::Payload).then_some(REMOVE_DEFAULT),
        };
        if let (Some(default), Some(why)) = (notation.head.default, refused) {
            self.report
                .add(Diagnostic::new(Code::DefaultNotAllowed, default.span, "a default is not allowed here").help(why));
        }
        presence
    }

    /// Sets the type, and the properties that depend on it.
    fn read_values(&mut self, field: &mut Field, spec: TypeSpec, notation: &Notation<'_>, section: Section) {
        let TypeSpec { ty, as_string } = spec;
        let Head { ty: text, default, .. } = notation.head;
        if let Some(why) = section.rejects(&ty) {
            let diagnostic = Diagnostic::new(
                Code::TypeNotAllowed,
                text.span,
                format!("`{}` is not allowed in {}", text.text, section.name()),
            );
            self.report.add(diagnostic.help(why));
        }
        if as_string && section.is_text() {
            let diagnostic = Diagnostic::new(Code::InvalidAsString, text.span, "`as string` is not allowed here");
            self.report.add(diagnostic.help(format!("remove it: every value in {} is text", section.name())));
        }
        if let Some(keys) = notation.keys {
            field.limits = read_limits(keys, &ty, self.report);
            field.values = self.read_subset(keys, &ty);
        }
        field.default = default.and_then(|text| self.read_default(text, &ty, &field.values));
        field.example = notation.example.and_then(|text| self.read_example(text, &ty, &field.values, field.span));
        let default = default.filter(|_| field.default.is_some());
        let example = notation.example.filter(|_| field.example.is_some());
        for (what, text) in [("default", default), ("example", example)] {
            if let Some(text) = text.filter(|text| violates(&field.limits, text.text)) {
                let diagnostic = Diagnostic::new(
                    Code::LimitViolated,
                    text.span,
                    format!("the {what} violates a limit of its field"),
                );
                self.report.add(diagnostic.help(format!("correct the {what} or the limit")));
            }
        }
        field.as_string = as_string;
        field.ty = ty;
    }

    /// Reads `values`, which refers to enum values by name.
    fn read_subset(&mut self, keys: Keys<'_>, ty: &Type) -> Vec<Literal> {
        let texts = keys.texts("values", self.report);
        let Some(of) = self.context.index.enum_of(ty) else {
            if let Some(node) = keys.get("values") {
                self.report.add(
                    Diagnostic::new(Code::LimitNotApplicable, node.span(), "`values` applies only to enums")
                        .label("the field has another type"),
                );
            }
            return Vec::new();
        };
        texts.into_iter().filter_map(|text| self.read_value_name(text, of)).collect()
    }

    fn read_rust_name(&mut self, keys: Keys<'_>) -> Option<String> {
        let text = keys.text("rust_name", self.report)?;
        if !text::is_snake_case(text.text) {
            let message = format!("invalid Rust name `{}`", text.text);
            self.report.add(Diagnostic::new(Code::InvalidName, text.span, message).help("write it in snake_case"));
        }
        Some(text.text.to_owned())
    }

    fn read_deprecated(&mut self, keys: Keys<'_>, name: &str, siblings: &HashSet<&str>) -> Option<Deprecated> {
        let text = keys.text("deprecated", self.report)?;
        if text.text == "nothing" {
            return Some(Deprecated::Nothing);
        }
        if text.text == name || !siblings.contains(text.text) {
            let others = siblings.iter().copied().filter(|sibling| *sibling != name);
            let diagnostic = Diagnostic::new(
                Code::UnknownSibling,
                text.span,
                format!("there is no other field `{}` to use instead", text.text),
            );
            let diagnostic = diagnostic.help("name another field of the same section, or write `nothing`");
            self.report.add(diagnostic.did_you_mean(text.text, others));
        }
        Some(Deprecated::Use(text.text.to_owned()))
    }

    fn resolve_shared(&mut self, entry: &Entry, name: &str, span: Span, section: Section) -> Field {
        let Some(Shared { field: parameter, used }) = self.context.shared.get(name) else {
            if self.context.index.all_shared {
                let diagnostic =
                    Diagnostic::new(Code::UnknownShared, span, format!("unknown shared parameter `{name}`"));
                let names = self.context.shared.keys().map(String::as_str);
                let diagnostic = diagnostic.help("define it under `parameters` in `types/`");
                self.report.add(diagnostic.did_you_mean(name, names));
            }
            return placeholder(entry);
        };
        used.set(true);
        self.report.share_example(parameter.span, entry.key.span);
        let name = &entry.key.text;
        let rust_name = if *name == parameter.name { parameter.rust_name.clone() } else { names::field(name) };
        let mut field = Field { name: name.clone(), rust_name, span: entry.key.span, ..parameter.clone() };
        if section == Section::Path {
            if field.default.is_some() || !is_scalar(&field.ty) {
                let diagnostic = Diagnostic::new(
                    Code::TypeNotAllowed,
                    span,
                    format!("shared parameter `{name}` is not allowed in a path"),
                );
                self.report.add(diagnostic.other(parameter.span, "is not a single value, or has a default"));
            }
            field.presence = Presence::Required;
        }
        field
    }
}

/// Returns the name of the shared parameter that an entry refers to: the word after `shared`, or the key itself.
fn shared_name(entry: &Entry, section: Section) -> Option<(&str, Span)> {
    let Node::Text(scalar) = &entry.value else { return None };
    if !matches!(section, Section::Path | Section::Query | Section::Body | Section::Form) {
        return None;
    }
    match scalar.piece().words().as_slice() {
        [shared] if shared.text == "shared" => Some((&entry.key.text, shared.span)),
        [shared, other] if shared.text == "shared" => Some((other.text, other.span)),
        _ => None,
    }
}

fn placeholder(entry: &Entry) -> Field {
    Field {
        name: entry.key.text.clone(),
        rust_name: names::field(&entry.key.text),
        doc: String::new(),
        ty: Type::Json,
        as_string: false,
        presence: Presence::Optional,
        sensitive: false,
        is_bare: false,
        default: None,
        example: None,
        limits: Vec::new(),
        values: Vec::new(),
        deprecated: None,
        replaces_whole: false,
        required_if: None,
        scopes: Vec::new(),
        span: entry.key.span,
    }
}
