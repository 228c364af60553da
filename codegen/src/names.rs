//! The one place where Rust names are made. Two things that want the same name are refused, with both places.

use std::collections::{HashMap, HashSet};

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span as TokenSpan};

use crate::{
    diagnostic::{Code, Diagnostic},
    model::{Api, Enum, EnumValues, Field, Home, OWN_SERVICE, Operation, OperationId},
    source::Span,
};

/// The variant that keeps what an enum does not list.
pub(crate) const UNKNOWN_VARIANT: &str = "Unknown";

/// The method of an object that tells of a file.
pub(crate) const DOWNLOAD: &str = "download";

/// The field that keeps the keys that an object does not list.
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
    "Pages",
    "PermissionViolation",
    "Progress",
    "RateLimit",
    "RateLimits",
    "RawJson",
    "Region",
    "Response",
    "Result",
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

/// Names of the runtime that the emitted crate re-exports behind a feature: the feature, the name.
pub(crate) const RUNTIME_FEATURES: &[(&str, &str)] = &[("redis", "Redis"), ("reqwest", "reqwest")];

/// Methods that every request or every object has, or may get, of its own or by a trait. A setter never takes one of these names.
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

/// What stands at the root of the emitted crate or on its client beside the services.
const ROOT: &[&str] = &[
    "builder",
    "builder_with_token",
    "client",
    "error_code",
    "mock",
    "model",
    "operation",
    "request",
    "set_app_ticket",
    "tenant",
    "types",
    "with_token",
];

/// Whether Rust can take a name, if need be as `r#name`.
fn is_usable(name: &str) -> bool {
    let is_number = name.starts_with(|first: char| first.is_ascii_digit());
    !is_number && !matches!(name, "" | "_" | "crate" | "self" | "super" | "Self")
}

/// A keyword since the edition 2024, which `syn` takes for a name.
const NEW_KEYWORD: &str = "gen";

/// An identifier; a Rust keyword becomes a raw one.
pub(crate) fn ident(name: &str) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(ident) if name != NEW_KEYWORD => ident,
        _ => Ident::new_raw(name, TokenSpan::call_site()),
    }
}

/// The struct field of a JSON key: `interviewRecordId` and `interview_record_id` become `interview_record_id`.
pub(crate) fn field(wire: &str) -> String {
    let name = wire.to_snake_case();
    // The field of that name keeps the keys that an object does not list.
    if name == UNKNOWN_FIELDS { format!("{name}_") } else { name }
}

/// The setter of a parameter or a field: its name, or `set_<name>` where a method of every request or object has that name.
pub(crate) fn setter(wire: &str) -> String {
    let name = field(wire);
    if METHODS.contains(&name.as_str()) { format!("set_{name}") } else { name }
}

/// A name for a variable of the emitter's own beside arguments of any name. No argument ends with `_`.
pub(crate) fn beside<'a>(wanted: &str, mut arguments: impl Iterator<Item = &'a str>) -> Ident {
    if arguments.any(|wire| field(wire) == wanted) { ident(&format!("{wanted}_")) } else { ident(wanted) }
}

/// The key of a type: its name, with the prefix `<service>.` for other services than the crate's own.
#[must_use]
pub fn key(service: &str, name: &str) -> String {
    if service == OWN_SERVICE { name.to_owned() } else { format!("{service}.{name}") }
}

/// A key as its service, unless that is the crate's own, and its name.
pub(crate) fn parts(key: &str) -> (Option<&str>, &str) {
    match key.split_once('.') {
        Some((service, name)) => (Some(service), name),
        None => (None, key),
    }
}

/// The Rust name of a type: the last part of its key.
pub(crate) fn bare(key: &str) -> &str {
    parts(key).1
}

/// The module of a service and its accessor on the client.
pub(crate) fn service(service: &str) -> String {
    let is_version = service.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if is_version || ROOT.contains(&service) { format!("{service}_service") } else { service.to_owned() }
}

/// `open_id` becomes `OpenId`.
pub(crate) fn variant(value: &str) -> String {
    value.to_upper_camel_case()
}

/// The methods that lead from a client to a version: `.v1()`, or `.contact().v1()`.
pub(crate) fn accessors(id: &OperationId) -> String {
    let version = &id.version;
    if id.service == OWN_SERVICE { format!(".{version}()") } else { format!(".{}().{version}()", service(&id.service)) }
}

/// `hire.v1.interview.list` becomes `ListInterview`, as in the official SDKs; `hire.v2.talent.get` becomes `GetTalentV2`.
pub(crate) fn request(id: &OperationId) -> String {
    let version = if id.version == "v1" { String::new() } else { version(&id.version) };
    format!("{}{}{version}", id.method.to_upper_camel_case(), id.resource.to_upper_camel_case())
}

/// The key of the response's type.
pub(crate) fn response(id: &OperationId) -> String {
    key(&id.service, &format!("{}Response", request(id)))
}

/// The key of the body's type.
pub(crate) fn body(id: &OperationId) -> String {
    key(&id.service, &format!("{}Body", request(id)))
}

/// The keys of the types that every operation defines: its request, response and body.
#[must_use]
pub fn operation_types(id: &OperationId) -> [String; 3] {
    [key(&id.service, &request(id)), response(id), body(id)]
}

/// `interview_record` becomes `InterviewRecordResource`.
pub(crate) fn resource(resource: &str) -> String {
    format!("{}Resource", resource.to_upper_camel_case())
}

/// `v1` becomes `V1`.
pub(crate) fn version(version: &str) -> String {
    version.to_upper_camel_case()
}

/// `system_error` becomes `SYSTEM_ERROR`.
pub(crate) fn constant(name: &str) -> String {
    name.to_shouty_snake_case()
}

/// Every name that the emitted crate defines for the schema. A name of the runtime or of Rust's own that is among them is
/// written as a full path.
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

/// Every pair of things that would get the same Rust name, and every name that Rust cannot take.
pub(crate) fn collisions(api: &Api) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    types(api, &mut found);
    topics(api, &mut found);
    api.enums.iter().for_each(|item| variants(item, &mut found));
    for object in &api.objects {
        let before = found.len();
        fields(&object.fields, &mut found);
        if object.sent && found.len() == before {
            setters(object.fields.iter(), &mut found);
        }
    }
    for operation in &api.operations {
        modules(operation, &mut found);
        setters(operation.parameters(), &mut found);
        fields(&operation.response, &mut found);
    }
    let mut constants = Taken::default();
    for error in &api.errors {
        constants.claim(constant(&error.name), &error.name, error.span, &mut found);
    }
    found
}

/// Names that are taken, and by what.
#[derive(Default)]
struct Taken<'a>(HashMap<String, (&'a str, Option<Span>)>);

impl<'a> Taken<'a> {
    fn reserve(&mut self, names: &[&'static str], by: &'static str) {
        self.0.extend(names.iter().map(|name| ((*name).to_owned(), (by, None))));
    }

    /// Takes a name that is made of any JSON key or any word.
    fn take(&mut self, rust: String, given: &'a str, span: Span, found: &mut Vec<Diagnostic>) {
        if is_usable(&rust) {
            self.claim(rust, given, span, found);
        } else {
            found.push(unusable(given, span));
        }
    }

    fn claim(&mut self, rust: String, given: &'a str, span: Span, found: &mut Vec<Diagnostic>) {
        match self.0.get(&rust) {
            Some((first, Some(other))) => {
                let message = if given == *first {
                    format!("two of them are called `{given}`")
                } else {
                    format!("`{given}` and `{first}` both become `{rust}` in Rust")
                };
                let mistake =
                    Diagnostic::new(Code::NamesCollide, span, message).label("this one").other(*other, "and this one");
                found.push(mistake.help("rename one of them"));
            }
            Some((by, None)) => {
                let message = if given == rust {
                    format!("`{given}` is {by}")
                } else {
                    format!("`{given}` becomes `{rust}` in Rust, which is {by}")
                };
                found.push(
                    Diagnostic::new(Code::NameTaken, span, message).label("this name").help("choose another name"),
                );
            }
            None => {
                self.0.insert(rust, (given, Some(span)));
            }
        }
    }
}

fn unusable(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NameTaken, span, format!("`{name}` is a name that Rust cannot take"))
        .label("this name")
        .help("choose another name")
}

/// The parts of ids, which are modules.
fn modules(operation: &Operation, found: &mut Vec<Diagnostic>) {
    let OperationId { service, version, resource, method } = &operation.id;
    for part in [service, version, resource, method] {
        let why = match part.as_str() {
            RUNTIME_CRATE => "the name of a crate that emitted code uses",
            part if !is_usable(part) => "a name that Rust cannot take",
            _ => continue,
        };
        let message = format!("`{part}` in `{}` is {why}", operation.id);
        let mistake = Diagnostic::new(Code::NameTaken, operation.span, message).label("this operation");
        found.push(mistake.help("choose another name"));
    }
}

/// The files of shared types, which are modules.
fn topics(api: &Api, found: &mut Vec<Diagnostic>) {
    let ids = api.ids.iter().map(|id| (&id.home, id.span));
    let enums = api.enums.iter().map(|item| (&item.home, item.span));
    let objects = api.objects.iter().map(|object| (&object.home, object.span));
    for (home, span) in ids.chain(enums).chain(objects) {
        if matches!(home, Home::Shared(topic) if !is_usable(topic)) {
            let message = format!("the name of `{}` is a name that Rust cannot take", home.file());
            found.push(Diagnostic::new(Code::NameTaken, span, message).label("in this file").help("rename the file"));
        }
    }
}

fn types(api: &Api, found: &mut Vec<Diagnostic>) {
    let mut types = Taken::default();
    let ids = api.ids.iter().map(|id| (&id.name, id.span));
    let enums = api.enums.iter().map(|item| (&item.name, item.span));
    let objects = api.objects.iter().map(|object| (&object.name, object.span));
    for (name, span) in ids.chain(enums).chain(objects) {
        types.take(name.clone(), name, span, found);
    }
    let named: Vec<_> = api.operations.iter().map(|operation| (operation, operation.id.to_string())).collect();
    for (operation, _) in &named {
        let id = &operation.id;
        for name in operation_types(id) {
            if let Some((first, Some(other))) = types.0.get(&name) {
                let message = format!("`{}` needs the name `{name}`, which is taken", operation.id);
                let mistake = Diagnostic::new(Code::NameTaken, operation.span, message).label("this operation");
                found.push(mistake.other(*other, format!("by `{first}`")).help("rename the type"));
            }
        }
    }
    let mut requests = Taken::default();
    for (operation, id) in &named {
        requests.take(key(&operation.id.service, &request(&operation.id)), id, operation.span, found);
    }
}

fn variants(item: &Enum, found: &mut Vec<Diagnostic>) {
    let mut taken = Taken::default();
    taken.reserve(&[UNKNOWN_VARIANT], "kept for values that are not listed");
    let named: Vec<_> = match &item.values {
        EnumValues::Int(values) => values.iter().map(|value| (&value.name, value.span)).collect(),
        EnumValues::Text(values) => values.iter().map(|value| (&value.name, value.span)).collect(),
    };
    for (name, span) in named {
        taken.take(variant(name), name, span, found);
    }
}

/// Fields of one struct.
fn fields(fields: &[Field], found: &mut Vec<Diagnostic>) {
    let mut taken = Taken::default();
    for item in fields {
        taken.take(field(&item.name), &item.name, item.span, found);
    }
}

/// Setters of one request or object; path, query and payload of an operation share one builder.
fn setters<'a>(fields: impl Iterator<Item = &'a Field>, found: &mut Vec<Diagnostic>) {
    let mut taken = Taken::default();
    for item in fields {
        taken.take(setter(&item.name), &item.name, item.span, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_rust_names() {
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
            (beside("call", ["call"].into_iter()).to_string(), "call_"),
            (beside("call", ["client"].into_iter()).to_string(), "call"),
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
        for (made, expected) in cases {
            assert_eq!(made, expected);
        }
    }
}
