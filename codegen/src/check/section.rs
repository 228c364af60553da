//! The sections in which fields occur, and what each section allows.

use crate::model::Type;

/// The section that contains a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    Path,
    Query,
    Body,
    Form,
    Response,
    /// The payload of an event.
    Payload,
    Object,
    /// `parameters` in `types/`. A shared parameter can be used in every section with parameters.
    Shared,
}

impl Section {
    /// Returns the name with its article, for messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Path => "a path",
            Self::Query => "a query",
            Self::Body => "a body",
            Self::Form => "a form",
            Self::Response => "a response",
            Self::Payload => "a payload",
            Self::Object => "an object",
            Self::Shared => "a shared parameter",
        }
    }

    /// Returns the flags that are allowed here.
    pub(crate) fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Path => &["sensitive"],
            Self::Query | Self::Form | Self::Shared => &["required", "sensitive"],
            Self::Body => &["required", "sensitive", "bare"],
            Self::Response => &["always", "sensitive", "bare"],
            Self::Payload => &["always", "sensitive"],
            Self::Object => &["required", "always", "sensitive"],
        }
    }

    /// Whether every value is text, so that `as string` is not allowed.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Path | Self::Query | Self::Form | Self::Shared)
    }

    /// Returns the reason if a type is not allowed here.
    pub(crate) fn rejects(self, ty: &Type) -> Option<&'static str> {
        match self {
            Self::Body | Self::Response | Self::Payload | Self::Object => {
                contains_file(ty).then_some("files are allowed only in a form")
            }
            Self::Path | Self::Query | Self::Form | Self::Shared if *ty == Type::Seconds => {
                Some("use `int64`: times in seconds are supported only in JSON")
            }
            Self::Form if *ty == Type::File || is_scalar(ty) => None,
            Self::Form => Some("a form field is a single value or a file"),
            Self::Path => (!is_scalar(ty)).then_some("a path parameter is a single value"),
            Self::Query | Self::Shared => match ty {
                Type::List(item) if is_scalar(item) => None,
                ty if is_scalar(ty) => None,
                Type::File => Some("files are allowed only in a form"),
                _ => Some("a query parameter is a single value or a list of single values"),
            },
        }
    }
}

/// Whether a type is a single value that can be written as text.
pub(crate) fn is_scalar(ty: &Type) -> bool {
    !matches!(ty, Type::Json | Type::File | Type::Object(_) | Type::Boxed(_) | Type::List(_) | Type::Map(_))
}

fn contains_file(ty: &Type) -> bool {
    match ty {
        Type::List(item) | Type::Map(item) => contains_file(item),
        ty => *ty == Type::File,
    }
}
