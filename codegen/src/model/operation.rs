//! Operations.

use super::{
    field::{Field, FileFields},
    quirk::Quirk,
    rule::Rule,
    value::Type,
};
use crate::source::Span;

/// The effect of `replaces: whole` on an operation.
pub(crate) const REPLACES_ALL: &str = "Replaces all stored values: a field that is not sent is emptied.";

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    pub id: OperationId,
    /// The name of the group. May be empty in an unfinished schema.
    pub group: String,
    pub title: String,
    pub zh: String,
    pub doc: String,
    /// The Chinese description.
    pub doc_zh: Option<String>,
    pub page: String,
    pub updated: String,
    pub method: Method,
    pub path: String,
    pub apps: Vec<App>,
    pub tokens: Vec<Token>,
    pub scopes: Vec<String>,
    pub field_scopes: Vec<String>,
    pub limits: RateLimit,
    pub idempotent: bool,
    /// Path parameters in the order of the path.
    pub path_parameters: Vec<Field>,
    pub query: Vec<Field>,
    pub payload: Payload,
    /// Whether the payload replaces all stored values, so that an absent field clears its value.
    pub replaces_whole: bool,
    /// The rules across parameters, including the conditions of parameters.
    pub rules: Vec<Rule>,
    pub data: DataLocation,
    pub response: Vec<Field>,
    pub paging: Option<Paging>,
    /// The response fields that describe a downloadable file, if there are any.
    pub file: Option<FileFields>,
    /// Error codes in the order of the page.
    pub errors: Vec<OperationError>,
    pub deprecated: Option<Deprecation>,
    pub quirks: Vec<Quirk>,
    pub samples: Vec<Sample>,
    pub span: Span,
}

/// An error code that the page of an operation documents. It is in [`Api::errors`](super::Api::errors).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationError {
    pub code: i64,
    /// The HTTP status on the page of the operation. Other pages may give another one.
    pub status: u16,
}

/// The parts of an id such as `hire.v1.interview.list`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperationId {
    pub service: String,
    pub version: String,
    pub resource: String,
    pub method: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum App {
    Custom,
    Store,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    Tenant,
    User,
}

/// The location of the data in a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataLocation {
    /// The field `data`.
    Field,
    /// The top level, next to `code` and `msg`.
    TopLevel,
}

/// Documented rate limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RateLimit {
    /// The page states none.
    Unstated,
    /// Feishu states the limit only on request.
    Special,
    /// All of these windows apply.
    Windows(Vec<Window>),
}

/// The maximum number of calls in a number of seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub calls: u32,
    pub seconds: u64,
}

/// The payload of a request.
#[derive(Clone, Debug)]
pub enum Payload {
    None,
    Json(Vec<Field>),
    Form(Vec<Field>),
}

/// The parameters (`size`, `token`) and response fields (`items`, `next`, `more`) that control paging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    pub size: String,
    pub token: String,
    pub items: String,
    pub next: String,
    pub more: String,
}

/// The deprecation of an operation: the replacement, and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecation {
    pub use_instead: Option<OperationId>,
    pub doc: String,
    /// The Chinese description.
    pub doc_zh: Option<String>,
}

/// A documented sample.
#[derive(Clone, Debug)]
pub struct Sample {
    pub kind: SampleKind,
    /// The file name. The file is next to the YAML file of the operation.
    pub file: String,
    /// The content, unchanged.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleKind {
    Request,
    Response,
}

impl std::fmt::Display for OperationId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}.{}", self.service, self.version, self.resource, self.method)
    }
}

impl Operation {
    /// Returns the parameters of path, query and payload, in documented order.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &Field> {
        self.path_parameters.iter().chain(&self.query).chain(self.payload.fields())
    }

    /// Returns the type of the items of a paged operation.
    pub(crate) fn page_items(&self) -> Option<&Type> {
        let paging = self.paging.as_ref()?;
        match &self.response.iter().find(|field| field.name == paging.items)?.ty {
            Type::List(item) => Some(item),
            _ => None,
        }
    }
}

impl Payload {
    /// Returns the fields of the payload.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::None => &[],
            Self::Json(fields) | Self::Form(fields) => fields,
        }
    }

    pub(crate) fn fields_mut(&mut self) -> &mut [Field] {
        match self {
            Self::None => &mut [],
            Self::Json(fields) | Self::Form(fields) => fields,
        }
    }
}

impl Method {
    /// Returns the method as written in a request.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}
