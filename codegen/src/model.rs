//! The checked and resolved API. All references are resolved, all defaults are set, and all rules are checked.
//!
//! Types are sorted by name and operations by id, so that the order of the files does not matter.

use std::collections::BTreeSet;

use crate::{error_class::ErrorClass, source::Span};

/// The service of the emitted crate. Its types are at `model::X`, and its versions are in the root module.
pub(crate) const OWN_SERVICE: &str = "hire";

/// The effect of `replaces: whole` on a field.
pub(crate) const REPLACES: &str = "Replaces the stored value as a whole: what is not sent is removed.";

/// The effect of `replaces: whole` on an operation.
pub(crate) const REPLACES_ALL: &str = "Replaces all stored values: a field that is not sent is emptied.";

/// The whole API.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// The groups of operations, in the order of the schema.
    pub groups: Vec<Group>,
    /// Typed ids, by name.
    pub ids: Vec<Id>,
    /// Enums, by name.
    pub enums: Vec<Enum>,
    /// Objects, by name, with the payloads of events, without the bodies, forms and responses of operations.
    pub objects: Vec<Object>,
    /// Shared parameters, by name.
    pub parameters: Vec<Field>,
    /// Operations, by id.
    pub operations: Vec<Operation>,
    /// Events, by id.
    pub events: Vec<Event>,
    /// Every error code, by code.
    pub errors: Vec<ErrorCode>,
    /// Every scope, by name.
    pub scopes: Vec<Scope>,
}

/// A group of operations, which is a feature of the emitted crate.
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
    /// The title, a plural such as `Job requirements`.
    pub title: String,
    pub zh: String,
    pub doc: String,
    pub span: Span,
}

/// The names of the groups whose operations use an item, directly or through other types.
pub type GroupNames = BTreeSet<String>;

/// The file that defines a type. The type is emitted in the corresponding file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// `types/<topic>.yaml`.
    Shared(String),
    /// The file of the operation with this id.
    Operation(String),
    /// The file of an event.
    Event(EventId),
}

/// A typed id.
#[derive(Clone, Debug)]
pub struct Id {
    /// The key: the name, with the prefix `<service>.` for a service other than `hire`.
    pub name: String,
    pub zh: String,
    pub doc: String,
    /// The id of the owner: of the object to which the identified object belongs.
    pub owner: Option<Owner>,
    pub home: Home,
    pub groups: GroupNames,
    pub span: Span,
}

/// A reference to the id of an owner.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The key of the id.
    pub name: String,
    pub span: Span,
}

/// An open enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The key: the name, with the prefix `<service>.` for a service other than `hire`.
    pub name: String,
    pub doc: String,
    pub zh: Option<String>,
    pub values: EnumValues,
    pub home: Home,
    pub groups: GroupNames,
    pub span: Span,
}

/// The values of an enum, by the type of their codes.
#[derive(Clone, Debug)]
pub enum EnumValues {
    Int(Vec<EnumValue<i64>>),
    Text(Vec<EnumValue<String>>),
}

/// One value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue<C> {
    pub code: C,
    pub name: String,
    pub deprecated: bool,
    pub zh: String,
    pub doc: String,
    pub span: Span,
}

/// An object type.
#[derive(Clone, Debug)]
pub struct Object {
    /// The key: the name, with the prefix `<service>.` for a service other than `hire`.
    pub name: String,
    pub doc: String,
    pub zh: Option<String>,
    pub fields: Vec<Field>,
    /// The rules across the fields, including the conditions of fields.
    pub rules: Vec<Rule>,
    /// The fields that describe a downloadable file.
    pub file: Option<FileFields>,
    /// Whether a request contains the object. Then it has a constructor and setters.
    pub sent: bool,
    pub home: Home,
    pub groups: GroupNames,
    pub span: Span,
}

/// The fields of an object that describe a downloadable file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFields {
    /// The field with the URL.
    pub url: String,
    /// The field with the file name.
    pub name: Option<String>,
    /// The field with the media type.
    pub mime: Option<String>,
}

/// A parameter, or a field of an object, a body or a response.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub doc: String,
    pub ty: Type,
    /// Whether JSON encodes the value as a string although its type is not a string.
    pub as_string: bool,
    pub presence: Presence,
    pub sensitive: bool,
    /// The default, in the notation of a query: `open_id`, `10`, `false`.
    pub default: Option<Literal>,
    pub example: Option<Example>,
    pub limits: Vec<Limit>,
    /// The accepted enum values. Empty if all are accepted.
    pub values: Vec<Literal>,
    pub deprecated: Option<Deprecated>,
    /// Whether a value in an update replaces the stored value as a whole.
    pub replaces_whole: bool,
    /// The condition under which the field is required. The rules of the owner contain it too.
    pub required_if: Option<Condition>,
    pub scopes: Vec<String>,
    pub span: Span,
}

/// Whether a field is always present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Optional,
    /// The caller must set it.
    Required,
    /// Every response contains it.
    Always,
}

/// A type. Ids, enums and objects are referenced by their keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    Bool,
    Int32,
    Int64,
    Float,
    String,
    /// A time in milliseconds.
    Timestamp,
    /// A time in seconds.
    Seconds,
    Date,
    Url,
    Json,
    File,
    Id(String),
    IntEnum(String),
    TextEnum(String),
    Object(String),
    /// An object that is part of a cycle of objects without a list in between.
    Boxed(String),
    List(Box<Type>),
    Map(Box<Type>),
}

/// A default, or a single value in an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// The text as written in the schema.
    Text(String),
    /// An enum value: its name in the schema, and its code in JSON.
    Named { name: String, wire: String },
}

impl Literal {
    /// Returns the value as it is sent.
    #[must_use]
    pub fn wire(&self) -> &str {
        match self {
            Self::Text(wire) | Self::Named { wire, .. } => wire,
        }
    }

    /// Returns the name of an enum value, and other values as they are sent.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Named { name, .. } => name,
        }
    }
}

/// An example of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Example {
    /// A single value, or the JSON text of a map or of any other value.
    One(Literal),
    /// The items of a list.
    List(Vec<Example>),
}

impl Example {
    /// Returns the single values, in order.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Literal> {
        match self {
            Self::One(literal) => vec![literal],
            Self::List(items) => items.iter().flat_map(Self::leaves).collect(),
        }
    }
}

/// A limit. Both ends are inclusive; `None` means unlimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Range(Option<i64>, Option<i64>),
    Length(Option<u64>, Option<u64>),
    Items(Option<u64>, Option<u64>),
}

/// The replacement of a deprecated field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deprecated {
    /// Another field of the same object.
    Use(String),
    /// There is no replacement.
    Nothing,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    pub id: OperationId,
    /// The name of the group. May be empty in an unfinished schema.
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
    /// Whether the payload replaces all stored values, so that an absent field clears its value.
    pub replaces_whole: bool,
    /// The rules across parameters, including the conditions of parameters.
    pub rules: Vec<Rule>,
    pub response: Vec<Field>,
    pub paging: Option<Paging>,
    /// The response fields that describe a downloadable file, if there are any.
    pub file: Option<FileFields>,
    /// Error codes in the order of the page. Each is in [`Api::errors`].
    pub errors: Vec<i64>,
    pub deprecated: Option<Retired>,
    pub quirks: Vec<Quirk>,
    pub samples: Vec<Sample>,
    pub span: Span,
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

/// One event.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: EventId,
    /// The name of the group. Empty if the schema is unfinished.
    pub group: String,
    pub title: String,
    pub zh: String,
    pub doc: String,
    pub page: String,
    pub updated: String,
    pub apps: Vec<App>,
    pub scopes: Vec<String>,
    pub field_scopes: Vec<String>,
    pub delivery: Vec<Delivery>,
    /// The key of the object in the field `event` of the envelope.
    pub payload: String,
    /// The operations that a consumer calls next.
    pub follow_up: Vec<OperationId>,
    pub quirks: Vec<Quirk>,
    pub samples: Vec<EventSample>,
    pub span: Span,
}

/// The parts of an event type such as `hire.application.stage_changed_v1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventId {
    pub service: String,
    pub resource: String,
    pub name: String,
    pub version: String,
}

/// A way in which Feishu delivers an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    Webhook,
    LongConnection,
}

/// A documented sample of an event, with its envelope.
#[derive(Clone, Debug)]
pub struct EventSample {
    /// The file name. The file is next to the YAML file of the event.
    pub file: String,
    /// The content, unchanged.
    pub text: String,
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    AtLeastOneOf(Vec<String>),
    AtMostOneOf(Vec<String>),
    AllOrNone(Vec<String>),
    /// The first time is not after the second one.
    NotAfter(String, String),
    /// A field is required under a condition.
    RequiredIf(String, Condition),
}

/// The condition under which a field is required. Refers to another field of the same section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The other field is set.
    Given(String),
    /// The other field has one of these values, or is a list that contains one of them.
    OneOf(String, Vec<Literal>),
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
pub struct Retired {
    pub use_instead: Option<OperationId>,
    pub doc: String,
}

/// A known discrepancy between documentation page, sample and observed behavior. `check` rejects quirks that are not needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quirk {
    pub at: String,
    pub kind: &'static str,
    /// The documented codes, for `fewer_values`.
    pub values: Vec<String>,
    /// The undocumented fields, for `fewer_fields`.
    pub fields: Vec<String>,
    pub because: String,
    pub docs: String,
    pub observed: String,
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

#[derive(Clone, Debug)]
pub struct ErrorCode {
    pub code: i64,
    pub status: u16,
    pub name: String,
    pub zh: String,
    pub doc: String,
    pub class: Option<ErrorClass>,
    pub span: Span,
}

#[derive(Clone, Debug)]
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

impl std::fmt::Display for EventId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}_{}", self.service, self.resource, self.name, self.version)
    }
}

impl EventId {
    /// Returns the path of the YAML file without its extension, relative to the schema folder.
    #[must_use]
    pub fn stem(&self) -> String {
        format!("{}/{}/{}/events/{}", self.service, self.version, self.resource, self.name)
    }
}

impl Api {
    /// Returns the enum with a key, such as `NoteKind`, or `contact.UserKind` for a service other than `hire`.
    #[must_use]
    pub fn enumeration(&self, key: &str) -> Option<&Enum> {
        let found = self.enums.binary_search_by(|item| item.name.as_str().cmp(key)).ok()?;
        self.enums.get(found)
    }

    /// Returns the object with a key, such as `Note`, or `contact.User` for a service other than `hire`.
    #[must_use]
    pub fn object(&self, key: &str) -> Option<&Object> {
        let found = self.objects.binary_search_by(|item| item.name.as_str().cmp(key)).ok()?;
        self.objects.get(found)
    }

    /// Returns the resource of an operation or an event, by its service and its name.
    pub(crate) fn resource(&self, service: &str, name: &str) -> Option<&Resource> {
        let mut resources = self.groups.iter().flat_map(|group| &group.resources);
        resources.find(|resource| resource.service == service && resource.name == name)
    }

    /// Returns the payload of an event.
    pub(crate) fn payload(&self, event: &Event) -> Option<&Object> {
        self.object(&event.payload)
    }

    /// Returns the error code with a number.
    #[must_use]
    pub fn error(&self, code: i64) -> Option<&ErrorCode> {
        let found = self.errors.binary_search_by_key(&code, |error| error.code).ok()?;
        self.errors.get(found)
    }

    /// Returns the codes that a field accepts: the documented ones, or else all values of its enum.
    pub(crate) fn listed(&self, field: &Field) -> Vec<String> {
        if !field.values.is_empty() {
            return field.values.iter().map(|value| value.wire().to_owned()).collect();
        }
        let item = if let Type::List(item) = &field.ty { item } else { &field.ty };
        let (Type::IntEnum(name) | Type::TextEnum(name)) = item else { return Vec::new() };
        self.enumeration(name).map(|item| item.values.codes()).unwrap_or_default()
    }
}

impl EnumValues {
    /// Returns the codes as text.
    #[must_use]
    pub fn codes(&self) -> Vec<String> {
        match self {
            Self::Int(values) => values.iter().map(|value| value.code.to_string()).collect(),
            Self::Text(values) => values.iter().map(|value| value.code.clone()).collect(),
        }
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

impl Home {
    /// Returns the service whose types are looked up first. Shared types belong to `hire`.
    pub(crate) fn service(&self) -> &str {
        match self {
            Self::Shared(_) => OWN_SERVICE,
            Self::Operation(id) => id.split('.').next().unwrap_or_default(),
            Self::Event(id) => &id.service,
        }
    }

    /// Returns the path of the YAML file, relative to the root of the project.
    pub(crate) fn file(&self) -> String {
        match self {
            Self::Shared(topic) => format!("schema/types/{topic}.yaml"),
            Self::Operation(id) => format!("schema/{}.yaml", id.replace('.', "/")),
            Self::Event(id) => format!("schema/{}.yaml", id.stem()),
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

impl Rule {
    /// Returns the rule as a sentence.
    pub(crate) fn text(&self) -> String {
        let list = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        match self {
            Self::AtLeastOneOf(names) => format!("At least one of {} is required.", list(names)),
            Self::AtMostOneOf(names) => format!("At most one of {} can be set.", list(names)),
            Self::AllOrNone(names) => format!("Either all or none of {} must be set.", list(names)),
            Self::NotAfter(earlier, later) => format!("`{earlier}` must not be after `{later}`."),
            Self::RequiredIf(name, condition) => format!("`{name}` is required if {}.", condition.text()),
        }
    }
}

impl Condition {
    /// Returns the name of the field that the condition refers to.
    pub(crate) fn field(&self) -> &str {
        match self {
            Self::Given(name) | Self::OneOf(name, _) => name,
        }
    }

    /// Returns the condition as a clause.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Given(name) => format!("`{name}` is set"),
            Self::OneOf(name, values) => {
                let values: Vec<_> = values.iter().map(|value| format!("`{}`", value.name())).collect();
                format!("`{name}` is {}", values.join(" or "))
            }
        }
    }
}
