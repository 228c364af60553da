//! Derives all Rust names from names of the schema, and reports collisions.

use std::collections::{HashMap, HashSet};

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span as TokenSpan};

use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Api, Enum, EnumValues, EventId, Field, Home, OWN_SERVICE, Operation, OperationId},
    source::Span,
};

/// The variant for unlisted values of an enum.
pub(crate) const UNKNOWN_VARIANT: &str = "Unknown";

/// The variant for events that the schema does not define.
pub(crate) const OTHER_EVENT: &str = "Other";

/// The download method of an object that describes a file.
pub(crate) const DOWNLOAD: &str = "download";

/// The field for the keys that an object does not define.
pub(crate) const UNKNOWN_FIELDS: &str = "unknown_fields";

/// The crate of the runtime. Emitted code names it in modules beside those of resources and methods.
const RUNTIME_CRATE: &str = "feishu_runtime";

/// Names of the runtime that the emitted crate re-exports at its root.
pub(crate) const RUNTIME: &[&str] = &[
    "Attempt",
    "CacheError",
    "CacheFuture",
    "CachedToken",
    "CallOptions",
    "Client",
    "ClientBuilder",
    "CustomPage",
    "CustomRequest",
    "Date",
    "DateTimeError",
    "Download",
    "DownloadStream",
    "Downloaded",
    "Error",
    "ErrorKind",
    "FieldViolation",
    "Help",
    "IntoList",
    "IntoMap",
    "IntoOption",
    "Items",
    "List",
    "Map",
    "MemoryTokenCache",
    "Metadata",
    "Method",
    "Mismatch",
    "Page",
    "PageSize",
    "Pages",
    "PermissionViolation",
    "Progress",
    "RateLimit",
    "RateLimitMetrics",
    "RateLimits",
    "RawJson",
    "Region",
    "Response",
    "Result",
    "Text",
    "Timestamp",
    "TokenCache",
    "TokenKey",
    "UnknownCode",
    "UnknownFields",
    "UnknownText",
    "Upload",
    "Url",
    "Value",
];

/// Names of the runtime that the emitted crate re-exports if a feature is enabled: the feature and the name.
pub(crate) const RUNTIME_FEATURES: &[(&str, &str)] = &[("redis", "Redis"), ("reqwest", "reqwest")];

/// Names of current and possible future methods of requests and objects, including trait methods. No setter has one of these names.
const METHODS: &[&str] = &[
    "call_options",
    "clone",
    "clone_from",
    "default",
    "download",
    "eq",
    "fmt",
    "into_call",
    "items",
    "ne",
    "new",
    "pages",
    "send",
    "send_with_metadata",
    "to_curl",
];

/// Names in the root module of the emitted crate and on its client, other than services.
const ROOT: &[&str] = &[
    "builder",
    "builder_with_token",
    "client",
    "error_code",
    "event",
    "events",
    "index",
    "mock",
    "model",
    "operation",
    "rate_limit_metrics",
    "request",
    "set_app_ticket",
    "tenant",
    "types",
    "with_token",
];

/// Whether a name is a valid identifier, possibly as `r#name`.
fn is_usable(name: &str) -> bool {
    let is_number = name.starts_with(|first: char| first.is_ascii_digit());
    !is_number && !matches!(name, "" | "_" | "crate" | "self" | "super" | "Self")
}

/// A keyword since edition 2024 that `syn` accepts as an identifier.
const NEW_KEYWORD: &str = "gen";

/// Returns an identifier. A Rust keyword becomes a raw identifier.
pub(crate) fn ident(name: &str) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(ident) if name != NEW_KEYWORD => ident,
        _ => Ident::new_raw(name, TokenSpan::call_site()),
    }
}

/// Returns the struct field of a JSON key: `interview_record_id` for both `interviewRecordId` and `interview_record_id`.
pub(crate) fn field(wire: &str) -> String {
    let name = wire.to_snake_case();
    // This name is used for the keys that an object does not define.
    if name == UNKNOWN_FIELDS { format!("{name}_") } else { name }
}

/// Returns the setter of a parameter or a field: its name, or `set_<name>` if the name is one of [`METHODS`].
pub(crate) fn setter(wire: &str) -> String {
    let name = field(wire);
    if METHODS.contains(&name.as_str()) { format!("set_{name}") } else { name }
}

/// Returns a name for a generated variable that differs from all arguments: `wanted`, or `wanted_`, because no argument ends with `_`.
pub(crate) fn distinct_from<'a>(wanted: &str, mut arguments: impl Iterator<Item = &'a str>) -> Ident {
    if arguments.any(|wire| field(wire) == wanted) { ident(&format!("{wanted}_")) } else { ident(wanted) }
}

/// Returns the key of a type: its name, with the prefix `<service>.` for services other than `hire`.
#[must_use]
pub fn key(service: &str, name: &str) -> String {
    if service == OWN_SERVICE { name.to_owned() } else { format!("{service}.{name}") }
}

/// Splits a key into its service, which is `None` for `hire`, and its name.
pub(crate) fn parts(key: &str) -> (Option<&str>, &str) {
    match key.split_once('.') {
        Some((service, name)) => (Some(service), name),
        None => (None, key),
    }
}

/// Returns the Rust name of a type: the last part of its key.
pub(crate) fn bare(key: &str) -> &str {
    parts(key).1
}

/// Returns the name of the module of a service and of its accessor on the client.
pub(crate) fn service(service: &str) -> String {
    let is_version = service.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if is_version || ROOT.contains(&service) { format!("{service}_service") } else { service.to_owned() }
}

/// Returns the variant of an enum value: `OpenId` for `open_id`.
pub(crate) fn variant(value: &str) -> String {
    value.to_upper_camel_case()
}

/// Returns the method calls that lead from a client to a version: `.v1()`, or `.contact().v1()`.
pub(crate) fn accessors(id: &OperationId) -> String {
    let version = &id.version;
    if id.service == OWN_SERVICE { format!(".{version}()") } else { format!(".{}().{version}()", service(&id.service)) }
}

/// Returns the request type, named as in the official SDKs: `ListInterview` for `hire.v1.interview.list`, `GetTalentV2` for
/// `hire.v2.talent.get`.
pub(crate) fn request(id: &OperationId) -> String {
    let version = if id.version == "v1" { String::new() } else { version(&id.version) };
    format!("{}{}{version}", id.method.to_upper_camel_case(), id.resource.to_upper_camel_case())
}

/// Returns the path of the request type in the emitted crate.
pub(crate) fn request_path(id: &OperationId) -> String {
    let within = if id.service == OWN_SERVICE { String::new() } else { format!("{}::", service(&id.service)) };
    format!("crate::{within}{}::{}::{}", id.version, id.resource, request(id))
}

/// Returns the key of the response type.
pub(crate) fn response(id: &OperationId) -> String {
    key(&id.service, &format!("{}Response", request(id)))
}

/// Returns the key of the body type.
pub(crate) fn body(id: &OperationId) -> String {
    key(&id.service, &format!("{}Body", request(id)))
}

/// Returns the keys of the types that an operation defines: request, response and body.
#[must_use]
pub fn operation_types(id: &OperationId) -> [String; 3] {
    [key(&id.service, &request(id)), response(id), body(id)]
}

/// Returns the key of the payload type of an event: `ApplicationStageChanged` for `hire.application.stage_changed_v1`. Versions other than
/// `v1` are added.
#[must_use]
pub fn payload(id: &EventId) -> String {
    let version = if id.version == "v1" { String::new() } else { version(&id.version) };
    let name = format!("{}{}{version}", id.resource.to_upper_camel_case(), id.name.to_upper_camel_case());
    key(&id.service, &name)
}

/// Returns the variant of an event: the name of its payload type, with the service as prefix for services other than `hire`.
pub(crate) fn event_variant(id: &EventId) -> String {
    let payload = payload(id);
    match parts(&payload) {
        (Some(service), name) => format!("{}{name}", service.to_upper_camel_case()),
        (None, name) => name.to_owned(),
    }
}

/// Returns the type of a resource: `InterviewRecordResource` for `interview_record`.
pub(crate) fn resource(resource: &str) -> String {
    format!("{}Resource", resource.to_upper_camel_case())
}

/// Returns a title as rustdoc accepts it for its search index: without quotes, and with spaces as the only whitespace.
pub(crate) fn alias(title: &str) -> String {
    title.replace(['"', '\''], "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the type of a version: `V1` for `v1`.
pub(crate) fn version(version: &str) -> String {
    version.to_upper_camel_case()
}

/// Returns the constant of an error code: `SYSTEM_ERROR` for `system_error`.
pub(crate) fn constant(name: &str) -> String {
    name.to_shouty_snake_case()
}

/// Returns every type name that the emitted crate defines. Types of the runtime and of the standard library with one of these
/// names are written as full paths.
pub(crate) fn defined(api: &Api) -> HashSet<String> {
    let types = api.ids.iter().map(|id| bare(&id.name).to_owned());
    let enums = api.enums.iter().map(|item| bare(&item.name).to_owned());
    let objects = api.objects.iter().map(|object| bare(&object.name).to_owned());
    let operations = api.operations.iter().flat_map(|operation| {
        let id = &operation.id;
        let own = [bare(&response(id)).to_owned(), bare(&body(id)).to_owned()];
        own.into_iter().chain([request(id), resource(&id.resource), version(&id.version), version(&id.service)])
    });
    types.chain(enums).chain(objects).chain(operations).collect()
}

/// Returns an error for every pair of items with the same Rust name, and for every invalid Rust name.
pub(crate) fn find_collisions(api: &Api) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    check_types(api, &mut found);
    check_topics(api, &mut found);
    api.enums.iter().for_each(|item| check_variants(item, &mut found));
    for object in &api.objects {
        let before = found.len();
        check_fields(&object.fields, &mut found);
        if object.sent && found.len() == before {
            check_setters(object.fields.iter(), &mut found);
        }
    }
    for operation in &api.operations {
        check_modules(operation, &mut found);
        check_setters(operation.parameters(), &mut found);
        check_fields(&operation.response, &mut found);
    }
    check_events(api, &mut found);
    let mut constants = UsedNames::default();
    for error in &api.errors {
        constants.add(constant(&error.name), &error.name, error.span, &mut found);
    }
    found
}

/// The names that are already used, each with its origin.
#[derive(Default)]
struct UsedNames<'a>(HashMap<String, (&'a str, Option<Span>)>);

impl<'a> UsedNames<'a> {
    fn reserve(&mut self, names: &[&'static str], by: &'static str) {
        self.0.extend(names.iter().map(|name| ((*name).to_owned(), (by, None))));
    }

    /// Adds a name that is derived from a JSON key or a word, and may be invalid.
    fn add_checked(&mut self, rust: String, given: &'a str, span: Span, found: &mut Vec<Diagnostic>) {
        if is_usable(&rust) {
            self.add(rust, given, span, found);
        } else {
            found.push(invalid(given, span));
        }
    }

    fn add(&mut self, rust: String, given: &'a str, span: Span, found: &mut Vec<Diagnostic>) {
        match self.0.get(&rust) {
            Some((first, Some(other))) => {
                let message = if given == *first {
                    format!("duplicate name `{given}`")
                } else {
                    format!("`{given}` and `{first}` both become `{rust}` in Rust")
                };
                let diagnostic = Diagnostic::new(Code::NameCollision, span, message)
                    .label("second name")
                    .other(*other, "first name");
                found.push(diagnostic.help("rename one of them"));
            }
            Some((by, None)) => {
                let message = if given == rust {
                    format!("`{given}` is {by}")
                } else {
                    format!("`{given}` becomes `{rust}` in Rust, which is {by}")
                };
                found.push(
                    Diagnostic::new(Code::ReservedName, span, message).label("reserved").help("choose another name"),
                );
            }
            None => {
                self.0.insert(rust, (given, Some(span)));
            }
        }
    }
}

fn invalid(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::ReservedName, span, format!("`{name}` is not a valid Rust name"))
        .label("reserved")
        .help("choose another name")
}

/// Checks the variants of the enum of events, and the modules of their payloads.
fn check_events(api: &Api, found: &mut Vec<Diagnostic>) {
    let named: Vec<_> = api.events.iter().map(|event| (event, event.id.to_string())).collect();
    let mut variants = UsedNames::default();
    variants.reserve(&[OTHER_EVENT], "reserved for other events");
    for (event, id) in &named {
        let EventId { service, version, resource, name } = &event.id;
        check_parts([service, version, resource, name], id, event.span, found);
        variants.add(event_variant(&event.id), id, event.span, found);
    }
}

/// Checks the parts of an operation id, which are modules.
fn check_modules(operation: &Operation, found: &mut Vec<Diagnostic>) {
    let OperationId { service, version, resource, method } = &operation.id;
    check_parts([service, version, resource, method], &operation.id.to_string(), operation.span, found);
}

/// Checks the parts of an id, which are modules.
fn check_parts(parts: [&String; 4], id: &str, span: Span, found: &mut Vec<Diagnostic>) {
    for part in parts {
        let why = match part.as_str() {
            RUNTIME_CRATE => "the name of a crate that emitted code uses",
            part if !is_usable(part) => "not a valid Rust name",
            _ => continue,
        };
        let message = format!("`{part}` in `{id}` is {why}");
        let diagnostic = Diagnostic::new(Code::ReservedName, span, message).label("reserved");
        found.push(diagnostic.help("choose another name"));
    }
}

/// Checks the names of files with shared types, which are modules.
fn check_topics(api: &Api, found: &mut Vec<Diagnostic>) {
    let ids = api.ids.iter().map(|id| (&id.home, id.span));
    let enums = api.enums.iter().map(|item| (&item.home, item.span));
    let objects = api.objects.iter().map(|object| (&object.home, object.span));
    for (home, span) in ids.chain(enums).chain(objects) {
        if matches!(home, Home::Shared(topic) if !is_usable(topic)) {
            let message = format!("the file name of `{}` is not a valid Rust name", home.file());
            found
                .push(Diagnostic::new(Code::ReservedName, span, message).label("in this file").help("rename the file"));
        }
    }
}

fn check_types(api: &Api, found: &mut Vec<Diagnostic>) {
    let mut types = UsedNames::default();
    let ids = api.ids.iter().map(|id| (&id.name, id.span));
    let enums = api.enums.iter().map(|item| (&item.name, item.span));
    let objects = api.objects.iter().map(|object| (&object.name, object.span));
    for (name, span) in ids.chain(enums).chain(objects) {
        types.add_checked(name.clone(), name, span, found);
    }
    let named: Vec<_> = api.operations.iter().map(|operation| (operation, operation.id.to_string())).collect();
    for (operation, _) in &named {
        let id = &operation.id;
        for name in operation_types(id) {
            if let Some((first, Some(other))) = types.0.get(&name) {
                let message = format!("`{}` needs the type name `{name}`, which is already used", operation.id);
                let diagnostic = Diagnostic::new(Code::ReservedName, operation.span, message).label("this operation");
                found.push(diagnostic.other(*other, format!("used by `{first}`")).help("rename the type"));
            }
        }
    }
    let mut requests = UsedNames::default();
    for (operation, id) in &named {
        requests.add(key(&operation.id.service, &request(&operation.id)), id, operation.span, found);
    }
}

fn check_variants(item: &Enum, found: &mut Vec<Diagnostic>) {
    let mut used = UsedNames::default();
    used.reserve(&[UNKNOWN_VARIANT], "reserved for unlisted values");
    let named: Vec<_> = match &item.values {
        EnumValues::Int(values) => values.iter().map(|value| (&value.name, value.span)).collect(),
        EnumValues::Text(values) => values.iter().map(|value| (&value.name, value.span)).collect(),
    };
    for (name, span) in named {
        used.add_checked(variant(name), name, span, found);
    }
}

/// Checks the fields of a struct.
fn check_fields(fields: &[Field], found: &mut Vec<Diagnostic>) {
    let mut used = UsedNames::default();
    for item in fields {
        used.add_checked(field(&item.name), &item.name, item.span, found);
    }
}

/// Checks the setters of a request or an object. Path, query and payload of an operation share one builder.
fn check_setters<'a>(fields: impl Iterator<Item = &'a Field>, found: &mut Vec<Diagnostic>) {
    let mut used = UsedNames::default();
    for item in fields {
        used.add_checked(setter(&item.name), &item.name, item.span, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derives_rust_names() {
        let id = OperationId {
            service: "hire".into(),
            version: "v1".into(),
            resource: "interview_record".into(),
            method: "get_by_talent".into(),
        };
        let v2 = OperationId {
            service: "contact".into(),
            version: "v2".into(),
            resource: "user".into(),
            method: "get".into(),
        };
        let cases: Vec<(String, &str)> = vec![
            (field("interviewRecordId"), "interview_record_id"),
            (field("user_id"), "user_id"),
            (field("type"), "type"),
            (field("unknown_fields"), "unknown_fields_"),
            (setter("items"), "set_items"),
            (setter("item"), "item"),
            (setter("default"), "set_default"),
            (distinct_from("call", ["call"].into_iter()).to_string(), "call_"),
            (distinct_from("call", ["client"].into_iter()).to_string(), "call"),
            (service("contact"), "contact"),
            (service("tenant"), "tenant_service"),
            (response(&v2), "contact.GetUserV2Response"),
            (bare(&response(&v2)).to_owned(), "GetUserV2Response"),
            (variant("open_id"), "OpenId"),
            (variant("all_pass"), "AllPass"),
            (request(&id), "GetByTalentInterviewRecord"),
            (response(&id), "GetByTalentInterviewRecordResponse"),
            (body(&id), "GetByTalentInterviewRecordBody"),
            (resource("interview_record"), "InterviewRecordResource"),
            (version("v1"), "V1"),
            (constant("system_error"), "SYSTEM_ERROR"),
            (ident("type").to_string(), "r#type"),
            (ident("gen").to_string(), "r#gen"),
            (ident("content").to_string(), "content"),
        ];
        for (actual, expected) in cases {
            assert_eq!(actual, expected);
        }
    }
}
