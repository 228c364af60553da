//! Paths into an operation or an event: `response.items[].id`. `[]` is an item of a list, `{}` a value of a map.

use super::library::Library;
use super::subject::{Root, Subject};
use super::text::is_key;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Piece;
use crate::model::{Field, Type};
use crate::source::Span;

/// A path of a quirk.
pub(crate) struct Path {
    text: String,
    span: Span,
    root: Root,
    steps: Vec<Step>,
}

/// The first parts of paths into an operation.
pub(super) const OPERATION_ROOTS: [(&str, Root); 5] = [
    ("response", Root::Response),
    ("body", Root::Body),
    ("form", Root::Form),
    ("query", Root::Query),
    ("path", Root::Path),
];

/// The first parts of paths into an event.
pub(super) const EVENT_ROOTS: [(&str, Root); 1] = [("payload", Root::Payload)];

enum Step {
    Field(String, Span),
    Item,
    Value,
}

/// The value at a path.
pub(crate) struct Target<'a> {
    /// The last field of the path.
    pub(crate) field: &'a Field,
    pub(crate) ty: &'a Type,
}

impl Path {
    pub(crate) fn read(text: Piece<'_>, roots: &[(&'static str, Root)]) -> Result<Self, Diagnostic> {
        let mut names = text.split_up_to(usize::MAX, '.').into_iter();
        let first = names.next().map_or("", |name| name.text);
        let Some((_, root)) = roots.iter().find(|(name, _)| *name == first) else {
            let roots: Vec<&str> = roots.iter().map(|(name, _)| *name).collect();
            let diagnostic =
                Diagnostic::new(Code::InvalidQuirkPath, text.span, format!("invalid path `{}`", text.text));
            return Err(diagnostic
                .help(match roots.as_slice() {
                    [root] => format!("start the path with {root}"),
                    roots => format!("start the path with one of {}", roots.join(", ")),
                })
                .did_you_mean(first, roots));
        };
        let mut steps = Vec::new();
        for name in names {
            read_steps(name, &mut steps)?;
        }
        Ok(Self { text: text.text.to_owned(), span: text.span, root: *root, steps })
    }

    /// Returns the section into which the path leads.
    pub(crate) fn root(&self) -> Root {
        self.root
    }

    pub(crate) fn is_root(&self) -> bool {
        self.steps.is_empty()
    }

    /// Whether the path leads into a sample.
    pub(crate) fn is_in_sample(&self) -> bool {
        matches!(self.root, Root::Response | Root::Body | Root::Payload)
    }

    /// Whether the path leads to a value that the caller may have to set. Path parameters are always set.
    pub(crate) fn is_in_request(&self) -> bool {
        matches!(self.root, Root::Body | Root::Form | Root::Query)
    }

    /// Finds the value at this path. Returns `None` for a root, and for a path into `json`, which has no known fields.
    pub(crate) fn find<'a>(
        &self,
        subject: Subject<'a>,
        library: &Library<'a>,
    ) -> Result<Option<Target<'a>>, Diagnostic> {
        self.follow(&self.steps, subject, library)
    }

    /// Finds the parent of this path, because the path itself leads to a key that the schema does not define.
    pub(crate) fn find_parent<'a>(
        &self,
        subject: Subject<'a>,
        library: &Library<'a>,
    ) -> Result<Option<Target<'a>>, Diagnostic> {
        let parent = self.steps.split_last().map_or(&[][..], |(_, parent)| parent);
        self.follow(parent, subject, library)
    }

    fn follow<'a>(
        &self,
        steps: &[Step],
        subject: Subject<'a>,
        library: &Library<'a>,
    ) -> Result<Option<Target<'a>>, Diagnostic> {
        let mut target: Option<Target<'a>> = None;
        for step in steps {
            target = match (step, &target) {
                (_, Some(Target { ty: Type::Json, .. })) => return Ok(None),
                (Step::Field(name, span), None) => {
                    Some(find_field(name, *span, subject.fields(self.root, library), &self.text)?)
                }
                (Step::Field(name, span), Some(Target { ty: Type::Object(object) | Type::Boxed(object), .. })) => {
                    Some(find_field(name, *span, library.fields(object), object)?)
                }
                (Step::Item, Some(Target { field, ty: Type::List(item) })) => Some(Target { field, ty: item }),
                (Step::Value, Some(Target { field, ty: Type::Map(value) })) => Some(Target { field, ty: value }),
                (_, Some(Target { field, ty })) => return Err(self.no_field_error(field, ty)),
                (_, None) => {
                    return Err(Diagnostic::new(
                        Code::InvalidQuirkPath,
                        self.span,
                        format!("invalid path `{}`", self.text),
                    ));
                }
            };
        }
        Ok(target)
    }

    fn no_field_error(&self, field: &Field, ty: &Type) -> Diagnostic {
        let what = match ty {
            Type::List(_) => "a list: use `[]` for its items",
            Type::Map(_) => "a map: use `{}` for its values",
            Type::Object(_) | Type::Boxed(_) => "an object: add the name of a field after a dot",
            _ => "a single value: it has no fields",
        };
        Diagnostic::new(Code::InvalidQuirkPath, self.span, format!("path `{}` does not lead to a field", self.text))
            .label(format!("`{}` is {what}", field.name))
            .other(field.span, "defined here")
    }
}

fn find_field<'a>(name: &str, span: Span, fields: &'a [Field], of: &str) -> Result<Target<'a>, Diagnostic> {
    match fields.iter().find(|field| field.name == name) {
        Some(field) => Ok(Target { field, ty: &field.ty }),
        None => Err(Diagnostic::new(Code::InvalidQuirkPath, span, format!("unknown field `{name}`"))
            .label(format!("not found in `{of}`"))
            .did_you_mean(name, fields.iter().map(|field| field.name.as_str()))),
    }
}

/// Reads a field name and the brackets after it.
fn read_steps(name: Piece<'_>, steps: &mut Vec<Step>) -> Result<(), Diagnostic> {
    let end = name.text.find(['[', '{']).unwrap_or(name.text.len());
    let (key, mut brackets) = name.text.split_at_checked(end).unwrap_or_default();
    let wrong = || {
        Diagnostic::new(Code::InvalidQuirkPath, name.span, format!("invalid path segment `{}`", name.text))
            .help("write a field name, then `[]` for items or `{}` for values, such as `items[].name`")
    };
    if !is_key(key) {
        return Err(wrong());
    }
    steps.push(Step::Field(key.to_owned(), name.span));
    while !brackets.is_empty() {
        let (step, rest) = match (brackets.strip_prefix("[]"), brackets.strip_prefix("{}")) {
            (Some(rest), _) => (Step::Item, rest),
            (None, Some(rest)) => (Step::Value, rest),
            (None, None) => return Err(wrong()),
        };
        steps.push(step);
        brackets = rest;
    }
    Ok(())
}
