//! Compares the values of a sample with their types.

use std::collections::HashSet;

use super::Finding;
use crate::check::library::Library;
use crate::check::literal::check_plain;
use crate::check::quirks::Kind;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::json::{Json, Value};
use crate::model::{Field, Literal, Presence, Type};
use crate::source::Span;

/// Compares samples with types, and records fields and findings.
pub(crate) struct SampleChecker<'a> {
    pub(super) library: &'a Library<'a>,
    /// The current path, such as `response.items[].id`.
    path: String,
    /// The location of the current field in the schema.
    definition: Option<Span>,
    /// The paths of all fields that at least one sample contains.
    pub(crate) seen: HashSet<String>,
    pub(crate) findings: Vec<Finding>,
    /// The findings by kind, path and message, to skip duplicates.
    found: HashSet<(Kind, String, String)>,
}

impl<'a> SampleChecker<'a> {
    pub(crate) fn new(library: &'a Library<'a>) -> Self {
        Self {
            library,
            path: String::new(),
            definition: None,
            seen: HashSet::new(),
            findings: Vec::new(),
            found: HashSet::new(),
        }
    }

    /// Compares the root object of a sample.
    pub(crate) fn check_object(&mut self, root: &str, fields: &[Field], json: &Json<'_>) {
        root.clone_into(&mut self.path);
        self.check_fields(root, fields, json);
    }

    /// Adds a finding at a path, unless it was added before.
    pub(crate) fn add(&mut self, at: &str, kind: Kind, diagnostic: Diagnostic) {
        if self.found.insert((kind, at.to_owned(), diagnostic.message.clone())) {
            let help =
                format!("correct the schema or the sample, or add a quirk with `at: {at}` and `kind: {}`", kind.name());
            let help = match &diagnostic.help {
                // The similar name may be unrelated.
                Some(meant) if kind == Kind::UnknownKey => format!("{meant} otherwise, {help}"),
                Some(help) => help.clone(),
                None => help,
            };
            let diagnostic = diagnostic.help(help);
            self.findings.push(Finding { at: at.to_owned(), kind, diagnostic });
        }
    }

    /// Adds a finding at the current path, together with the location of the definition, because either the sample or the definition may be wrong.
    fn add_here(&mut self, kind: Kind, mut diagnostic: Diagnostic) {
        if let (Some(span), None, false) = (self.definition, &diagnostic.other, kind == Kind::UnknownKey) {
            diagnostic = diagnostic.other(span, "defined here");
        }
        let at = std::mem::take(&mut self.path);
        self.add(&at, kind, diagnostic);
        self.path = at;
    }

    /// Runs a closure with a step appended to the path.
    fn within(&mut self, step: &str, then: impl FnOnce(&mut Self)) {
        let len = self.path.len();
        self.path.push_str(step);
        then(self);
        self.path.truncate(len);
    }

    fn within_field(&mut self, name: &str, then: impl FnOnce(&mut Self)) {
        self.within(".", |checker| checker.within(name, then));
    }

    fn check_fields(&mut self, of: &str, fields: &[Field], json: &Json<'_>) {
        if let [field] = fields
            && field.is_bare
        {
            self.within_field(&field.name, |checker| checker.check_field(field, json));
            return;
        }
        let Value::Object(members) = &json.value else {
            self.add_wrong_type(json, "an object");
            return;
        };
        for member in members {
            let field = fields.iter().find(|field| field.name == member.key);
            self.within_field(&member.key, |checker| match field {
                Some(field) => checker.check_field(field, &member.value),
                None => checker.add_here(
                    Kind::UnknownKey,
                    Diagnostic::new(Code::UnknownSampleKey, member.key_span, format!("unknown field `{}`", member.key))
                        .label(format!("not found in `{of}`")),
                ),
            });
        }
        for field in fields.iter().filter(|field| field.presence != Presence::Optional) {
            if !members.iter().any(|member| member.key == field.name && !matches!(member.value.value, Value::Null)) {
                let word = if field.presence == Presence::Required { "required" } else { "always" };
                let diagnostic =
                    Diagnostic::new(Code::MissingSampleKey, json.span, format!("missing field `{}`", field.name))
                        .other(field.span, format!("marked `{word}` here"));
                self.within_field(&field.name, |checker| checker.add_here(Kind::AbsentFromSample, diagnostic));
            }
        }
    }

    fn check_field(&mut self, field: &Field, json: &Json<'_>) {
        if matches!(json.value, Value::Null) {
            return;
        }
        if !self.seen.contains(&self.path) {
            self.seen.insert(self.path.clone());
        }
        let outer = self.definition.replace(field.span);
        match (&json.value, field.as_string) {
            (Value::Text(text), true) => self.check_text(&field.ty, text, json),
            (_, true) => self.add_wrong_type(json, "a string"),
            (_, false) => self.check_value(&field.ty, &field.values, json),
        }
        self.definition = outer;
    }

    fn check_value(&mut self, ty: &Type, listed: &[Literal], json: &Json<'_>) {
        match (ty, &json.value) {
            (Type::Json, _) | (Type::Bool, Value::Bool(_)) | (Type::String | Type::Id(_), Value::Text(_)) => {}
            (Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp | Type::Seconds, Value::Number(text)) => {
                self.check_plain(ty, text, json)
            }
            (Type::Date | Type::Url, Value::Text(text)) => self.check_plain(ty, text, json),
            (Type::IntEnum(name), Value::Number(text)) => self.check_code(name, text, listed, json),
            (Type::TextEnum(name), Value::Text(text)) => self.check_code(name, text, listed, json),
            (Type::List(item), Value::Array(items)) => self.within("[]", |checker| {
                for json in items {
                    checker.check_value(item, listed, json);
                }
            }),
            (Type::Map(value), Value::Object(members)) => self.within("{}", |checker| {
                for member in members {
                    checker.check_value(value, &[], &member.value);
                }
            }),
            (Type::Object(name) | Type::Boxed(name), _) => {
                let fields = self.library.fields(name);
                self.check_fields(name, fields, json);
            }
            _ => self.add_wrong_type(json, json_kind(ty)),
        }
    }

    /// Checks a value inside a string.
    fn check_text(&mut self, ty: &Type, text: &str, json: &Json<'_>) {
        if !matches!(ty, Type::Json | Type::Object(_) | Type::Boxed(_)) {
            return self.check_plain(ty, text, json);
        }
        if text.trim().is_empty() {
            return;
        }
        match crate::load::json::parse(json.span.file(), text) {
            // The positions inside the string are unknown.
            Ok(inner) => self.check_value(ty, &[], &inner.placed_at(json.span)),
            Err(_) => self.add_wrong_type(json, "JSON in a string"),
        }
    }

    fn check_plain(&mut self, ty: &Type, text: &str, json: &Json<'_>) {
        if let Err(what) = check_plain(text, ty) {
            self.add_here(
                Kind::WrongType,
                Diagnostic::new(Code::SampleType, json.span, format!("expected {what}, found `{text}`")),
            );
        }
    }

    fn check_code(&mut self, name: &str, code: &str, listed: &[Literal], json: &Json<'_>) {
        let Some(codes) = self.library.codes(name) else { return };
        let here = codes.lists(code) && (listed.is_empty() || listed.iter().any(|listed| listed.wire() == code));
        if !here && codes.len() > 0 {
            self.add_here(
                Kind::UnlistedValue,
                Diagnostic::new(Code::SampleValue, json.span, format!("`{name}` has no value `{code}` here")),
            );
        }
    }

    fn add_wrong_type(&mut self, json: &Json<'_>, expected: &str) {
        let diagnostic =
            Diagnostic::new(Code::SampleType, json.span, format!("expected {expected}, found {}", json.kind()));
        self.add_here(Kind::WrongType, diagnostic);
    }
}

/// Returns the kind of JSON value that encodes a type.
fn json_kind(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "a boolean",
        Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp | Type::Seconds | Type::IntEnum(_) => "a number",
        Type::String | Type::Date | Type::Url | Type::Id(_) | Type::TextEnum(_) => "a string",
        Type::List(_) => "an array",
        Type::Object(_) | Type::Boxed(_) | Type::Map(_) => "an object",
        Type::Json | Type::File => "something else",
    }
}
