//! The API, resolved: what the emitter prints from. Nothing in here is a name to look up, a default to fill in or a rule to check.
//!
//! Everything is sorted (types by name, operations by id), so that the order of files on a disk never shows.

use std::collections::BTreeSet;

use crate::{names, source::Span};

/// The whole API.
#[derive(Debug, Default)]
pub struct Api {
    /// Groups of operations, in the order of the schema.
    pub groups: Vec<Group>,
    /// Typed ids, by name.
    pub ids: Vec<Id>,
    /// Enums, by name.
    pub enums: Vec<Enum>,
    /// Objects, by name. The bodies, forms and answers of operations are not among them.
    pub objects: Vec<Object>,
    /// Shared parameters, by name.
    pub parameters: Vec<Field>,
    /// Operations, by id.
    pub operations: Vec<Operation>,
    /// Every error code, by code.
    pub errors: Vec<ErrorCode>,
    /// Every scope, by name.
    pub scopes: Vec<Scope>,
}

/// Operations that can be compiled without the others: a feature of the emitted crate.
#[derive(Clone, Debug)]
pub struct Group {
    /// The name of the feature.
    pub name: String,
    pub zh: String,
    pub doc: String,
    pub resources: Vec<Resource>,
    pub span: Span,
}

/// A resource that a group lists.
#[derive(Clone, Debug)]
pub struct Resource {
    pub service: String,
    pub name: String,
    pub span: Span,
}

/// The names of the groups whose operations use something, directly or through other types.
pub type GroupNames = BTreeSet<String>;

/// Where a type was defined, which is where it is emitted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// `types/<topic>.yaml`.
    Shared(String),
    /// In the file of the operation with this id.
    Operation(String),
}

/// A typed id.
#[derive(Debug)]
pub struct Id {
    /// Its key: the name, behind `<service>.` for a type of another service than the crate's own.
    pub name: String,
    pub zh: String,
    pub doc: String,
    pub home: Home,
    pub groups: GroupNames,
    pub span: Span,
}

/// An open enum.
#[derive(Debug)]
pub struct Enum {
    /// Its key: the name, behind `<service>.` for a type of another service than the crate's own.
    pub name: String,
    pub doc: String,
    pub zh: Option<String>,
    pub values: EnumValues,
    pub home: Home,
    pub groups: GroupNames,
    pub span: Span,
}

/// How an enum's values travel.
#[derive(Debug)]
pub enum EnumValues {
    Int(Vec<EnumValue<i64>>),
    Text(Vec<EnumValue<String>>),
}

/// One value of an enum.
#[derive(Debug)]
pub struct EnumValue<C> {
    pub code: C,
    pub name: String,
    pub zh: String,
    pub doc: String,
    pub span: Span,
}

/// An object type.
#[derive(Debug)]
pub struct Object {
    /// Its key: the name, behind `<service>.` for a type of another service than the crate's own.
    pub name: String,
    pub doc: String,
    pub zh: Option<String>,
    pub fields: Vec<Field>,
    /// Which of the fields tell of a file that can be downloaded.
    pub file: Option<FileFields>,
    /// Whether some operation sends it: it then has a constructor and setters.
    pub sent: bool,
    pub home: Home,
    pub groups: GroupNames,
    pub span: Span,
}

/// The fields of an object that tell of a file that can be downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFields {
    /// Where the file is.
    pub url: String,
    /// What it is called.
    pub name: Option<String>,
    /// Its media type.
    pub mime: Option<String>,
}

/// A field of an object, a body or an answer; or a parameter.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub doc: String,
    pub ty: Type,
    /// A value that JSON carries as a string although its type is another.
    pub as_string: bool,
    pub presence: Presence,
    pub sensitive: bool,
    /// As it would stand in a query: `open_id`, `10`, `false`.
    pub default: Option<Literal>,
    pub example: Option<Literal>,
    pub limits: Vec<Limit>,
    /// The codes or texts that this place takes; empty when it takes all of the enum.
    pub values: Vec<String>,
    pub deprecated: Option<Deprecated>,
    pub scopes: Vec<String>,
    pub span: Span,
}

/// Whether a field is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Optional,
    /// Must be given by the caller.
    Required,
    /// Promised by the server.
    Always,
}

/// A type; ids, enums and objects by their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Bool,
    Int32,
    Int64,
    Float,
    String,
    Timestamp,
    Date,
    Url,
    Json,
    File,
    Id(String),
    IntEnum(String),
    TextEnum(String),
    Object(String),
    /// An object that holds itself, directly or through others, without a list between.
    Boxed(String),
    List(Box<Type>),
    Map(Box<Type>),
}

/// A default or an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// The text as written in the schema.
    Text(String),
    /// A value of an enum: its name in the schema, and its code or text on the wire.
    Named { name: String, wire: String },
}

/// A limit; both ends are included, `None` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Range(Option<i64>, Option<i64>),
    Length(Option<u64>, Option<u64>),
    Items(Option<u64>, Option<u64>),
}

/// A field that should not be used any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deprecated {
    /// Use this sibling.
    Use(String),
    /// Nothing takes its place.
    Nothing,
}

/// One operation.
#[derive(Debug)]
pub struct Operation {
    pub id: OperationId,
    /// The name of its group; empty while the schema is not finished.
    pub group: String,
    pub title: String,
    pub zh: String,
    pub doc: String,
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
    pub rules: Vec<Rule>,
    pub response: Vec<Field>,
    pub paging: Option<Paging>,
    /// Which fields of the answer tell of a file that can be downloaded.
    pub file: Option<FileFields>,
    /// Codes, in the order of the page; each is in [`Api::errors`].
    pub errors: Vec<i64>,
    pub deprecated: Option<Retired>,
    pub quirks: Vec<Quirk>,
    pub samples: Vec<Sample>,
    pub span: Span,
}

/// `hire.v1.interview.list`, taken apart.
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

/// Documented rate limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RateLimit {
    /// The page states none.
    Unstated,
    /// Feishu tells on request only.
    Special,
    /// All of these hold.
    Windows(Vec<Window>),
}

/// So many calls per so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    pub calls: u32,
    pub seconds: u64,
}

/// What a request carries beside path and query.
#[derive(Debug)]
pub enum Payload {
    None,
    Json(Vec<Field>),
    Form(Vec<Field>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    AtLeastOneOf(Vec<String>),
    AtMostOneOf(Vec<String>),
    AllOrNone(Vec<String>),
}

/// How an operation is paged: two parameters, then three fields of its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    pub size: String,
    pub token: String,
    pub items: String,
    pub next: String,
    pub more: String,
}

/// An operation that should not be used any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retired {
    pub use_instead: Option<OperationId>,
    pub doc: String,
}

/// A place where page, sample and wire disagree; it bites, or `check` would have refused it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quirk {
    pub at: String,
    pub kind: &'static str,
    /// The codes that the page lists, for `fewer_values`.
    pub values: Vec<String>,
    /// The fields that the page leaves out, for `fewer_fields`.
    pub fields: Vec<String>,
    pub because: String,
    pub docs: String,
    pub observed: String,
}

/// A documented sample.
#[derive(Debug)]
pub struct Sample {
    pub kind: SampleKind,
    /// File name, beside the operation's YAML.
    pub file: String,
    /// Byte for byte as documented.
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleKind {
    Request,
    Response,
}

#[derive(Debug)]
pub struct ErrorCode {
    pub code: i64,
    pub status: u16,
    pub name: String,
    pub zh: String,
    pub doc: String,
    pub span: Span,
}

#[derive(Debug)]
pub struct Scope {
    pub name: String,
    pub zh: String,
    pub doc: String,
}

impl std::fmt::Display for OperationId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}.{}", self.service, self.version, self.resource, self.method)
    }
}

impl Api {
    /// The enum of a key.
    pub(crate) fn enumeration(&self, key: &str) -> Option<&Enum> {
        let found = self.enums.binary_search_by(|item| item.name.as_str().cmp(key)).ok()?;
        self.enums.get(found)
    }

    /// The object of a key.
    pub(crate) fn object(&self, key: &str) -> Option<&Object> {
        let found = self.objects.binary_search_by(|item| item.name.as_str().cmp(key)).ok()?;
        self.objects.get(found)
    }

    /// The codes or texts that a place takes: those that its page lists, or all of its enum.
    pub(crate) fn listed(&self, field: &Field) -> Vec<String> {
        if !field.values.is_empty() {
            return field.values.clone();
        }
        let item = if let Type::List(item) = &field.ty { item } else { &field.ty };
        let (Type::IntEnum(name) | Type::TextEnum(name)) = item else { return Vec::new() };
        match self.enumeration(name).map(|item| &item.values) {
            Some(EnumValues::Int(values)) => values.iter().map(|value| value.code.to_string()).collect(),
            Some(EnumValues::Text(values)) => values.iter().map(|value| value.code.clone()).collect(),
            None => Vec::new(),
        }
    }
}

impl Operation {
    /// Everything that a caller can give, in documented order: path, query, payload.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &Field> {
        self.path_parameters.iter().chain(&self.query).chain(self.payload.fields())
    }

    /// What the pages of a paged operation hold.
    pub(crate) fn page_items(&self) -> Option<&Type> {
        let paging = self.paging.as_ref()?;
        match &self.response.iter().find(|field| field.name == paging.items)?.ty {
            Type::List(item) => Some(item),
            _ => None,
        }
    }
}

impl Payload {
    /// Its fields, if there is one.
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

impl Home {
    /// The service whose names it sees first; shared types belong to the crate's own.
    pub(crate) fn service(&self) -> &str {
        match self {
            Self::Shared(_) => names::OWN_SERVICE,
            Self::Operation(id) => id.split('.').next().unwrap_or_default(),
        }
    }

    /// The YAML file, seen from the project's root.
    pub(crate) fn file(&self) -> String {
        match self {
            Self::Shared(topic) => format!("schema/types/{topic}.yaml"),
            Self::Operation(id) => format!("schema/{}.yaml", id.replace('.', "/")),
        }
    }
}

impl Method {
    /// As it stands in a request.
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

impl Rule {
    /// The rule as a sentence.
    pub(crate) fn text(&self) -> String {
        let list = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        match self {
            Self::AtLeastOneOf(names) => format!("At least one of {} must be given.", list(names)),
            Self::AtMostOneOf(names) => format!("At most one of {} may be given.", list(names)),
            Self::AllOrNone(names) => format!("Either all of {} are given, or none.", list(names)),
        }
    }
}
