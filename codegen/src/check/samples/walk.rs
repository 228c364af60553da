//! A sample's values, one by one, beside their types.

use std::collections::HashSet;

use super::Finding;
use crate::check::library::Library;
use crate::check::literal::parses;
use crate::check::quirks::Kind;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::json::{Json, Value};
use crate::model::{Field, Literal, Presence, Type};
use crate::source::Span;

/// Goes through samples and remembers what it saw.
pub(crate) struct Walk<'a> {
    pub(super) library: &'a Library<'a>,
    /// Where it is: `response.items[].id`.
    path: String,
    /// Where the schema describes the value that it looks at.
    described: Option<Span>,
    /// The paths of all fields that some sample has.
    pub(crate) seen: HashSet<String>,
    pub(crate) findings: Vec<Finding>,
    /// What the findings say, and where, so that none is said twice.
    found: HashSet<(Kind, String, String)>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(library: &'a Library<'a>) -> Self {
        Self {
            library,
            path: String::new(),
            described: None,
            seen: HashSet::new(),
            findings: Vec::new(),
            found: HashSet::new(),
        }
    }

    /// An object at the root.
    pub(crate) fn object(&mut self, root: &str, name: &str, fields: &[Field], json: &Json<'_>) {
        root.clone_into(&mut self.path);
        self.fields(name, fields, json);
    }

    /// A mistake at a path; the same one at the same path is kept once.
    pub(crate) fn find(&mut self, at: &str, kind: Kind, mistake: Diagnostic) {
        if self.found.insert((kind, at.to_owned(), mistake.message.clone())) {
            let help = format!("mend the schema, or excuse it by a quirk: `at: {at}`, `kind: {}`", kind.name());
            let help = match &mistake.help {
                // What was probably meant, and what to do if it was not.
                Some(meant) if kind == Kind::UnknownKey => format!("{meant} if not, {help}"),
                Some(help) => help.clone(),
                None => help,
            };
            let mistake = mistake.help(help);
            self.findings.push(Finding { at: at.to_owned(), kind, mistake });
        }
    }

    /// A mistake where it is; the schema's place belongs to it, since one of the two is to be mended.
    fn find_here(&mut self, kind: Kind, mut mistake: Diagnostic) {
        if let (Some(span), None, false) = (self.described, &mistake.other, kind == Kind::UnknownKey) {
            mistake = mistake.other(span, "the schema describes it here");
        }
        let at = std::mem::take(&mut self.path);
        self.find(&at, kind, mistake);
        self.path = at;
    }

    /// Does something one step further on.
    fn within(&mut self, step: &str, then: impl FnOnce(&mut Self)) {
        let len = self.path.len();
        self.path.push_str(step);
        then(self);
        self.path.truncate(len);
    }

    fn field(&mut self, name: &str, then: impl FnOnce(&mut Self)) {
        self.within(".", |walk| walk.within(name, then));
    }

    fn fields(&mut self, of: &str, fields: &[Field], json: &Json<'_>) {
        let Value::Object(members) = &json.value else {
            self.wrong_type(json, "an object");
            return;
        };
        for member in members {
            let field = fields.iter().find(|field| field.name == member.key);
            self.field(&member.key, |walk| match field {
                Some(field) => walk.value_of(field, &member.value),
                None => walk.find_here(
                    Kind::UnknownKey,
                    Diagnostic::new(
                        Code::SampleKey,
                        member.key_span,
                        format!("the schema has no field `{}`", member.key),
                    )
                    .label(format!("looked for in `{of}`")),
                ),
            });
        }
        for field in fields.iter().filter(|field| field.presence != Presence::Optional) {
            if !members.iter().any(|member| member.key == field.name && !matches!(member.value.value, Value::Null)) {
                let word = if field.presence == Presence::Required { "required" } else { "always" };
                let mistake =
                    Diagnostic::new(Code::SampleLacks, json.span, format!("the sample lacks `{}`", field.name))
                        .other(field.span, format!("`{word}` here"));
                self.field(&field.name, |walk| walk.find_here(Kind::AbsentFromSample, mistake));
            }
        }
    }

    fn value_of(&mut self, field: &Field, json: &Json<'_>) {
        if matches!(json.value, Value::Null) {
            return;
        }
        if !self.seen.contains(&self.path) {
            self.seen.insert(self.path.clone());
        }
        let outer = self.described.replace(field.span);
        match (&json.value, field.as_string) {
            (Value::Text(text), true) => self.plain(&field.ty, text, json),
            (_, true) => self.wrong_type(json, "a string"),
            (_, false) => self.value(&field.ty, &field.values, json),
        }
        self.described = outer;
    }

    fn value(&mut self, ty: &Type, listed: &[Literal], json: &Json<'_>) {
        match (ty, &json.value) {
            (Type::Json, _) | (Type::Bool, Value::Bool(_)) | (Type::String | Type::Id(_), Value::Text(_)) => {}
            (Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp, Value::Number(text)) => {
                self.plain(ty, text, json)
            }
            (Type::Date | Type::Url, Value::Text(text)) => self.plain(ty, text, json),
            (Type::IntEnum(name), Value::Number(text)) => self.code(name, text, listed, json),
            (Type::TextEnum(name), Value::Text(text)) => self.code(name, text, listed, json),
            (Type::List(item), Value::Array(items)) => self.within("[]", |walk| {
                for json in items {
                    walk.value(item, listed, json);
                }
            }),
            (Type::Map(value), Value::Object(members)) => self.within("{}", |walk| {
                for member in members {
                    walk.value(value, &[], &member.value);
                }
            }),
            (Type::Object(name) | Type::Boxed(name), _) => {
                let fields = self.library.fields(name);
                self.fields(name, fields, json);
            }
            _ => self.wrong_type(json, wire_kind(ty)),
        }
    }

    fn plain(&mut self, ty: &Type, text: &str, json: &Json<'_>) {
        if let Err(what) = parses(text, ty) {
            self.find_here(
                Kind::WrongType,
                Diagnostic::new(Code::SampleType, json.span, format!("`{text}` is no {what}")),
            );
        }
    }

    fn code(&mut self, name: &str, code: &str, listed: &[Literal], json: &Json<'_>) {
        let Some(codes) = self.library.codes(name) else { return };
        let here = codes.lists(code) && (listed.is_empty() || listed.iter().any(|listed| listed.wire() == code));
        if !here && codes.len() > 0 {
            self.find_here(
                Kind::UnlistedValue,
                Diagnostic::new(Code::SampleValue, json.span, format!("`{code}` is no value of `{name}` here")),
            );
        }
    }

    fn wrong_type(&mut self, json: &Json<'_>, expected: &str) {
        let mistake =
            Diagnostic::new(Code::SampleType, json.span, format!("expected {expected}, found {}", json.kind()));
        self.find_here(Kind::WrongType, mistake);
    }
}

/// How a type travels.
fn wire_kind(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "a boolean",
        Type::Int32 | Type::Int64 | Type::Float | Type::Timestamp | Type::IntEnum(_) => "a number",
        Type::String | Type::Date | Type::Url | Type::Id(_) | Type::TextEnum(_) => "a string",
        Type::List(_) => "an array",
        Type::Object(_) | Type::Boxed(_) | Type::Map(_) => "an object",
        Type::Json | Type::File => "something else",
    }
}
