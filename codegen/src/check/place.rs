//! Where a field stands, and what it may therefore be.

use crate::model::Type;

/// Where a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Body,
    Form,
    Response,
    Object,
    /// A shared parameter, which may be used as any parameter.
    Shared,
}

impl Place {
    /// For a message.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Path => "a path",
            Self::Query => "a query",
            Self::Body => "a body",
            Self::Form => "a form",
            Self::Response => "an answer",
            Self::Object => "an object",
            Self::Shared => "a shared parameter",
        }
    }

    /// The flags that fields may have here.
    pub(crate) fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Path => &["sensitive"],
            Self::Query | Self::Body | Self::Form | Self::Shared => &["required", "sensitive"],
            Self::Response => &["always", "sensitive"],
            Self::Object => &["required", "always", "sensitive"],
        }
    }

    /// Whether everything is text here, so that `as string` is not said.
    pub(crate) fn is_text(self) -> bool {
        matches!(self, Self::Path | Self::Query | Self::Form | Self::Shared)
    }

    /// Why a field may not have this type here.
    pub(crate) fn refuses(self, ty: &Type) -> Option<&'static str> {
        match self {
            Self::Body | Self::Response | Self::Object => holds_file(ty).then_some("a file stands in a form alone"),
            Self::Form if *ty == Type::File || is_scalar(ty) => None,
            Self::Form => Some("a form holds single values and files"),
            Self::Path => (!is_scalar(ty)).then_some("a path holds single values"),
            Self::Query | Self::Shared => match ty {
                Type::List(item) if is_scalar(item) => None,
                ty if is_scalar(ty) => None,
                Type::File => Some("a file stands in a form alone"),
                _ => Some("a query holds single values and lists of them"),
            },
        }
    }
}

/// Whether it is one value that can be written as a text.
pub(crate) fn is_scalar(ty: &Type) -> bool {
    !matches!(ty, Type::Json | Type::File | Type::Object(_) | Type::Boxed(_) | Type::List(_) | Type::Map(_))
}

fn holds_file(ty: &Type) -> bool {
    match ty {
        Type::List(item) | Type::Map(item) => holds_file(item),
        ty => *ty == Type::File,
    }
}
